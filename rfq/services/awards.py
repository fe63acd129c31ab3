"""The buyer's decision: one request, one award, one order."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from marketplace.ledger import services as ledger
from marketplace.ledger.plans import Plan
from marketplace.lib.actor import Actor, require
from marketplace.outbox import idempotency
from marketplace.outbox.publishing import publish
from rfq import policy
from rfq.events import RfqAwarded
from rfq.models import Award, Quote, QuoteVersion, Rfq, RfqLine
from rfq.negotiation.errors import OfferOver
from rfq.negotiation.locks import current_offer, lock_quote
from rfq.negotiation.table import (
    end_offer,
    refuse_unless_awardable,
    refuse_unless_on_the_market,
    refuse_unless_on_the_table,
)
from rfq.negotiation.threads import tell_answer, tell_order, tell_screens
from rfq.negotiation.versions import decide
from rfq.states import QUOTE, RFQ, Maker, QuoteState, VersionState

if TYPE_CHECKING:
    from marketplace.ledger.models import Order

NOT_CHOSEN = "The buyer chose another quote."


def award_quote(*, actor: Actor, quote_id: UUID, terms_hash: str, key: str, at: datetime) -> Award:
    """Choose a quote: its current offer becomes the one order of the request, with exactly the terms seen.

    For the buyer with ``rfq.award``. ``terms_hash`` is that of the offer on the actor's screen; it must be
    the supplier's offer, or the buyer's own that the supplier accepted. Award, order, the regret of the
    others and the thread's events commit together. Raises NotFound, NotAllowed, AlreadyAwarded,
    PricesSealed, SupplierOffMarket, OfferChanged, OfferOver, WrongState. Publishes RfqAwarded.
    """
    with transaction.atomic():
        inputs = {"quote": quote_id, "terms_hash": terms_hash}
        attempt = idempotency.begin(actor=actor, service="rfq.award_quote", key=key, inputs=inputs)
        if attempt.done:
            return Award.objects.select_related("order", "quote__vendor").get(pk=attempt.result)
        quote = lock_quote(actor, quote_id, at)
        require(policy.may_award_quote(actor, quote))
        award = award_locked(actor=actor, quote=quote, terms_hash=terms_hash, at=at)
        attempt.finish(award.id)
    return award


def award_locked(*, actor: Actor, quote: Quote, terms_hash: str, at: datetime) -> Award:
    """The decision itself, for a caller that holds the locks of request and quote and has asked the policy."""
    rfq = quote.rfq
    refuse_unless_awardable(rfq, at)
    refuse_unless_on_the_market(quote)
    version = current_offer(quote)
    version = refuse_unless_on_the_table(quote, version, terms_hash, at)
    if version.maker == Maker.BUYER and version.state != VersionState.AGREED:
        raise OfferOver(version, "is your own and waits for the supplier's answer")
    order = _open_order(actor, quote, version, at)
    award = Award.objects.create(
        rfq=rfq, quote=quote, version=version, order=order, terms_hash=version.terms_hash,
        awarded_by_name=actor.user_name, awarded_at=at,
    )  # fmt: skip
    _mark_won(actor, rfq, quote, version, at)
    _mark_lost(actor, rfq, quote, at)
    tell_order(actor=actor, quote=quote, order=order, at=at)
    tell_screens(rfq)
    publish(
        RfqAwarded(
            rfq_id=rfq.id, number=rfq.number, buyer_id=rfq.buyer_id, quote_id=quote.id, vendor_id=quote.vendor_id,
            order_id=order.id, order_number=order.number,
        )
    )  # fmt: skip
    return award


def _open_order(actor: Actor, quote: Quote, version: QuoteVersion, at: datetime) -> "Order":
    rfq = quote.rfq
    lines = [
        ledger.NewLine(
            description=line.description,
            quantity=line.quantity,
            unit=line.unit,
            unit_price=line.unit_price,
            sku=listing.sku if (listing := line.rfq_line.listing) and listing.vendor_id == quote.vendor_id else "",
            category_path=_category_path(line.rfq_line),
        )
        for line in version.lines.select_related("rfq_line__listing__category", "rfq_line__rfq__category")
    ]
    return ledger.open_order(
        actor=actor,
        buyer_id=rfq.buyer_id,
        vendor_id=quote.vendor_id,
        title=rfq.title,
        currency=version.currency,
        lines=lines,
        freight_minor=version.freight_minor,
        lead_time_days=version.lead_time_days,
        source=f"rfq:{rfq.number}",
        terms=version.terms,
        ship_to=rfq.ship_to or {"place": rfq.place},
        plan=Plan.from_json(version.terms.get("plan")),
        key=f"rfq:{rfq.number}:v{version.no}:{quote.vendor_id}",
        at=at,
    )


def _category_path(line: RfqLine) -> str:
    """What commission goes by: the category of the product asked for, else that of the request."""
    category = line.listing.category if line.listing else line.rfq.category
    return category.path if category else ""


def _mark_won(actor: Actor, rfq: Rfq, quote: Quote, version: QuoteVersion, at: datetime) -> None:
    agreed = version.state == VersionState.AGREED
    decide(version, "award", at)
    quote.state = QUOTE.advance(quote.state, "award")
    quote.save(update_fields=["state"])
    rfq.state = RFQ.advance(rfq.state, "award")
    rfq.ended_at = at
    rfq.version += 1
    rfq.save(update_fields=["state", "ended_at", "version"])
    if not agreed:
        tell_answer(actor=actor, version=version, kind="offer.accepted", at=at)


def _mark_lost(actor: Actor, rfq: Rfq, winner: Quote, at: datetime) -> None:
    others = rfq.quotes.locked().select_related("vendor").filter(state=QuoteState.ACTIVE).exclude(pk=winner.pk)
    for quote in others.order_by("id"):
        quote.rfq = rfq
        quote.state = QUOTE.advance(quote.state, "lose")
        quote.save(update_fields=["state"])
        end_offer(actor=actor, quote=quote, reason=NOT_CHOSEN, at=at)
