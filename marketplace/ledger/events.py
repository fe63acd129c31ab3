"""What the ledger announces."""

from dataclasses import dataclass
from uuid import UUID

from marketplace.outbox.registry import Event


@dataclass(frozen=True, kw_only=True)
class OrderOpened(Event):
    """A binding order exists between a buyer and a vendor; nothing is paid yet."""

    order_id: UUID
    number: str
    buyer_id: UUID
    vendor_id: UUID
    source: str

    @property
    def shard(self) -> str:
        """One order's facts stay in order."""
        return f"order:{self.order_id}"


@dataclass(frozen=True, kw_only=True)
class OrderAdvanced(Event):
    """An order took the step ``action`` and is now in ``state``."""

    order_id: UUID
    number: str
    buyer_id: UUID
    vendor_id: UUID
    action: str
    state: str

    @property
    def shard(self) -> str:
        """One order's facts stay in order."""
        return f"order:{self.order_id}"
