"""Writing one more offer into a quote's chain, and retiring the one before."""

from datetime import datetime

from marketplace.lib.actor import Actor
from marketplace.outbox.publishing import publish
from rfq.events import OfferExpired
from rfq.models import Quote, QuoteLine, QuoteVersion
from rfq.negotiation.threads import tell_answer
from rfq.states import LIVE, VERSION, Maker, VersionState
from rfq.terms import AskedLine, Proposal, Terms, terms_of


def add_version(
    *,
    actor: Actor,
    quote: Quote,
    previous: QuoteVersion | None,
    maker: Maker,
    proposal: Proposal,
    at: datetime,
) -> QuoteVersion:
    """The next offer of a locked quote. The previous one, if open, is superseded. Raises Invalid (see ``terms_of``)."""
    asked = list(quote.rfq.lines.all())
    terms = terms_of(
        proposal,
        [AskedLine(line.position, line.description, line.quantity, line.unit) for line in asked],
        quote.rfq.currency,
        at,
    )
    if previous is not None:
        retire(actor, previous, at)
    version = _insert(actor, quote, maker, terms, at)
    of_position = {line.position: line for line in asked}
    QuoteLine.objects.bulk_create(
        QuoteLine(
            version=version, rfq_line=of_position[line.position], position=line.position, description=line.description,
            quantity=line.quantity, unit=line.unit, unit_price=line.unit_price,
            total_minor=line.total_minor(terms.currency),
        )
        for line in terms.lines
    )  # fmt: skip
    quote.current_no = version.no
    quote.save(update_fields=["current_no", "state"])
    return version


def retire(actor: Actor, version: QuoteVersion, at: datetime) -> None:
    """End a locked offer that a newer one replaces; one whose validity is over expires instead."""
    if version.state not in LIVE:
        return
    if at >= version.valid_until:
        expire(actor, version, at)
        return
    decide(version, "supersede", at)


def expire(actor: Actor, version: QuoteVersion, at: datetime) -> None:
    """End a locked live offer whose validity is over."""
    version.state = VERSION.advance(version.state, "expire")
    version.decided_at = version.valid_until
    version.save(update_fields=["state", "decided_at"])
    tell_answer(actor=actor, version=version, kind="offer.expired", at=at)
    quote = version.quote
    publish(
        OfferExpired(
            rfq_id=quote.rfq_id,
            number=quote.rfq.number,
            buyer_id=quote.rfq.buyer_id,
            quote_id=quote.id,
            vendor_id=quote.vendor_id,
            version_no=version.no,
        )
    )


def decide(version: QuoteVersion, action: str, at: datetime) -> None:
    """Take a step of ``states.VERSION``. Raises WrongState."""
    version.state = VersionState(VERSION.advance(version.state, action))
    version.decided_at = at
    version.save(update_fields=["state", "decided_at"])


def _insert(actor: Actor, quote: Quote, maker: Maker, terms: Terms, at: datetime) -> QuoteVersion:
    version = QuoteVersion.objects.create(
        quote=quote,
        no=quote.current_no + 1,
        maker=maker,
        maker_name=quote.vendor.name if maker == Maker.VENDOR else quote.rfq.buyer.name,
        author_name=actor.user_name,
        currency=terms.currency,
        goods_minor=terms.goods_minor,
        freight_minor=terms.freight_minor,
        total_minor=terms.total_minor,
        incoterm=terms.incoterm,
        place=terms.place,
        lead_time_days=terms.lead_time_days,
        payment=terms.payment,
        valid_until=terms.valid_until,
        note=terms.note,
        terms=terms.to_json(),
        terms_hash=terms.hash,
        created_at=at,
    )
    version.quote = quote
    return version
