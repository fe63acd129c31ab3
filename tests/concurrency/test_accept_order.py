"""Twenty people accept at once, or a person and the clock: the money is released once."""

from collections.abc import Callable
from functools import partial

import pytest

from escrow.models import Release
from escrow.services import accept_order, fire_due_timers
from marketplace.ledger.models import Order
from marketplace.ledger.queries import vendor_balance
from marketplace.ledger.querysets import OrderQuerySet
from marketplace.lib.actor import Actor
from marketplace.lib.state import WrongState
from tests.cast import Person
from tests.concurrency.racing import race, won
from tests.escrow import steps

pytestmark = pytest.mark.django_db(transaction=True)
CROWD = 20
SYSTEM = Actor.for_system("tests")


@pytest.fixture
def order(ada: Person, bruno: Person) -> Order:
    """Delivered; the clock runs to day 24."""
    order = steps.opened(ada, bruno)
    steps.funded(order, ada)
    steps.shipped(order, bruno)
    steps.delivered(order, bruno)
    return order


def accept(order: Order, buyer: Person, key: str) -> Order:
    return accept_order(actor=buyer.actor, number=order.number, key=key, at=steps.days(15))


def test_twenty_acceptances_release_once(order: Order, ada: Person, bruno: Person) -> None:
    outcomes = race([partial(accept, order, ada, f"accept-{n}") for n in range(CROWD)])

    assert len(won(outcomes)) == 1
    assert {type(outcome) for outcome in outcomes if isinstance(outcome, Exception)} == {WrongState}
    assert Release.objects.count() == 1
    assert vendor_balance(bruno.organization.id, "EUR") == 2_425_000
    steps.assert_books_agree()


def test_one_key_twenty_times_is_one_answer(order: Order, ada: Person) -> None:
    outcomes = race([partial(accept, order, ada, "accept")] * CROWD)

    assert Release.objects.count() == 1
    assert len(won(outcomes)) == CROWD
    steps.assert_books_agree()


def test_the_buyer_and_four_clocks_release_once(order: Order, ada: Person, bruno: Person) -> None:
    attempts: list[Callable[[], object]] = [partial(accept, order, ada, f"accept-{n}") for n in range(4)]
    attempts += [partial(fire_due_timers, actor=SYSTEM, at=steps.days(24))] * 4
    race(attempts)

    assert Release.objects.count() == 1
    assert vendor_balance(bruno.organization.id, "EUR") == 2_425_000
    steps.assert_books_agree()


def test_control_without_the_lock_the_losers_run_into_the_last_line(
    order: Order, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(OrderQuerySet, "locked", lambda self, **which: self.filter(**which))
    outcomes = race([partial(accept, order, ada, f"accept-{n}") for n in range(CROWD)])

    assert {type(outcome) for outcome in outcomes if isinstance(outcome, Exception)} != {WrongState}
    assert Release.objects.count() == 1
