"""On which days a vendor is paid. Pure."""

from datetime import date, timedelta

WEEKDAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")


def is_payday(schedule: str, day: int, today: date) -> bool:
    """Whether a vendor is paid ``today``; ``day`` is the weekday (1 is Monday) or the day of the month."""
    if schedule == "WEEKLY":
        return today.isoweekday() == day
    if schedule == "MONTHLY":
        return today.day == day
    return schedule == "DAILY"


def next_payday(schedule: str, day: int, after: date) -> date | None:
    """The first payday after ``after``; None if an operator decides."""
    if schedule == "MANUAL":
        return None
    following = after + timedelta(days=1)
    while not is_payday(schedule, day, following):
        following += timedelta(days=1)
    return following


def words(schedule: str, day: int) -> str:
    """``every day``, ``on Fridays``, ``on day 15 of each month``, ``when an operator does it``."""
    if schedule == "WEEKLY":
        return f"on {WEEKDAYS[day - 1]}"
    if schedule == "MONTHLY":
        return f"on day {day} of each month"
    return "every day" if schedule == "DAILY" else "when an operator does it"
