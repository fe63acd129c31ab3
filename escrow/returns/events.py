"""Facts about returns that others may react to."""

from dataclasses import dataclass
from uuid import UUID

from marketplace.outbox.registry import Event


@dataclass(frozen=True, kw_only=True)
class ReturnAdvanced(Event):
    """A return took the step ``action`` and is now in ``state``."""

    return_id: UUID
    number: str
    order_id: UUID
    order_number: str
    buyer_id: UUID
    vendor_id: UUID
    action: str
    state: str

    @property
    def shard(self) -> str:
        """The facts of one order in their order."""
        return f"order:{self.order_id}"
