"""Quotes in two shapes: all bids of a request for its buyer, and a supplier's own. Never one shape with holes.

A buyer's shape of a sealed bid holds no figures at all, so no template or serializer can show them early.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from marketplace.lib.actor import Actor
from marketplace.lib.errors import NotFound
from rfq.models import Quote, QuoteVersion, Rfq
from rfq.states import LIVE, QUOTE, Maker, QuoteState, RfqState, VersionState


@dataclass(frozen=True, slots=True)
class QuoteForBuyer:
    """One supplier's bid as the buyer sees it. Offers are empty while prices are sealed.

    ``offer`` is the newest one by either side; ``standing`` the newest that the supplier made or agreed to,
    which is what a comparison shows while the buyer's counter-offer waits for an answer.
    """

    id: UUID
    rfq_number: str
    vendor_id: UUID
    vendor_name: str
    vendor_slug: str
    vendor_city: str
    vendor_country: str
    state: str
    sealed: bool
    offer: QuoteVersion | None
    standing: QuoteVersion | None
    history: tuple[QuoteVersion, ...]
    thread_code: str
    may_award: bool
    may_counter: bool
    waits_for_vendor: bool
    submitted_at: datetime

    def has_version(self, version_id: UUID) -> bool:
        """The offer is one of this quote's, and readable."""
        return any(version.id == version_id for version in self.history)


@dataclass(frozen=True, slots=True)
class QuoteForVendor:
    """The supplier's own bid: every version, and what they may do next."""

    id: UUID
    rfq_number: str
    state: str
    offer: QuoteVersion | None
    history: tuple[QuoteVersion, ...]
    thread_code: str
    sealed: bool
    may_revise: bool
    may_withdraw: bool
    may_answer: bool

    def has_version(self, version_id: UUID) -> bool:
        """The offer is one of this quote's."""
        return any(version.id == version_id for version in self.history)


def quotes_for_buyer(actor: Actor, rfq: Rfq, at: datetime) -> list[QuoteForBuyer]:
    """The bids of a request that the actor's company posted, earliest first; withdrawn ones last. Three queries."""
    rows = _with_versions(Quote.objects.visible_to(actor)).filter(rfq=rfq, current_no__gt=0)
    bids = [_for_buyer(quote, rfq, at) for quote in rows.order_by("created_at", "id")]
    return sorted(bids, key=lambda bid: bid.state == QuoteState.WITHDRAWN)


def get_bid(actor: Actor, rfq: Rfq, vendor_slug: str, at: datetime) -> QuoteForBuyer:
    """One supplier's bid for the buyer. Raises NotFound."""
    rows = _with_versions(Quote.objects.visible_to(actor)).filter(rfq=rfq, current_no__gt=0)
    quote = rows.filter(vendor__slug=vendor_slug).first()
    if quote is None:
        raise NotFound
    return _for_buyer(quote, rfq, at)


def find_own_quote(actor: Actor, rfq: Rfq, at: datetime) -> QuoteForVendor | None:
    """The supplier's bid for a request that they see, or None."""
    rows = _with_versions(Quote.objects.filter(rfq=rfq, vendor_id=actor.organization_id, current_no__gt=0))
    quote = rows.first()
    return _for_vendor(quote, rfq, at) if quote else None


def get_quote(actor: Actor, quote_id: UUID, at: datetime) -> QuoteForBuyer | QuoteForVendor:
    """A quote by its id, in the shape of the actor's side. Raises NotFound."""
    quote = _with_versions(Quote.objects.visible_to(actor)).select_related("rfq").filter(pk=quote_id).first()
    if quote is None or quote.current_no == 0:
        raise NotFound
    own = actor.belongs_to(quote.vendor_id)
    return _for_vendor(quote, quote.rfq, at) if own else _for_buyer(quote, quote.rfq, at)


def get_negotiation(actor: Actor, thread_code: str) -> Quote:
    """The quote that a thread is about, with its request and versions. Raises NotFound."""
    rows = _with_versions(Quote.objects.visible_to(actor)).select_related("rfq__buyer")
    quote = rows.filter(thread__code=thread_code).first()
    if quote is None:
        raise NotFound
    return quote


def _with_versions(quotes: QuerySet[Quote]) -> QuerySet[Quote]:
    versions = Prefetch("versions", QuoteVersion.objects.prefetch_related("lines").order_by("no"))
    return quotes.select_related("vendor", "thread").prefetch_related(versions)


def _for_buyer(quote: Quote, rfq: Rfq, at: datetime) -> QuoteForBuyer:
    sealed = rfq.is_sealed(at)
    versions = tuple(quote.versions.all())
    offer = versions[-1]
    negotiable = not sealed and rfq.state in (RfqState.OPEN, RfqState.CLOSED) and quote.state == QuoteState.ACTIVE
    agreed = offer.state == VersionState.AGREED
    return QuoteForBuyer(
        id=quote.id,
        rfq_number=rfq.number,
        vendor_id=quote.vendor_id,
        vendor_name=quote.vendor.name,
        vendor_slug=quote.vendor.slug,
        vendor_city=quote.vendor.city,
        vendor_country=quote.vendor.country,
        state=quote.state,
        sealed=sealed,
        offer=None if sealed else offer,
        standing=None if sealed else _standing(versions),
        history=() if sealed else versions,
        thread_code="" if sealed or quote.thread is None else quote.thread.code,
        may_award=negotiable and offer.is_live(at) and (offer.maker == Maker.VENDOR or agreed),
        may_counter=negotiable and not (agreed and offer.is_live(at)),
        waits_for_vendor=negotiable and offer.maker == Maker.BUYER and offer.state == VersionState.OPEN,
        submitted_at=versions[0].created_at,
    )


def _standing(versions: tuple[QuoteVersion, ...]) -> QuoteVersion:
    bound = (VersionState.AGREED, VersionState.AWARDED)
    return next(one for one in reversed(versions) if one.maker == Maker.VENDOR or one.state in bound)


def _for_vendor(quote: Quote, rfq: Rfq, at: datetime) -> QuoteForVendor:
    versions = tuple(quote.versions.all())
    offer = versions[-1]
    live = offer.is_live(at)
    agreed = live and offer.state == VersionState.AGREED
    theirs = live and offer.maker == Maker.BUYER and offer.state == VersionState.OPEN
    running = rfq.state in (RfqState.OPEN, RfqState.CLOSED) and quote.state in (QuoteState.ACTIVE, QuoteState.WITHDRAWN)
    return QuoteForVendor(
        id=quote.id,
        rfq_number=rfq.number,
        state=quote.state,
        offer=offer,
        history=versions,
        thread_code=quote.thread.code if quote.thread else "",
        sealed=rfq.is_sealed(at),
        may_revise=running and not agreed and (rfq.takes_quotes(at) or theirs),
        may_withdraw=running and not agreed and QUOTE.allows(quote.state, "withdraw") and offer.state in LIVE,
        may_answer=running and theirs,
    )
