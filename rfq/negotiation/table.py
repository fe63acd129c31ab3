"""What is on the table: whether a request may become an order, an offer may be accepted, and how one is taken away."""

from datetime import datetime

from marketplace.lib.actor import Actor
from rfq.models import Quote, QuoteVersion, Rfq
from rfq.negotiation.errors import AlreadyAwarded, OfferChanged, OfferOver, PricesSealed, SupplierOffMarket
from rfq.negotiation.locks import current_offer
from rfq.negotiation.threads import tell_answer
from rfq.negotiation.versions import decide
from rfq.states import LIVE, RFQ, RfqState, VersionState
from vendors import queries as vendors

HOW_OVER = {
    VersionState.SUPERSEDED: "was replaced by a newer one",
    VersionState.DECLINED: "was declined",
    VersionState.WITHDRAWN: "was withdrawn",
    VersionState.EXPIRED: "has expired",
    VersionState.AWARDED: "was already awarded",
}


def refuse_unless_awardable(rfq: Rfq, at: datetime) -> None:
    """Raise unless the locked request can still become an order at ``at``."""
    if rfq.state == RfqState.AWARDED:
        raise AlreadyAwarded(rfq, rfq.award.quote)
    RFQ.advance(rfq.state, "award")
    if rfq.is_sealed(at):
        raise PricesSealed(rfq)


def refuse_unless_on_the_market(quote: Quote) -> None:
    """Raise if the supplier may not sell any more: nobody is bound to a company that was suspended."""
    if not vendors.is_verified(quote.vendor_id):
        raise SupplierOffMarket(quote)


def refuse_unless_on_the_table(
    quote: Quote, version: QuoteVersion | None, terms_hash: str, at: datetime
) -> QuoteVersion:
    """The offer, if it is live at ``at`` and exactly what the actor saw; else raise why not."""
    if version is None or version.terms_hash != terms_hash:
        raise OfferChanged(version.maker_name if version else quote.vendor.name)
    if version.state not in LIVE:
        raise OfferOver(version, HOW_OVER[VersionState(version.state)])
    if at >= version.valid_until:
        raise OfferOver(version, HOW_OVER[VersionState.EXPIRED])
    return version


def end_offer(*, actor: Actor, quote: Quote, reason: str, at: datetime) -> None:
    """Decline whatever a locked quote still has on the table, and say why."""
    version = current_offer(quote)
    if version is not None and version.state in LIVE:
        decide(version, "decline" if version.state == VersionState.OPEN else "expire", at)
        tell_answer(actor=actor, version=version, kind="offer.declined", at=at, reason=reason)
