"""Business days: Monday to Friday, without the holidays that a caller names. Pure."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

_DAY = timedelta(days=1)
_SATURDAY = 5


def is_workday(day: date, holidays: Collection[date] = ()) -> bool:
    """Monday to Friday and no holiday."""
    return day.weekday() < _SATURDAY and day not in holidays


def add_workdays(start: datetime, count: int, holidays: Collection[date] = ()) -> datetime:
    """The same time of day ``count`` business days after ``start``; the first one counted is after ``start``'s day.

    Friday noon plus one is Monday noon, and so is Saturday noon plus one. Raises ValueError for a negative count.
    """
    if count < 0:
        raise ValueError("business days are counted forwards")
    moment = start
    while count:
        moment += _DAY
        if is_workday(moment.date(), holidays):
            count -= 1
    return moment


def workdays_between(start: datetime, end: datetime, holidays: Collection[date] = ()) -> int:
    """How many business days begin after ``start``'s day, up to and with ``end``'s day; 0 if ``end`` is not later."""
    days = (end.date() - start.date()).days
    return sum(is_workday(start.date() + _DAY * number, holidays) for number in range(1, days + 1))
