"""Who acts: built once at a door, passed down as an argument, never looked up from below."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from marketplace.lib.errors import NotAllowed

if TYPE_CHECKING:
    from uuid import UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """A person (or system) acting for one organisation with the capabilities of their roles there.

    ``sides`` holds what the organisation may do on the market: ``buy``, ``sell``, ``operate``.
    ``capabilities`` are words like ``rfq.award`` from ``identity.policy``.
    """

    user_id: "UUID | None" = None
    user_name: str = ""
    organization_id: "UUID | None" = None
    organization_name: str = ""
    sides: frozenset[str] = field(default_factory=frozenset)
    capabilities: frozenset[str] = field(default_factory=frozenset)
    request_id: str = ""
    system: str = ""

    @classmethod
    def for_system(cls, name: str, *, request_id: str = "") -> "Actor":
        """The machine itself, named after the service it runs: ``Actor.for_system("escrow.release")``."""
        return cls(user_name="Harborline", system=name, request_id=request_id)

    @property
    def is_anonymous(self) -> bool:
        """Nobody is signed in."""
        return self.user_id is None and not self.system

    @property
    def is_system(self) -> bool:
        """A task or handler acts, not a person."""
        return bool(self.system)

    @property
    def buys(self) -> bool:
        """Acts for an organisation that may buy."""
        return "buy" in self.sides

    @property
    def sells(self) -> bool:
        """Acts for an organisation that may sell."""
        return "sell" in self.sides

    @property
    def operates(self) -> bool:
        """Acts for the company that runs the market."""
        return "operate" in self.sides

    def can(self, capability: str) -> bool:
        """Whether a role of this actor grants ``capability``; the system may do anything."""
        return self.is_system or capability in self.capabilities

    def belongs_to(self, organization_id: "UUID | None") -> bool:
        """Acts for exactly this organisation."""
        return self.organization_id is not None and self.organization_id == organization_id


ANONYMOUS = Actor()


def require(
    allowed: bool, message: str = "Your role does not allow this. Ask an administrator of your organisation."
) -> None:
    """Raise NotAllowed unless a policy function said yes."""
    if not allowed:
        raise NotAllowed(message)
