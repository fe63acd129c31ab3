"""Eight payout runs at once pay each cent once."""

from functools import partial

import pytest

from escrow.models import Payout, PayoutBatch
from escrow.services import payouts, run_payout_batch
from marketplace.ledger.queries import vendor_balance
from marketplace.ledger.services import InsufficientFunds
from marketplace.outbox.drain import drain_until_empty
from tests.cast import Person
from tests.concurrency.racing import race, won
from tests.escrow import steps

pytestmark = pytest.mark.django_db(transaction=True)
RUNS = 8


@pytest.fixture
def released_money(ada: Person, bruno: Person, carla: Person) -> None:
    """Three releases, two of Bruno's and one of Carla's."""
    for vendor in (bruno, bruno, carla):
        steps.released(ada, vendor)


def run(operator: Person, key: str) -> PayoutBatch:
    return run_payout_batch(actor=operator.actor, key=key, at=steps.days(16))


@pytest.mark.usefixtures("released_money")
def test_parallel_runs_pay_once(bruno: Person, otto: Person) -> None:
    outcomes = race([partial(run, otto, f"run-{n}") for n in range(RUNS)])
    assert len(won(outcomes)) == RUNS
    drain_until_empty()

    assert sum(Payout.objects.values_list("amount_minor", flat=True)) == 7_275_000
    assert vendor_balance(bruno.organization.id, "EUR") == 0
    assert set(Payout.objects.values_list("state", flat=True)) == {"PAID"}
    steps.assert_books_agree()


@pytest.mark.usefixtures("released_money")
def test_one_key_in_parallel_is_one_run(otto: Person) -> None:
    outcomes = race([partial(run, otto, "run")] * RUNS)
    drain_until_empty()

    assert len({batch.id for batch in won(outcomes)}) == 1
    assert PayoutBatch.objects.count() == 1
    steps.assert_books_agree()


@pytest.mark.usefixtures("released_money")
def test_control_without_the_lock_only_the_ledger_stops_the_second_run(
    otto: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as unlocked:
        unlocked.setattr(payouts, "_one_at_a_time", lambda: None)
        outcomes = race([partial(run, otto, f"run-{n}") for n in range(RUNS)])

    assert InsufficientFunds in {type(outcome) for outcome in outcomes if isinstance(outcome, Exception)}
    drain_until_empty()
    steps.assert_books_agree()
