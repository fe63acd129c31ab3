"""The supplier's side: quote, revise, withdraw."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from marketplace.lib.actor import Actor, require
from marketplace.outbox import idempotency
from marketplace.outbox.publishing import publish
from messaging.kinds import Kind
from rfq import policy
from rfq.events import QuoteSubmitted, QuoteWithdrawn
from rfq.models import Quote, QuoteVersion, Rfq
from rfq.negotiation.errors import BiddingClosed, OfferAgreed, OfferChanged
from rfq.negotiation.locks import current_offer, lock_quote, lock_rfq
from rfq.negotiation.threads import tell_answer, tell_offer, tell_screens
from rfq.negotiation.versions import add_version, decide
from rfq.states import QUOTE, Maker, QuoteState, RfqState, VersionState
from rfq.terms import Proposal
from vendors import queries as vendors

_UNVERIFIED = "Only verified suppliers may quote. Finish your verification first; it usually takes one working day."


def submit_quote(
    *, actor: Actor, rfq_id: UUID, proposal: Proposal, key: str, at: datetime, seen_no: int | None = None
) -> Quote:
    """Quote a request, or revise the own quote with a new version; also the answer to a buyer's counter-offer.

    For verified suppliers with ``quote.submit``. New quotes until the deadline; after it only an answer to a
    live counter-offer. ``seen_no`` is the number of the offer that the writer saw last: if the buyer has made
    another since, nothing is sent. Raises NotFound, NotAllowed, Invalid, BiddingClosed, OfferChanged,
    OfferAgreed. Publishes QuoteSubmitted. In a sealed request the buyer learns the price at the deadline.
    """
    with transaction.atomic():
        inputs = {"rfq": rfq_id, "proposal": proposal.to_json(), "seen_no": seen_no}
        attempt = idempotency.begin(actor=actor, service="rfq.submit_quote", key=key, inputs=inputs)
        if attempt.done:
            return Quote.objects.select_related("rfq", "vendor").get(pk=attempt.result)
        rfq = lock_rfq(actor, rfq_id, at)
        require(policy.may_submit_quote(actor, rfq))
        require(actor.organization_id is not None and vendors.is_verified(actor.organization_id), _UNVERIFIED)
        quote = _own_quote(actor, rfq, at)
        previous = current_offer(quote)
        _refuse_late(rfq, quote, previous, at)
        if previous is not None and seen_no is not None and previous.no != seen_no:
            raise OfferChanged(previous.maker_name, "writing", "sent")
        quote.state = QUOTE.advance(quote.state, "submit")
        version = add_version(actor=actor, quote=quote, previous=previous, maker=Maker.VENDOR, proposal=proposal, at=at)
        if rfq.is_sealed(at):
            tell_screens(rfq, quote)
        else:
            tell_offer(actor=actor, version=version, previous=previous, at=at)
        publish(
            QuoteSubmitted(
                rfq_id=rfq.id, number=rfq.number, buyer_id=rfq.buyer_id,
                quote_id=quote.id, vendor_id=quote.vendor_id, version_no=version.no,
            )
        )  # fmt: skip
        attempt.finish(quote.id)
    return quote


def withdraw_quote(*, actor: Actor, quote_id: UUID, key: str, at: datetime) -> Quote:
    """Take the own quote back; a new one may follow while bidding is open.

    An offer that both sides agreed on binds until it expires. Raises NotFound, NotAllowed, WrongState,
    OfferAgreed. Publishes QuoteWithdrawn.
    """
    with transaction.atomic():
        attempt = idempotency.begin(actor=actor, service="rfq.withdraw_quote", key=key, inputs={"quote": quote_id})
        if attempt.done:
            return Quote.objects.select_related("rfq", "vendor").get(pk=attempt.result)
        quote = lock_quote(actor, quote_id, at)
        require(policy.may_withdraw_quote(actor, quote))
        version = current_offer(quote)
        if version is not None and version.state == VersionState.AGREED and version.is_live(at):
            raise OfferAgreed(version)
        quote.state = QUOTE.advance(quote.state, "withdraw")
        quote.save(update_fields=["state"])
        if version is not None and version.state == VersionState.OPEN:
            own = version.maker == Maker.VENDOR
            decide(version, "withdraw" if own else "decline", at)
            kind: Kind = "offer.withdrawn" if own else "offer.declined"
            tell_answer(actor=actor, version=version, kind=kind, at=at, reason="The supplier withdrew the quote.")
        publish(
            QuoteWithdrawn(
                rfq_id=quote.rfq_id, number=quote.rfq.number, buyer_id=quote.rfq.buyer_id,
                quote_id=quote.id, vendor_id=quote.vendor_id,
            )
        )  # fmt: skip
        attempt.finish(quote.id)
    return quote


def _own_quote(actor: Actor, rfq: Rfq, at: datetime) -> Quote:
    """The supplier's quote for the locked request, made empty if there is none; the request's lock makes it safe."""
    quote, _ = Quote.objects.locked().get_or_create(
        rfq=rfq, vendor_id=actor.organization_id, defaults={"created_at": at}
    )
    quote.rfq = rfq
    return quote


def _refuse_late(rfq: Rfq, quote: Quote, previous: QuoteVersion | None, at: datetime) -> None:
    """New quotes until the deadline; then only answers to a counter-offer that is still on the table."""
    if quote.state in (QuoteState.AWARDED, QuoteState.LOST):
        raise BiddingClosed(rfq)
    if previous is None or not previous.is_live(at):
        answering = False
    elif previous.state == VersionState.AGREED:
        raise OfferAgreed(previous)
    else:
        answering = previous.maker == Maker.BUYER and rfq.state == RfqState.CLOSED
    if not (rfq.takes_quotes(at) or answering):
        raise BiddingClosed(rfq)
