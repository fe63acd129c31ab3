"""Facts about a buying company."""

from dataclasses import dataclass
from uuid import UUID

from marketplace.outbox.registry import Event


@dataclass(frozen=True, kw_only=True)
class BuyerFact(Event):
    """Something about one buying company. Not published itself."""

    organization_id: UUID

    @property
    def shard(self) -> str:
        """The company."""
        return f"buyer:{self.organization_id}"


@dataclass(frozen=True, kw_only=True)
class VendorSaved(BuyerFact):
    """The company keeps a supplier at hand."""

    vendor_id: UUID
