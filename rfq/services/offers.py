"""Negotiation after the first quote: counter, accept, decline. Offers are linear: one on the table, one winner."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from marketplace.lib.actor import Actor, require
from marketplace.outbox import idempotency
from marketplace.outbox.publishing import publish
from rfq import events, policy
from rfq.models import QuoteVersion
from rfq.negotiation.errors import OfferAgreed, OfferChanged
from rfq.negotiation.locks import current_offer, lock_offer
from rfq.negotiation.table import refuse_unless_awardable, refuse_unless_on_the_market, refuse_unless_on_the_table
from rfq.negotiation.threads import tell_answer, tell_offer
from rfq.negotiation.versions import add_version, decide
from rfq.services.awards import award_locked
from rfq.states import QUOTE, Maker, VersionState
from rfq.terms import Proposal


def make_counter_offer(*, actor: Actor, version_id: UUID, proposal: Proposal, key: str, at: datetime) -> QuoteVersion:
    """Answer the offer ``version_id`` of a supplier with other terms, as a new version by the buyer.

    For the buyer with ``rfq.award``. Raises NotFound, NotAllowed, Invalid, PricesSealed, SupplierOffMarket,
    WrongState, OfferChanged when the supplier has made another offer meanwhile, OfferAgreed. Publishes OfferCountered.
    """
    with transaction.atomic():
        inputs = {"version": version_id, "proposal": proposal.to_json()}
        attempt = idempotency.begin(actor=actor, service="rfq.make_counter_offer", key=key, inputs=inputs)
        if attempt.done:
            return QuoteVersion.objects.select_related("quote__rfq", "quote__vendor").get(pk=attempt.result)
        answered = lock_offer(actor, version_id, at)
        quote = answered.quote
        require(policy.may_make_counter_offer(actor, quote))
        refuse_unless_awardable(quote.rfq, at)
        refuse_unless_on_the_market(quote)
        if answered.no != quote.current_no:
            raise OfferChanged(_newest_maker(answered), "writing", "sent")
        if answered.state == VersionState.AGREED and answered.is_live(at):
            raise OfferAgreed(answered)
        quote.state = QUOTE.advance(quote.state, "counter")
        version = add_version(actor=actor, quote=quote, previous=answered, maker=Maker.BUYER, proposal=proposal, at=at)
        tell_offer(actor=actor, version=version, previous=answered, at=at)
        publish(events.OfferCountered(**_facts(version)))
        attempt.finish(version.id)
    return version


def accept_offer(*, actor: Actor, version_id: UUID, terms_hash: str, key: str, at: datetime) -> QuoteVersion:
    """Accept the other side's offer with the terms that the actor saw.

    A supplier who accepts a buyer's counter-offer makes it AGREED, for the buyer to award; a buyer who
    accepts a supplier's offer awards it, which opens the order. Raises NotFound, NotAllowed, OfferChanged,
    OfferOver, PricesSealed, AlreadyAwarded, SupplierOffMarket, WrongState. Publishes OfferAgreed or RfqAwarded.
    """
    with transaction.atomic():
        inputs = {"version": version_id, "terms_hash": terms_hash}
        attempt = idempotency.begin(actor=actor, service="rfq.accept_offer", key=key, inputs=inputs)
        if attempt.done:
            return QuoteVersion.objects.select_related("quote__rfq", "quote__vendor").get(pk=attempt.result)
        version = lock_offer(actor, version_id, at)
        require(policy.may_answer_offer(actor, version))
        refuse_unless_awardable(version.quote.rfq, at)
        _refuse_stale(version, terms_hash, at)
        if version.maker == Maker.VENDOR:
            version = award_locked(actor=actor, quote=version.quote, terms_hash=terms_hash, at=at).version
        else:
            refuse_unless_on_the_market(version.quote)
            decide(version, "agree", at)
            tell_answer(actor=actor, version=version, kind="offer.accepted", at=at)
            publish(events.OfferAgreed(**_facts(version)))
        attempt.finish(version.id)
    return version


def decline_offer(*, actor: Actor, version_id: UUID, key: str, at: datetime, reason: str = "") -> QuoteVersion:
    """Decline the other side's offer; its maker may still make another one.

    Raises NotFound, NotAllowed, OfferChanged, PricesSealed, WrongState. Publishes OfferDeclined.
    """
    with transaction.atomic():
        inputs = {"version": version_id, "reason": reason}
        attempt = idempotency.begin(actor=actor, service="rfq.decline_offer", key=key, inputs=inputs)
        if attempt.done:
            return QuoteVersion.objects.select_related("quote__rfq", "quote__vendor").get(pk=attempt.result)
        version = lock_offer(actor, version_id, at)
        require(policy.may_answer_offer(actor, version))
        refuse_unless_awardable(version.quote.rfq, at)
        if version.no != version.quote.current_no:
            raise OfferChanged(_newest_maker(version), "declining", "declined")
        decide(version, "decline", at)
        tell_answer(actor=actor, version=version, kind="offer.declined", at=at, reason=reason.strip()[:300])
        publish(events.OfferDeclined(**_facts(version)))
        attempt.finish(version.id)
    return version


def _refuse_stale(version: QuoteVersion, terms_hash: str, at: datetime) -> None:
    if version.no != version.quote.current_no:
        raise OfferChanged(_newest_maker(version))
    refuse_unless_on_the_table(version.quote, version, terms_hash, at)
    if version.state != VersionState.OPEN:
        raise OfferAgreed(version)


def _newest_maker(version: QuoteVersion) -> str:
    newest = current_offer(version.quote)
    return newest.maker_name if newest else version.maker_name


def _facts(version: QuoteVersion) -> dict[str, Any]:
    quote = version.quote
    return {
        "rfq_id": quote.rfq_id,
        "number": quote.rfq.number,
        "buyer_id": quote.rfq.buyer_id,
        "quote_id": quote.id,
        "vendor_id": quote.vendor_id,
        "version_no": version.no,
    }
