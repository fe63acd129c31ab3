"""Twenty starts make one payment; notice, poll and return of one payment book it once; paying races the lapse."""

from collections.abc import Callable
from functools import partial

import pytest

from escrow.gateways.fake import engine
from escrow.gateways.fake.engine import Choice
from escrow.machinery import runner
from escrow.models import GatewayOperation
from escrow.querysets import OperationQuerySet
from escrow.services import fire_due_timers, start_payment
from marketplace.ledger.models import JournalEntry, Order
from marketplace.ledger.services import EntryKeyReused
from marketplace.lib.actor import Actor
from marketplace.outbox.drain import drain_until_empty
from tests.cast import Person
from tests.concurrency.racing import race, won
from tests.escrow import steps

pytestmark = pytest.mark.django_db(transaction=True)
CROWD = 20
SYSTEM = Actor.for_system("tests")


@pytest.fixture
def order(ada: Person, bruno: Person) -> Order:
    return steps.opened(ada, bruno)


@pytest.fixture
def paid_at_provider(order: Order, ada: Person) -> GatewayOperation:
    """The provider has the money, and we do not know it yet."""
    operation = steps.checkout(order, ada)
    engine.choose(ref=operation.gateway_ref or "", choice=Choice.TIMEOUT, at=steps.AT)
    return operation


def asking(operation: GatewayOperation) -> Callable[[], bool]:
    return partial(runner.ask, operation.id, steps.days(1))


def test_twenty_starts_make_one_payment(order: Order, ada: Person) -> None:
    start = partial(start_payment, actor=ada.actor, number=order.number, at=steps.AT)
    outcomes = race([partial(start, key=f"pay-{n}") for n in range(CROWD)])

    assert len({operation.id for operation in won(outcomes)}) == 1
    assert len(won(outcomes)) == CROWD
    assert GatewayOperation.objects.count() == 1
    assert len(engine.things("payment_intent")) == 1
    steps.assert_books_agree()


def test_a_payment_seen_from_twenty_sides_is_booked_once(order: Order, paid_at_provider: GatewayOperation) -> None:
    outcomes = race([asking(paid_at_provider)] * CROWD)

    assert won(outcomes) == [True] * CROWD
    assert JournalEntry.objects.count() == 1
    assert steps.state_of(order) == "FUNDED"
    steps.assert_books_agree()


def test_control_without_the_lock_a_payment_is_booked_against_itself(
    order: Order, paid_at_provider: GatewayOperation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(OperationQuerySet, "locked", lambda self, **which: self.filter(**which))
    outcomes = race([asking(paid_at_provider)] * CROWD)

    refusals = {type(outcome) for outcome in outcomes if isinstance(outcome, Exception)}
    assert refusals == {EntryKeyReused}
    steps.assert_books_agree()


def test_a_payment_and_the_lapse_leave_either_a_funded_order_or_a_refund(
    order: Order, paid_at_provider: GatewayOperation
) -> None:
    attempts: list[Callable[[], object]] = [asking(paid_at_provider)]
    attempts += [partial(fire_due_timers, actor=SYSTEM, at=steps.days(7))] * 3
    race(attempts)
    drain_until_empty()

    outcome = (steps.state_of(order), steps.trial_balance())
    assert outcome in [("FUNDED", {"psp": 2_500_000, "escrow": -2_500_000}), ("CANCELLED", {})]
    steps.assert_books_agree()
