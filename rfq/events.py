"""What happened to requests, quotes and offers. Facts of one request share a shard, so they arrive in order."""

from dataclasses import dataclass
from uuid import UUID

from marketplace.outbox.registry import Event


@dataclass(frozen=True, kw_only=True)
class RfqEvent(Event):
    """Anything about one request."""

    rfq_id: UUID
    number: str
    buyer_id: UUID

    @property
    def shard(self) -> str:
        """Per request."""
        return f"rfq:{self.rfq_id}"


@dataclass(frozen=True, kw_only=True)
class RfqPosted(RfqEvent):
    """Suppliers may answer from now on."""


@dataclass(frozen=True, kw_only=True)
class VendorsInvited(RfqEvent):
    """The buyer asked these suppliers by name."""

    vendor_ids: list[str]


@dataclass(frozen=True, kw_only=True)
class DeadlineExtended(RfqEvent):
    """The deadline moved back."""


@dataclass(frozen=True, kw_only=True)
class RfqClosed(RfqEvent):
    """The deadline passed; sealed prices are readable now."""


@dataclass(frozen=True, kw_only=True)
class RfqCancelled(RfqEvent):
    """The buyer took the request back."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class QuoteEvent(RfqEvent):
    """Anything about one supplier's quote."""

    quote_id: UUID
    vendor_id: UUID


@dataclass(frozen=True, kw_only=True)
class QuoteSubmitted(QuoteEvent):
    """A supplier quoted, or revised their quote (``version_no`` above 1)."""

    version_no: int


@dataclass(frozen=True, kw_only=True)
class QuoteWithdrawn(QuoteEvent):
    """A supplier took their quote back."""


@dataclass(frozen=True, kw_only=True)
class OfferCountered(QuoteEvent):
    """The buyer answered a quote with other terms."""

    version_no: int


@dataclass(frozen=True, kw_only=True)
class OfferAgreed(QuoteEvent):
    """The supplier accepted the buyer's counter-offer; the buyer may award it as it stands."""

    version_no: int


@dataclass(frozen=True, kw_only=True)
class OfferDeclined(QuoteEvent):
    """One side declined the other's offer."""

    version_no: int


@dataclass(frozen=True, kw_only=True)
class OfferExpired(QuoteEvent):
    """An offer's validity ran out."""

    version_no: int


@dataclass(frozen=True, kw_only=True)
class RfqAwarded(QuoteEvent):
    """The buyer chose this quote, and the order is open."""

    order_id: UUID
    order_number: str
