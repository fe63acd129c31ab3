"""What is dispatched late costs what the clause says, out of its own release."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escrow.agreements import clauses
from escrow.models import Refund, Release
from marketplace.ledger.models import Order
from marketplace.ledger.plans import LateClause
from tests.cast import Person
from tests.escrow import steps
from tests.escrow.steps import days

CLAUSE = LateClause(bp_per_week=50, cap_bp=200, cancel_after_days=14)


@pytest.mark.parametrize(
    ("late_by", "weeks"),
    [(timedelta(0), 0), (timedelta(seconds=1), 1), (timedelta(days=7), 1), (timedelta(days=7, seconds=1), 2)],
)
def test_started_weeks(late_by: timedelta, weeks: int) -> None:
    assert clauses.weeks_late(days(18), days(18) + late_by) == weeks


def test_the_cap() -> None:
    assert [clauses.late_bp(CLAUSE, weeks) for weeks in (0, 1, 3, 4, 9)] == [0, 50, 150, 200, 200]


@given(st.integers(0, 10**12), st.integers(0, 500))
def test_never_more_than_the_cap(amount: int, weeks: int) -> None:
    assert 0 <= clauses.compensation(amount, CLAUSE, weeks) <= amount * 200 // 10_000 + 1


@given(st.integers(0, 10**12), st.integers(-5, 10**12))
def test_a_cancellation_conserves(held: int, fee: int) -> None:
    parts = clauses.cancelled(held, fee)
    assert parts.fee + parts.back == held
    assert min(parts.fee, parts.back) >= 0


def test_ten_days_late(funded_order: Order, ada: Person, bruno: Person) -> None:
    steps.shipped(funded_order, bruno, day=28)
    steps.accepted(funded_order, ada, day=32)
    refund = Refund.objects.get(order=funded_order)
    assert (refund.amount_minor, refund.reason) == (25_000, "Late by 2 weeks, Goods")
    assert Release.objects.get(order=funded_order).gross_minor == 2_475_000


def test_in_time_costs_nothing(funded_order: Order, ada: Person, bruno: Person) -> None:
    steps.shipped(funded_order, bruno)
    steps.accepted(funded_order, ada)
    assert Refund.objects.count() == 0
