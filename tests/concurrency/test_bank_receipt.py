"""Transfers recorded at once: a booking of the bank is recorded once, a leg is funded once; and runs at once."""

from collections.abc import Callable
from datetime import date
from functools import partial

import pytest

from escrow.models import PaymentLeg
from escrow.reconciliation.models import BankReceipt, ReconciliationItem
from escrow.reconciliation.references import reference_for
from escrow.reconciliation.services import reconcile, record_bank_receipt
from marketplace.ledger.models import Order
from marketplace.lib import clock
from tests.cast import Person
from tests.concurrency.racing import race, won
from tests.escrow import steps

pytestmark = pytest.mark.django_db(transaction=True)
CROWD = 8


def recording(operator: Person, order: Order, bank_ref: str, amount: int, key: str) -> Callable[[], BankReceipt]:
    return partial(
        record_bank_receipt, actor=operator.actor, reference=reference_for(order.number, 1), amount_minor=amount,
        currency="EUR", value_date=date(2026, 3, 4), bank_ref=bank_ref, key=key, at=steps.AT,
    )  # fmt: skip


def test_one_booking_of_the_bank_is_recorded_once(ada: Person, bruno: Person, otto: Person) -> None:
    order = steps.opened(ada, bruno)
    outcomes = race([recording(otto, order, "B-1", 2_500_000, f"key-{n}") for n in range(CROWD)])
    assert len({receipt.pk for receipt in won(outcomes)}) == 1
    assert len(won(outcomes)) == CROWD
    assert steps.trial_balance() == {"bank": 2_500_000, "escrow": -2_500_000}


def test_parts_that_arrive_at_once_fund_the_leg_once(ada: Person, bruno: Person, otto: Person) -> None:
    order = steps.opened(ada, bruno)
    outcomes = race([recording(otto, order, f"B-{n}", 500_000, f"key-{n}") for n in range(CROWD)])
    assert len(won(outcomes)) == CROWD
    assert PaymentLeg.objects.get(order=order).state == "FUNDED"
    assert steps.trial_balance() == {"bank": 4_000_000, "escrow": -2_500_000, "wallet": -1_500_000}


def test_runs_at_once_note_each_line_once(ada: Person, bruno: Person, otto: Person) -> None:
    steps.funded(steps.opened(ada, bruno), ada)
    runs = race([partial(reconcile, actor=otto.actor, key=f"run-{n}", at=clock.now()) for n in range(4)])
    assert [run.is_clean for run in won(runs)] == [True] * 4
    assert ReconciliationItem.objects.count() == 1
