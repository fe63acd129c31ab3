"""Awards under contention: twenty at once make one order; and what happens without the lock and the guard."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from marketplace.ledger.models import Order
from rfq import services
from rfq.models import Award, Quote, QuoteVersion, Rfq
from rfq.negotiation.errors import AlreadyAwarded, OfferChanged
from rfq.querysets import QuoteQuerySet, QuoteVersionQuerySet, RfqQuerySet
from rfq.services import awards
from tests.cast import Person
from tests.concurrency.racing import race, won
from tests.rfq import market
from tests.rfq.market import LATER, counter, key, newest

pytestmark = pytest.mark.django_db(transaction=True)
RIVALS = 20


@pytest.fixture
def quotes(ada: Person, bruno: Person, carla: Person) -> list[Quote]:
    """Two suppliers' quotes for one request."""
    for vendor in (bruno, carla):
        market.verify(vendor.organization)
    rfq = market.post(ada)
    return [market.quote(bruno, rfq, "4.98"), market.quote(carla, rfq, "4.12")]


def award(buyer: Person, quote: Quote) -> Callable[[], Award]:
    terms_hash = newest(quote).terms_hash
    return lambda: services.award_quote(
        actor=buyer.actor, quote_id=quote.id, terms_hash=terms_hash, key=key(), at=LATER
    )


def test_twenty_awards_of_one_quote_make_one_order(ada: Person, quotes: list[Quote]) -> None:
    outcomes = race([award(ada, quotes[0])] * RIVALS)
    assert len(won(outcomes)) == 1
    assert {type(one) for one in outcomes} == {Award, AlreadyAwarded}
    assert (Order.objects.count(), Award.objects.count()) == (1, 1)


def test_twenty_awards_of_two_quotes_make_one_order(ada: Person, quotes: list[Quote]) -> None:
    outcomes = race([award(ada, quotes[number % 2]) for number in range(RIVALS)])
    assert len(won(outcomes)) == 1
    assert Order.objects.count() == 1
    assert sorted(Quote.objects.values_list("state", flat=True)) == ["AWARDED", "LOST"]
    assert Rfq.objects.get().state == "AWARDED"


def test_one_key_twenty_times_is_one_award_for_all(ada: Person, quotes: list[Quote]) -> None:
    terms_hash, same = newest(quotes[0]).terms_hash, key()

    def again() -> Award:
        return services.award_quote(actor=ada.actor, quote_id=quotes[0].id, terms_hash=terms_hash, key=same, at=LATER)

    outcomes = race([again] * RIVALS)
    assert len({one.id for one in won(outcomes)}) == 1
    assert len(won(outcomes)) == RIVALS
    assert Order.objects.count() == 1


def test_accepting_races_with_a_new_price_and_the_buyer_pays_what_they_saw(
    ada: Person, bruno: Person, quotes: list[Quote]
) -> None:
    seen = newest(quotes[0])

    def accept() -> Any:
        return services.accept_offer(
            actor=ada.actor, version_id=seen.id, terms_hash=seen.terms_hash, key=key(), at=LATER
        )

    def raise_price() -> Any:
        return market.quote(bruno, quotes[0].rfq, "6.00")

    accepted, raised = race([accept, raise_price])
    order = Order.objects.first()
    if isinstance(accepted, Exception):
        assert isinstance(accepted, OfferChanged)
        assert accepted.message.endswith("changed the offer while you were accepting. Nothing was accepted.")
        assert order is None
    else:
        assert isinstance(raised, Exception)
        assert order is not None
        assert order.total_minor == 2_580_000


def test_both_sides_countering_at_once_leave_one_live_offer(ada: Person, bruno: Person, quotes: list[Quote]) -> None:
    race(
        [
            *[lambda: counter(ada, quotes[0])] * 5,
            *[lambda: market.quote(bruno, quotes[0].rfq, "4.90")] * 5,
        ]
    )
    versions = QuoteVersion.objects.filter(quote=quotes[0])
    assert versions.filter(state="OPEN").count() == 1
    assert sorted(versions.values_list("no", flat=True)) == list(range(1, versions.count() + 1))


def _unlocked(rows: Any) -> Any:
    return rows.all()


def test_control_without_lock_guard_and_constraint_one_request_becomes_many_orders(
    ada: Person, quotes: list[Quote], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The races above would pass on luck alone if this did not break."""
    for queryset in (RfqQuerySet, QuoteQuerySet, QuoteVersionQuerySet):
        monkeypatch.setattr(queryset, "locked", _unlocked)
    monkeypatch.setattr(awards, "refuse_unless_awardable", lambda *_: None)
    monkeypatch.setattr(awards, "_mark_won", lambda *_: None)
    monkeypatch.setattr(awards, "_mark_lost", lambda *_: None)
    rival = quotes[0], quotes[1]
    with _without_constraints():
        outcomes = race([award(ada, one) for one in rival])
        assert len(won(outcomes)) == 2, outcomes
        assert Order.objects.count() == 2
        _forget_awards()


class _without_constraints:  # noqa: N801  # reads as a statement
    """Take the last line of defence away, and put it back."""

    def __enter__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT conname FROM pg_constraint WHERE conrelid = 'rfq_award'::regclass AND contype = 'u'")
            self.names = [name for (name,) in cursor.fetchall() if "rfq_id" in name]
            for name in self.names:
                cursor.execute(f'ALTER TABLE rfq_award DROP CONSTRAINT "{name}"')
        assert self.names

    def __exit__(self, *_: object) -> None:
        _forget_awards()
        with connection.cursor() as cursor:
            for name in self.names:
                cursor.execute(f'ALTER TABLE rfq_award ADD CONSTRAINT "{name}" UNIQUE (rfq_id)')


def _forget_awards() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE rfq_award DISABLE TRIGGER USER;DELETE FROM rfq_award;ALTER TABLE rfq_award ENABLE TRIGGER USER"
        )
