"""What escrow announces."""

from dataclasses import dataclass
from uuid import UUID

from marketplace.outbox.registry import Event


@dataclass(frozen=True, kw_only=True)
class OperationReserved(Event):
    """An operation is reserved in the ledger and waits to be sent to the provider."""

    operation_id: UUID

    @property
    def shard(self) -> str:
        """One operation's facts stay in order; operations do not wait for each other."""
        return f"operation:{self.operation_id}"


@dataclass(frozen=True, kw_only=True)
class OperationSettled(Event):
    """The provider's answer is booked: ``state`` is SUCCEEDED, FAILED or MANUAL. ``order_number`` may be empty."""

    operation_id: UUID
    kind_of_operation: str
    state: str
    order_number: str

    @property
    def shard(self) -> str:
        """After the reservation of the same operation."""
        return f"operation:{self.operation_id}"


@dataclass(frozen=True, kw_only=True)
class GatewayEventReceived(Event):
    """The provider sent a notice; its bytes are stored."""

    gateway_event_id: UUID

    @property
    def shard(self) -> str:
        """Notices come in any order, so none waits for another."""
        return f"notice:{self.gateway_event_id}"


@dataclass(frozen=True, kw_only=True)
class PayoutBatchRun(Event):
    """Payouts of one run are reserved; ``payouts`` of them."""

    batch_id: UUID
    number: str
    payouts: int

    @property
    def shard(self) -> str:
        """By batch."""
        return f"payout-batch:{self.batch_id}"
