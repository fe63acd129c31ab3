"""State machines as data: who may move from where to where is a table, not code."""

from collections.abc import Mapping
from dataclasses import dataclass

from marketplace.lib.errors import Conflict


class WrongState(Conflict):
    """The step is right, but the object is not, or no longer, in a state that allows it."""

    code = "wrong_state"


@dataclass(frozen=True)
class Machine:
    """``transitions`` maps an action to the states it leaves and the one it enters.

    ``Machine("RFQ", {"close": ({"OPEN"}, "CLOSED")})``. States are stored strings, so a Django
    ``TextChoices`` member serves as well as a plain ``str``.
    """

    noun: str
    transitions: Mapping[str, tuple[frozenset[str] | set[str], str]]

    def advance(self, state: str, action: str) -> str:
        """The state after ``action``. Raises WrongState if ``action`` does not start in ``state``."""
        sources, target = self.transitions[action]
        if state not in sources:
            raise WrongState(
                f"This {self.noun} is {state.lower().replace('_', ' ')}, so “{action.replace('_', ' ')}” "
                "is not possible. Reload the page to see where it stands."
            )
        return str(target)

    def allows(self, state: str, action: str) -> bool:
        """Whether ``action`` may start in ``state``: what screens ask before they draw a button."""
        return state in self.transitions[action][0]

    def states(self) -> frozenset[str]:
        """Every state that the table names."""
        sources = (state for origin, _ in self.transitions.values() for state in origin)
        return frozenset(str(state) for state in sources) | {str(target) for _, target in self.transitions.values()}
