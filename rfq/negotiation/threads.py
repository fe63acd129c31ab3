"""What a negotiation writes into its thread: offers as data, answers that refer to them."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid5

from marketplace.lib.actor import Actor
from marketplace.lib.ids import uuid7
from marketplace.realtime import hints
from messaging import services as messaging
from messaging.kinds import Kind
from rfq.models import Quote, QuoteVersion, Rfq
from rfq.states import Maker
from rfq.terms import plain

if TYPE_CHECKING:
    from marketplace.ledger.models import Order

SUBJECT = "RFQ"


def open_negotiation(*, actor: Actor, quote: Quote, at: datetime) -> None:
    """Make sure that the thread of this request and this supplier exists."""
    if quote.thread_id:
        return
    thread = messaging.open_thread(
        actor=actor,
        subject_kind=SUBJECT,
        subject_ref=quote.rfq.number,
        title=quote.rfq.title,
        organization_ids=[quote.rfq.buyer_id, quote.vendor_id],
        at=at,
    )
    quote.thread = thread
    quote.save(update_fields=["thread"])


def tell_offer(*, actor: Actor, version: QuoteVersion, previous: QuoteVersion | None, at: datetime) -> None:
    """Show a new offer in the thread: a counter-offer when it answers the other side's."""
    quote = version.quote
    open_negotiation(actor=actor, quote=quote, at=at)
    countered = version.maker == Maker.BUYER or (previous is not None and previous.maker != version.maker)
    event = messaging.append(
        actor=actor,
        thread_id=_thread(quote),
        kind="offer.countered" if countered else "offer.made",
        body=offer_body(version, previous),
        client_id=version.id,
        at=at,
    )
    version.thread_seq = event.seq
    version.save(update_fields=["thread_seq"])
    tell_screens(quote.rfq, quote)


def tell_answer(*, actor: Actor, version: QuoteVersion, kind: Kind, at: datetime, reason: str = "") -> None:
    """Say how an offer ended. Offers still sealed have no event yet, and need none."""
    quote = version.quote
    tell_screens(quote.rfq, quote)
    if version.thread_seq is None:
        return
    body = {"offer_no": version.no, "version_id": str(version.id), "reason": reason}
    messaging.append(
        actor=actor,
        thread_id=_thread(quote),
        kind=kind,
        body=body,
        client_id=uuid5(version.id, kind),
        at=at,
        ref_seq=version.thread_seq,
    )


def tell_order(*, actor: Actor, quote: Quote, order: "Order", at: datetime) -> None:
    """Point from the thread to the order that the award opened."""
    body = {"order_number": order.number, "currency": order.currency, "total_minor": order.total_minor}
    messaging.append(actor=actor, thread_id=_thread(quote), kind="order.opened", body=body, client_id=uuid7(), at=at)


def tell_screens(rfq: Rfq, quote: Quote | None = None) -> None:
    """Hint open pages: the buyer's at each change; a supplier's only about the request or their own quote."""
    hints.changed(f"rfq:{rfq.number}", [str(rfq.id)], version=rfq.version)
    if quote is None:
        hints.changed(f"request:{rfq.number}", [str(rfq.id)], version=rfq.version)
    else:
        hints.changed(f"bid:{quote.id}", [str(quote.id)], version=quote.current_no)


def offer_body(version: QuoteVersion, previous: QuoteVersion | None) -> dict[str, Any]:
    """The offer as the thread's card shows it. Prices are decimal strings in major units."""
    before = {line.position: line.unit_price for line in previous.lines.all()} if previous else {}
    return {
        "offer_no": version.no,
        "version_id": str(version.id),
        "quote_id": str(version.quote_id),
        "maker_side": "buy" if version.maker == Maker.BUYER else "sell",
        "maker_name": version.maker_name,
        "currency": version.currency,
        "total_minor": version.total_minor,
        "freight_minor": version.freight_minor,
        "lines": [
            {
                "description": line.description,
                "quantity": plain(line.quantity),
                "unit": line.unit,
                "unit_price": plain(line.unit_price),
                "previous_unit_price": plain(before[line.position]) if line.position in before else None,
            }
            for line in version.lines.all()
        ],
        "incoterm": f"{version.incoterm} {version.place}",
        "lead_time_days": version.lead_time_days,
        "valid_until": version.valid_until.isoformat(),
        "payment": version.payment,
        "note": version.note,
        "terms_hash": version.terms_hash,
    }


def _thread(quote: Quote) -> Any:
    if quote.thread_id is None:
        raise RuntimeError(f"{quote} has no thread")
    return quote.thread_id
