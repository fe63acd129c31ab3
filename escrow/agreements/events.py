"""Facts about agreements that others may react to."""

from dataclasses import dataclass
from uuid import UUID

from marketplace.outbox.registry import Event


@dataclass(frozen=True, kw_only=True)
class InspectorAppointed(Event):
    """An inspector is to be told where, when and against what."""

    inspection_id: UUID
    appointment_no: int
    order_number: str

    @property
    def shard(self) -> str:
        """The facts of one inspection in their order."""
        return f"inspection:{self.inspection_id}"
