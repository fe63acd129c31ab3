"""Quoting, revising and withdrawing."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from marketplace.lib.errors import Conflict, NotAllowed, NotFound
from rfq import queries, services
from rfq.models import Quote, QuoteVersion, Rfq
from rfq.negotiation.errors import BiddingClosed, OfferAgreed, OfferChanged
from tests import cast
from tests.cast import Person
from tests.rfq import market
from tests.rfq.market import AFTER, CLOSES, LATER, key, newest, offer, states
from vendors.models import VendorProfile


def test_a_quote_is_an_offer_in_the_thread(quoted: Quote) -> None:
    version = newest(quoted)
    assert (version.no, version.maker, version.state, version.total_minor) == (1, "VENDOR", "OPEN", 2_580_000)
    line = version.lines.get()
    assert (line.unit_price, line.total_minor) == (Decimal("4.980000"), 2_490_000)
    assert quoted.thread is not None
    event = quoted.thread.events.get()
    assert (event.kind, event.seq, version.thread_seq) == ("offer.made", 1, 1)
    assert event.body["lines"][0]["unit_price"] == "4.98"
    assert event.body["terms_hash"] == version.terms_hash


def test_revising_makes_a_new_version_and_supersedes(quoted: Quote, rfq: Rfq, bruno: Person) -> None:
    market.quote(bruno, rfq, "4.90")
    assert states(quoted) == ["SUPERSEDED", "OPEN"]
    assert Quote.objects.count() == 1
    assert quoted.thread is not None
    event = quoted.thread.events.last()
    assert event is not None
    assert (event.kind, event.ref_seq, event.body["lines"][0]["previous_unit_price"]) == ("offer.made", 1, "4.98")


def test_twice_with_one_key_is_one_version(rfq: Rfq, bruno: Person) -> None:
    same = key()
    for _ in range(2):
        services.submit_quote(actor=bruno.actor, rfq_id=rfq.id, proposal=offer(), key=same, at=LATER)
    assert QuoteVersion.objects.count() == 1


def test_nobody_quotes_after_the_deadline(rfq: Rfq, bruno: Person) -> None:
    with pytest.raises(BiddingClosed):
        market.quote(bruno, rfq, at=CLOSES)
    assert not QuoteVersion.objects.exists()


def test_after_the_deadline_only_a_counter_offer_is_answered(
    quoted: Quote, rfq: Rfq, ada: Person, bruno: Person
) -> None:
    with pytest.raises(BiddingClosed):
        market.quote(bruno, rfq, "4.90", at=AFTER)
    market.counter(ada, quoted, at=AFTER)
    market.quote(bruno, rfq, "4.82", at=AFTER)
    assert states(quoted) == ["SUPERSEDED", "SUPERSEDED", "OPEN"]


def test_a_counter_offer_made_meanwhile_is_not_overwritten(quoted: Quote, rfq: Rfq, ada: Person, bruno: Person) -> None:
    market.counter(ada, quoted)
    with pytest.raises(OfferChanged) as refusal:
        services.submit_quote(actor=bruno.actor, rfq_id=rfq.id, proposal=offer("4.95"), key=key(), at=LATER, seen_no=1)
    assert refusal.value.message == "Delft Instruments BV changed the offer while you were writing. Nothing was sent."
    assert states(quoted) == ["SUPERSEDED", "OPEN"]


def test_who_may_not_quote(rfq: Rfq, ada: Person, bruno: Person, dora: Person, otto: Person) -> None:
    with pytest.raises(NotAllowed):
        market.quote(ada, rfq)
    with pytest.raises(NotAllowed):
        market.quote(otto, rfq)
    with pytest.raises(NotFound):
        market.quote(dora, rfq)
    with pytest.raises(NotAllowed):
        market.quote(cast.member(bruno.organization, ["vendor.fulfilment"]), rfq)
    assert not Quote.objects.exists()


def test_a_suspended_supplier_neither_sees_nor_quotes(rfq: Rfq, bruno: Person) -> None:
    VendorProfile.objects.filter(organization=bruno.organization).update(state="SUSPENDED")
    with pytest.raises(NotFound):
        market.quote(bruno, rfq)
    assert not rfq.quotes.exists()


def test_rivals_never_see_a_quote(quoted: Quote, rfq: Rfq, carla: Person) -> None:
    assert queries.find_own_quote(carla.actor, rfq, LATER) is None
    assert not Quote.objects.visible_to(carla.actor).exists()
    with pytest.raises(NotFound):
        services.withdraw_quote(actor=carla.actor, quote_id=quoted.id, key=key(), at=LATER)


def test_withdrawing_and_quoting_again(quoted: Quote, rfq: Rfq, bruno: Person, ada: Person) -> None:
    services.withdraw_quote(actor=bruno.actor, quote_id=quoted.id, key=key(), at=LATER)
    assert states(quoted) == ["WITHDRAWN"]
    (bid,) = queries.quotes_for_buyer(ada.actor, queries.get_rfq(ada.actor, rfq.number), LATER)
    assert (bid.state, bid.may_award) == ("WITHDRAWN", False)
    with pytest.raises(Conflict):
        services.withdraw_quote(actor=bruno.actor, quote_id=quoted.id, key=key(), at=LATER)
    market.quote(bruno, rfq, "4.90")
    assert states(quoted) == ["WITHDRAWN", "OPEN"]


def test_what_both_agreed_on_cannot_be_withdrawn_or_revised(
    quoted: Quote, rfq: Rfq, ada: Person, bruno: Person
) -> None:
    version = market.counter(ada, quoted)
    services.accept_offer(actor=bruno.actor, version_id=version.id, terms_hash=version.terms_hash, key=key(), at=LATER)
    with pytest.raises(OfferAgreed):
        services.withdraw_quote(actor=bruno.actor, quote_id=quoted.id, key=key(), at=LATER)
    with pytest.raises(OfferAgreed):
        market.quote(bruno, rfq, "5.50")
    with pytest.raises(OfferAgreed):
        market.counter(ada, quoted, "4.00")


def test_postgresql_keeps_terms_frozen(quoted: Quote) -> None:
    attacks = (
        "UPDATE rfq_quoteversion SET total_minor = 1, goods_minor = 1, freight_minor = 0",
        "UPDATE rfq_quoteversion SET terms_hash = repeat('0', 64)",
        "DELETE FROM rfq_quoteversion",
        "UPDATE rfq_quoteline SET unit_price = 1",
        "DELETE FROM rfq_quoteline",
    )
    for attack in attacks:
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(attack)
    assert newest(quoted).total_minor == 2_580_000
