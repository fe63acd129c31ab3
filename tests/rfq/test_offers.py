"""Counter, accept, decline, expire: one offer on the table, answered only by the other side."""

import pytest

from marketplace.ledger.models import Order
from marketplace.lib.errors import NotAllowed, NotFound
from marketplace.lib.state import WrongState
from rfq import services
from rfq.models import Quote, Rfq
from rfq.negotiation.errors import OfferChanged, OfferOver, SupplierOffMarket
from tests.cast import Person
from tests.rfq import market
from tests.rfq.market import CLOCK, LATER, LONG_AFTER, VALID, counter, key, newest, states
from vendors.services import suspend_vendor


def kinds(made: Quote) -> list[str]:
    assert made.thread is not None
    return list(made.thread.events.values_list("kind", flat=True))


def test_a_counter_offer_supersedes_and_shows_the_old_price(quoted: Quote, ada: Person) -> None:
    version = counter(ada, quoted)
    assert (version.no, version.maker, version.maker_name) == (2, "BUYER", "Delft Instruments BV")
    assert states(quoted) == ["SUPERSEDED", "OPEN"]
    assert kinds(quoted) == ["offer.made", "offer.countered"]
    event = quoted.thread.events.last()  # type: ignore[union-attr]
    assert event.body["lines"][0]["previous_unit_price"] == "4.98"  # type: ignore[union-attr]


def test_only_the_buyer_counters(quoted: Quote, bruno: Person, dora: Person) -> None:
    with pytest.raises(NotAllowed):
        counter(bruno, quoted)
    with pytest.raises(NotFound):
        counter(dora, quoted)
    assert states(quoted) == ["OPEN"]


def test_a_supplier_accepts_and_the_buyer_awards_it_as_it_stands(quoted: Quote, ada: Person, bruno: Person) -> None:
    version = counter(ada, quoted)
    accepted = services.accept_offer(
        actor=bruno.actor, version_id=version.id, terms_hash=version.terms_hash, key=key(), at=LATER
    )
    assert accepted.state == "AGREED"
    assert not Order.objects.exists()
    award = services.award_quote(
        actor=ada.actor, quote_id=quoted.id, terms_hash=version.terms_hash, key=key(), at=LATER
    )
    assert award.order.total_minor == 2_440_000
    assert kinds(quoted) == ["offer.made", "offer.countered", "offer.accepted", "order.opened"]


def test_a_buyer_who_accepts_opens_the_order(quoted: Quote, ada: Person) -> None:
    version = newest(quoted)
    services.accept_offer(actor=ada.actor, version_id=version.id, terms_hash=version.terms_hash, key=key(), at=LATER)
    order = Order.objects.get()
    assert (order.total_minor, order.terms_hash, order.source) == (
        2_580_000,
        version.terms_hash,
        f"rfq:{quoted.rfq.number}",
    )
    assert kinds(quoted) == ["offer.made", "offer.accepted", "order.opened"]


def test_nobody_accepts_their_own_offer(quoted: Quote, ada: Person, bruno: Person) -> None:
    version = newest(quoted)
    with pytest.raises(NotAllowed):
        services.accept_offer(
            actor=bruno.actor, version_id=version.id, terms_hash=version.terms_hash, key=key(), at=LATER
        )
    own = counter(ada, quoted)
    with pytest.raises(NotAllowed):
        services.accept_offer(actor=ada.actor, version_id=own.id, terms_hash=own.terms_hash, key=key(), at=LATER)
    with pytest.raises(OfferOver):
        services.award_quote(actor=ada.actor, quote_id=quoted.id, terms_hash=own.terms_hash, key=key(), at=LATER)
    assert not Order.objects.exists()


def test_accepting_what_was_just_changed_accepts_nothing(quoted: Quote, rfq: Rfq, ada: Person, bruno: Person) -> None:
    seen = newest(quoted)
    market.quote(bruno, rfq, "5.10")
    with pytest.raises(OfferChanged) as refusal:
        services.accept_offer(actor=ada.actor, version_id=seen.id, terms_hash=seen.terms_hash, key=key(), at=LATER)
    assert refusal.value.message == "Nordmetal Zabrze changed the offer while you were accepting. Nothing was accepted."
    with pytest.raises(OfferChanged):
        services.award_quote(actor=ada.actor, quote_id=quoted.id, terms_hash=seen.terms_hash, key=key(), at=LATER)
    with pytest.raises(OfferChanged):
        services.make_counter_offer(
            actor=ada.actor, version_id=seen.id, proposal=market.offer("4.60"), key=key(), at=LATER
        )
    assert not Order.objects.exists()
    assert states(quoted) == ["SUPERSEDED", "OPEN"]


def test_declining_leaves_room_for_another_offer(quoted: Quote, rfq: Rfq, ada: Person, bruno: Person) -> None:
    services.decline_offer(actor=ada.actor, version_id=newest(quoted).id, key=key(), at=LATER, reason="Too dear")
    assert states(quoted) == ["DECLINED"]
    with pytest.raises(WrongState):
        services.decline_offer(actor=ada.actor, version_id=newest(quoted).id, key=key(), at=LATER)
    market.quote(bruno, rfq, "4.60")
    assert states(quoted) == ["DECLINED", "OPEN"]


def test_an_expired_offer_binds_nobody_even_before_the_sweep(quoted: Quote, ada: Person) -> None:
    version = newest(quoted)
    with pytest.raises(OfferOver) as refusal:
        services.award_quote(actor=ada.actor, quote_id=quoted.id, terms_hash=version.terms_hash, key=key(), at=VALID)
    assert refusal.value.message == "Offer no. 1 has expired. Nothing was accepted. Ask for a new offer."
    assert services.expire_due_offers(actor=CLOCK, at=LATER) == 0
    assert services.expire_due_offers(actor=CLOCK, at=LONG_AFTER) == 1
    assert services.expire_due_offers(actor=CLOCK, at=LONG_AFTER) == 0
    assert states(quoted) == ["EXPIRED"]
    assert kinds(quoted) == ["offer.made", "offer.expired"]


def test_a_suspended_supplier_neither_agrees_nor_is_asked_again(
    ada: Person, bruno: Person, otto: Person, quoted: Quote
) -> None:
    asked = counter(ada, quoted)
    suspend_vendor(actor=otto.actor, slug=quoted.vendor.slug, reason="Forged certificates.", at=LATER)
    with pytest.raises(SupplierOffMarket):
        services.accept_offer(actor=bruno.actor, version_id=asked.id, terms_hash=asked.terms_hash, key=key(), at=LATER)
    with pytest.raises(SupplierOffMarket):
        counter(ada, quoted, "4.60")
    assert states(quoted) == ["SUPERSEDED", "OPEN"]
