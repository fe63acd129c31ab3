"""A sealed request: prices are unreadable until the deadline, by screen, thread and service."""

import pytest

from marketplace.ledger.models import Order
from rfq import queries, services
from rfq.comparison import Weighting
from rfq.negotiation.errors import PricesSealed
from tests.cast import Person
from tests.rfq import market
from tests.rfq.market import AFTER, CLOCK, LATER, key, newest


def test_the_buyer_counts_bids_but_reads_no_price(ada: Person, bruno: Person, carla: Person) -> None:
    rfq = market.post(ada, sealed=True)
    made = market.quote(bruno, rfq)
    market.quote(carla, rfq, "4.12", freight=500_000)
    bids = queries.quotes_for_buyer(ada.actor, queries.get_rfq(ada.actor, rfq.number), LATER)
    assert [(bid.sealed, bid.offer, bid.standing, bid.history, bid.thread_code) for bid in bids] == [
        (True, None, None, (), "")
    ] * 2
    made.refresh_from_db()
    assert made.thread is None
    found = queries.comparison(ada.actor, queries.get_rfq(ada.actor, rfq.number), LATER, Weighting.BALANCED)
    assert (found.bids, found.sealed_count) == ([], 2)


def test_nothing_is_negotiated_or_awarded_before_the_deadline(ada: Person, bruno: Person) -> None:
    made = market.quote(bruno, market.post(ada, sealed=True))
    version = newest(made)
    with pytest.raises(PricesSealed):
        market.counter(ada, made)
    with pytest.raises(PricesSealed):
        services.award_quote(actor=ada.actor, quote_id=made.id, terms_hash=version.terms_hash, key=key(), at=LATER)
    with pytest.raises(PricesSealed):
        services.decline_offer(actor=ada.actor, version_id=version.id, key=key(), at=LATER)
    assert not Order.objects.exists()


def test_the_deadline_opens_the_seals_into_the_threads(ada: Person, bruno: Person) -> None:
    rfq = market.post(ada, sealed=True)
    made = market.quote(bruno, rfq)
    market.quote(bruno, rfq, "4.90")
    services.close_due_rfqs(actor=CLOCK, at=AFTER)
    made.refresh_from_db()
    assert made.thread is not None
    event = made.thread.events.get()
    assert (event.kind, event.body["offer_no"], event.body["total_minor"]) == ("offer.made", 2, 2_540_000)


def test_an_award_after_the_deadline_needs_no_sweep(ada: Person, bruno: Person) -> None:
    rfq = market.post(ada, sealed=True)
    made = market.quote(bruno, rfq)
    (bid,) = queries.quotes_for_buyer(ada.actor, queries.get_rfq(ada.actor, rfq.number), AFTER)
    assert bid.offer is not None
    award = services.award_quote(
        actor=ada.actor, quote_id=made.id, terms_hash=bid.offer.terms_hash, key=key(), at=AFTER
    )
    assert award.order.total_minor == 2_580_000
