"""Facts about our companies at the payment provider."""

from dataclasses import dataclass
from uuid import UUID

from marketplace.outbox.registry import Event


@dataclass(frozen=True, kw_only=True)
class RecipientChanged(Event):
    """A vendor's payout account became ready, or is not ready any more."""

    organization_id: UUID
    is_ready: bool

    @property
    def shard(self) -> str:
        """With everything else of the vendor."""
        return f"organization:{self.organization_id}"
