"""What chargebacks tell the rest of the market."""

from dataclasses import dataclass
from uuid import UUID

from marketplace.outbox.registry import Event


@dataclass(frozen=True, kw_only=True)
class ChargebackChanged(Event):
    """A chargeback was opened, answered or decided; ``state`` is where it stands now."""

    chargeback_id: UUID
    ref: str
    order_number: str
    state: str

    @property
    def shard(self) -> str:
        """With its order."""
        return f"order:{self.order_number}"


@dataclass(frozen=True, kw_only=True)
class EvidenceDue(Event):
    """The last day for evidence has come and nobody has sent it: it is sent as it stands."""

    chargeback_id: UUID
    ref: str

    @property
    def shard(self) -> str:
        """Each on its own: sending talks to the provider."""
        return f"chargeback:{self.ref}"
