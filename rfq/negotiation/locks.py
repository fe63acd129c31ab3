"""How a service takes hold of a negotiation: the request first, then the quote, then its current offer.

Locking a request settles its clock: if the deadline has passed, bidding closes and sealed offers open, in the
transaction of whoever came first. No service ever acts on a request that only looks open.
"""

from datetime import datetime
from uuid import UUID

from marketplace.lib.actor import Actor
from marketplace.lib.errors import NotFound
from marketplace.outbox.publishing import publish
from rfq.events import RfqClosed
from rfq.models import Quote, QuoteVersion, Rfq
from rfq.negotiation.threads import tell_offer, tell_screens
from rfq.states import LIVE, RFQ, RfqState

CLOCK = Actor.for_system("rfq.clock")


def lock_rfq(actor: Actor, rfq_id: UUID, at: datetime) -> Rfq:
    """The request, locked to the end of the transaction, as it stands at ``at``. Raises NotFound."""
    rfq = Rfq.objects.visible_to(actor).locked().select_related("buyer").filter(pk=rfq_id).first()
    if rfq is None:
        raise NotFound
    _settle_clock(rfq, at)
    return rfq


def lock_quote(actor: Actor, quote_id: UUID, at: datetime) -> Quote:
    """The quote with its request, both locked, as they stand at ``at``. Raises NotFound."""
    rfq_id = Quote.objects.visible_to(actor).filter(pk=quote_id).values_list("rfq_id", flat=True).first()
    if rfq_id is None:
        raise NotFound
    rfq = Rfq.objects.locked().select_related("buyer").get(pk=rfq_id)
    _settle_clock(rfq, at)
    quote = Quote.objects.locked().select_related("vendor").get(pk=quote_id)
    quote.rfq = rfq
    return quote


def lock_offer(actor: Actor, version_id: UUID, at: datetime) -> QuoteVersion:
    """One offer with its quote and request, all locked, as they stand at ``at``. Raises NotFound."""
    quote_id = QuoteVersion.objects.filter(pk=version_id).values_list("quote_id", flat=True).first()
    if quote_id is None:
        raise NotFound
    quote = lock_quote(actor, quote_id, at)
    version = QuoteVersion.objects.locked().get(pk=version_id)
    version.quote = quote
    return version


def current_offer(quote: Quote) -> QuoteVersion | None:
    """The newest offer of a quote whose row the caller holds, locked."""
    version = quote.versions.locked().filter(no=quote.current_no).first()
    if version is not None:
        version.quote = quote
    return version


def _settle_clock(rfq: Rfq, at: datetime) -> None:
    """Close a locked request if its deadline has passed; sealed offers are then shown."""
    if rfq.state != RfqState.OPEN or at < rfq.closes_at:
        return
    rfq.state = RFQ.advance(rfq.state, "close")
    rfq.version += 1
    rfq.save(update_fields=["state", "version"])
    if rfq.sealed:
        _open_seals(rfq, at)
    publish(RfqClosed(rfq_id=rfq.id, number=rfq.number, buyer_id=rfq.buyer_id))
    tell_screens(rfq)


def _open_seals(rfq: Rfq, at: datetime) -> None:
    sealed = QuoteVersion.objects.current().filter(quote__rfq=rfq, thread_seq=None, state__in=LIVE)
    for version in sealed.select_related("quote__vendor").order_by("created_at"):
        version.quote.rfq = rfq
        tell_offer(actor=CLOCK, version=version, previous=None, at=at)
