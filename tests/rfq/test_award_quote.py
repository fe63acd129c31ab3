"""Awarding: one request, one award, one order with the terms seen."""

import pytest

from marketplace.ledger.models import Order
from marketplace.lib.errors import NotAllowed, NotFound
from marketplace.outbox.models import OutboxEvent
from rfq import services
from rfq.models import Award, Quote, Rfq
from rfq.negotiation.errors import AlreadyAwarded, OfferOver, SupplierOffMarket
from tests import cast
from tests.cast import Person
from tests.rfq import market
from tests.rfq.market import AFTER, LATER, key, newest, states
from vendors.services import suspend_vendor


def award(person: Person, made: Quote, **changes: object) -> Award:
    values = {"terms_hash": newest(made).terms_hash, "key": key(), "at": LATER, **changes}
    return services.award_quote(actor=person.actor, quote_id=made.id, **values)  # type: ignore[arg-type]


def test_opens_the_order_with_exactly_the_terms(ada: Person, bruno: Person, quoted: Quote, rfq: Rfq) -> None:
    version = newest(quoted)
    order = award(ada, quoted).order
    assert (order.buyer_id, order.vendor_id) == (ada.organization.id, bruno.organization.id)
    assert (order.goods_minor, order.freight_minor, order.total_minor) == (2_490_000, 90_000, 2_580_000)
    assert (order.state, order.source, order.lead_time_days) == ("AWAITING_PAYMENT", f"rfq:{rfq.number}", 18)
    assert (order.terms, order.terms_hash) == (version.terms, version.terms_hash)
    rfq.refresh_from_db()
    quoted.refresh_from_db()
    assert (rfq.state, quoted.state, states(quoted)) == ("AWARDED", "AWARDED", ["AWARDED"])
    last = OutboxEvent.objects.filter(kind__startswith="rfq.").order_by("-id").first()
    assert last is not None
    assert (last.kind, last.payload["order_number"]) == ("rfq.RfqAwarded", order.number)


def test_the_others_learn_that_they_lost(ada: Person, carla: Person, quoted: Quote, rfq: Rfq) -> None:
    rival = market.quote(carla, rfq, "4.12", freight=600_000)
    award(ada, quoted)
    rival.refresh_from_db()
    assert (rival.state, states(rival)) == ("LOST", ["DECLINED"])
    assert rival.thread is not None
    regret = rival.thread.events.last()
    assert regret is not None
    assert (regret.kind, regret.body["reason"]) == ("offer.declined", "The buyer chose another quote.")


def test_twice_with_one_key_is_one_order_and_with_another_a_conflict(ada: Person, quoted: Quote) -> None:
    same = key()
    first, second = award(ada, quoted, key=same), award(ada, quoted, key=same)
    assert first.id == second.id
    with pytest.raises(AlreadyAwarded) as refusal:
        award(ada, quoted)
    assert refusal.value.message.endswith("was already awarded to Nordmetal Zabrze. Nothing was ordered now.")
    assert Order.objects.count() == 1


def test_after_the_deadline(ada: Person, quoted: Quote) -> None:
    assert award(ada, quoted, at=AFTER).order.total_minor == 2_580_000


def test_a_withdrawn_quote_cannot_win(ada: Person, bruno: Person, quoted: Quote) -> None:
    services.withdraw_quote(actor=bruno.actor, quote_id=quoted.id, key=key(), at=LATER)
    with pytest.raises(OfferOver):
        award(ada, quoted)
    assert not Order.objects.exists()


def test_a_suspended_supplier_cannot_win(ada: Person, otto: Person, quoted: Quote) -> None:
    suspend_vendor(actor=otto.actor, slug=quoted.vendor.slug, reason="Forged certificates.", at=LATER)
    with pytest.raises(SupplierOffMarket) as refusal:
        award(ada, quoted)
    assert refusal.value.message == (
        "Nordmetal Zabrze is not on the market now. Nothing was agreed. Choose another quote."
    )
    assert not Order.objects.exists()
    assert states(quoted) == ["OPEN"]


def test_who_may_not_award(
    ada: Person, bruno: Person, carla: Person, dora: Person, otto: Person, quoted: Quote
) -> None:
    viewer = cast.member(ada.organization, ["buyer.viewer"])
    for person in (bruno, otto, viewer):
        with pytest.raises(NotAllowed):
            award(person, quoted)
    for person in (carla, dora):
        with pytest.raises(NotFound):
            award(person, quoted)
    assert not Order.objects.exists()
    assert states(quoted) == ["OPEN"]
