"""What cases announce."""

from dataclasses import dataclass
from uuid import UUID

from marketplace.outbox.registry import Event


@dataclass(frozen=True, kw_only=True)
class CaseAdvanced(Event):
    """Something happened in a case: ``action`` is a step of ``states.CASE`` or what was added to it."""

    case_id: UUID
    number: str
    order_number: str
    buyer_id: UUID
    vendor_id: UUID
    action: str
    state: str

    @property
    def shard(self) -> str:
        """One case's facts stay in order."""
        return f"case:{self.case_id}"
