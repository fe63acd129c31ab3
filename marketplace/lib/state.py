"""State machines as data: who may move from where to where, and what it does to money, is a table, not code."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Literal

from marketplace.lib.errors import Conflict


class WrongState(Conflict):
    """The step is right, but the object is not, or no longer, in a state that allows it."""

    code = "wrong_state"


def _refusal(noun: str, state: str, action: str) -> WrongState:
    return WrongState(
        f"This {noun} is {state.lower().replace('_', ' ')}, so “{action.replace('_', ' ')}” "
        "is not possible. Reload the page to see where it stands."
    )


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
            raise _refusal(self.noun, state, action)
        return str(target)

    def allows(self, state: str, action: str) -> bool:
        """Whether ``action`` may start in ``state``: what screens ask before they draw a button."""
        return state in self.transitions[action][0]

    def states(self) -> frozenset[str]:
        """Every state that the table names."""
        sources = (state for origin, _ in self.transitions.values() for state in origin)
        return frozenset(str(state) for state in sources) | {str(target) for _, target in self.transitions.values()}


Party = Literal["buyer", "vendor", "operator", "inspector", "gateway", "system"]
"""Who may take a step: people of a side, the provider's answer, or the clock and our own reactions."""

Effect = Literal["", "fund", "release", "refund", "freeze", "unfreeze", "split", "confirm"]
"""What a step does to money held for an order.

``fund`` puts money into escrow; ``release`` and ``refund`` empty it, to the vendor or towards the buyer;
``freeze`` moves it to hold, ``unfreeze`` back; ``split`` empties the hold to both sides; ``confirm`` ends a
refund that was on its way.
"""


@dataclass(frozen=True, slots=True)
class Step:
    """One transition of a process. ``clock`` names the timer that takes it when nobody else does."""

    sources: frozenset[str]
    target: str
    by: frozenset[Party]
    clock: str = ""
    effect: Effect = ""


def step(sources: Collection[str], target: str, *, by: Collection[Party], clock: str = "", effect: Effect = "") -> Step:
    """A ``Step`` from plain collections."""
    return Step(frozenset(str(state) for state in sources), str(target), frozenset(by), clock, effect)


@dataclass(frozen=True)
class Process:
    """A life that money depends on: versioned, because a row keeps the version that it began with.

    ``holding`` are the states in which money may be held for it. A static proof runs over every registered
    process: all states are reachable, each that is not an end has a clock or an operator, and on every path
    to an end nothing stays held.
    """

    noun: str
    version: int
    initial: str
    steps: Mapping[str, Step]
    ends: frozenset[str]
    holding: frozenset[str] = field(default_factory=frozenset)

    def advance(self, state: str, action: str) -> str:
        """The state after ``action``. Raises WrongState if ``action`` does not start in ``state``."""
        taken = self.steps[action]
        if state not in taken.sources:
            raise _refusal(self.noun, state, action)
        return taken.target

    def allows(self, state: str, action: str) -> bool:
        """Whether ``action`` may start in ``state``: what screens ask before they draw a button."""
        return state in self.steps[action].sources

    def states(self) -> frozenset[str]:
        """Every state that the table names."""
        sources = (state for taken in self.steps.values() for state in taken.sources)
        return frozenset(sources) | {taken.target for taken in self.steps.values()} | {self.initial}


PROCESSES: dict[tuple[str, int], Process] = {}
"""Every registered process by noun and version."""


def process(
    noun: str,
    *,
    version: int,
    initial: str,
    steps: Mapping[str, Step],
    ends: Collection[str],
    holding: Collection[str] = (),
) -> Process:
    """Define and register a process. Raises ValueError if this version of it exists."""
    if (noun, version) in PROCESSES:
        raise ValueError(f"version {version} of the process {noun!r} is defined twice")
    made = Process(
        noun=noun,
        version=version,
        initial=str(initial),
        steps=steps,
        ends=frozenset(str(state) for state in ends),
        holding=frozenset(str(state) for state in holding),
    )
    PROCESSES[noun, version] = made
    return made
