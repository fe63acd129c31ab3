"""Business days are counted as people count them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escrow.returns.workdays import add_workdays, is_workday, workdays_between

MOMENTS = st.integers(0, 1095 * 24).map(lambda hours: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(hours=hours))


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2026-03-02T10:00", 3, "2026-03-05T10:00"),  # Monday → Thursday
        ("2026-03-06T12:00", 1, "2026-03-09T12:00"),  # Friday → Monday
        ("2026-03-07T12:00", 1, "2026-03-09T12:00"),  # Saturday → Monday
        ("2026-03-08T12:00", 5, "2026-03-13T12:00"),  # Sunday → Friday
        ("2026-03-04T09:30", 0, "2026-03-04T09:30"),
    ],
)
def test_days_are_counted(start: str, count: int, end: str) -> None:
    moment = datetime.fromisoformat(start).replace(tzinfo=UTC)
    assert add_workdays(moment, count) == datetime.fromisoformat(end).replace(tzinfo=UTC)


def test_holidays_are_skipped() -> None:
    moment = datetime(2026, 4, 2, 8, 0, tzinfo=UTC)
    good_friday, easter_monday = date(2026, 4, 3), date(2026, 4, 6)
    assert add_workdays(moment, 1, {good_friday, easter_monday}) == datetime(2026, 4, 7, 8, 0, tzinfo=UTC)


def test_nobody_counts_backwards() -> None:
    with pytest.raises(ValueError, match="forwards"):
        add_workdays(datetime(2026, 3, 2, tzinfo=UTC), -1)


@given(MOMENTS, st.integers(min_value=1, max_value=60))
def test_the_end_is_a_workday_so_many_workdays_later(start: datetime, count: int) -> None:
    end = add_workdays(start, count)
    assert is_workday(end.date())
    assert end.time() == start.time()
    assert workdays_between(start, end) == count
    assert end - start >= timedelta(days=count)
