"""What reconciliation tells the rest of the market."""

from dataclasses import dataclass
from uuid import UUID

from marketplace.outbox.registry import Event


@dataclass(frozen=True, kw_only=True)
class ProviderReconciled(Event):
    """A run has compared the provider's account with ours; ``open_items`` wait for a person."""

    run_id: UUID
    provider: str
    open_items: int

    @property
    def shard(self) -> str:
        """Runs of one provider, in order."""
        return f"reconciliation:{self.provider}"


@dataclass(frozen=True, kw_only=True)
class BankReceiptRecorded(Event):
    """Money arrived at our bank; ``state`` says where it went, ``order_number`` whom it names."""

    receipt_id: UUID
    state: str
    order_number: str

    @property
    def shard(self) -> str:
        """With its order, if it has one."""
        return f"order:{self.order_number}" if self.order_number else f"receipt:{self.receipt_id}"
