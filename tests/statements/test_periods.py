"""Months and days of a statement."""

from datetime import UTC, date, datetime

import pytest

from escrow.statements.periods import Period, month_of, period_of
from marketplace.lib.errors import Invalid

TODAY = date(2026, 3, 17)


def test_a_month_is_whole() -> None:
    period = period_of(month="2026-02", default=TODAY)
    assert (period.first, period.last) == (date(2026, 2, 1), date(2026, 2, 28))
    assert period.since == datetime(2026, 2, 1, tzinfo=UTC)
    assert period.until == datetime(2026, 3, 1, tzinfo=UTC)
    assert (period.name, period.query) == ("February 2026", {"month": "2026-02"})


def test_months_have_neighbours_across_the_year() -> None:
    december = month_of(date(2025, 12, 31))
    assert december.after == Period(date(2026, 1, 1), date(2026, 1, 31))
    assert month_of(date(2026, 1, 15)).before == december


def test_days_are_both_included() -> None:
    period = period_of(first=date(2026, 3, 3), last=date(2026, 3, 3), default=TODAY)
    assert (period.until - period.since).days == 1
    assert period.name == "3 Mar 2026 to 3 Mar 2026"


def test_without_a_wish_it_is_the_month_of_the_default() -> None:
    assert period_of(default=TODAY).name == "March 2026"


@pytest.mark.parametrize("month", ["2026-13", "march", "2026"])
def test_a_month_that_is_none_is_refused(month: str) -> None:
    with pytest.raises(Invalid):
        period_of(month=month, default=TODAY)


def test_days_are_in_order_and_within_a_year() -> None:
    with pytest.raises(Invalid):
        period_of(first=date(2026, 3, 4), last=date(2026, 3, 3), default=TODAY)
    with pytest.raises(Invalid):
        period_of(first=date(2025, 3, 4), last=date(2026, 3, 5), default=TODAY)
