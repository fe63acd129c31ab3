"""The period of a statement: a month, or any days up to a year. Pure; days are UTC days."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from marketplace.lib.errors import Invalid

LONGEST_DAYS = 366


@dataclass(frozen=True, slots=True)
class Period:
    """The days from ``first`` to ``last``, both included."""

    first: date
    last: date

    @property
    def since(self) -> datetime:
        """The first moment."""
        return datetime.combine(self.first, time(), UTC)

    @property
    def until(self) -> datetime:
        """The first moment after it."""
        return datetime.combine(self.last + timedelta(days=1), time(), UTC)

    @property
    def is_month(self) -> bool:
        """A whole calendar month."""
        return self == month_of(self.first)

    @property
    def name(self) -> str:
        """As a heading says it: ``March 2026``, or the two days."""
        if self.is_month:
            return f"{self.first:%B %Y}"
        return f"{self.first:%-d %b %Y} to {self.last:%-d %b %Y}"

    @property
    def query(self) -> dict[str, str]:
        """As the address carries it."""
        if self.is_month:
            return {"month": f"{self.first:%Y-%m}"}
        return {"from": self.first.isoformat(), "to": self.last.isoformat()}

    @property
    def before(self) -> "Period":
        """The month before the first day."""
        return month_of(self.first.replace(day=1) - timedelta(days=1))

    @property
    def after(self) -> "Period":
        """The month after the last day."""
        return month_of(_next_month(self.last))


def month_of(day: date) -> Period:
    """The calendar month around a day."""
    return Period(day.replace(day=1), _next_month(day) - timedelta(days=1))


def period_of(*, month: str = "", first: date | None = None, last: date | None = None, default: date) -> Period:
    """The period that an address asks for: ``month`` as ``2026-03``, or two days; else the month of ``default``.

    Raises Invalid for a month that is none, and for days in the wrong order or more than a year apart.
    """
    if first and last:
        if not 0 <= (last - first).days < LONGEST_DAYS:
            raise Invalid.field("to", "The last day comes after the first, at most a year later.")
        return Period(first, last)
    if not month:
        return month_of(default)
    try:
        return month_of(date.fromisoformat(f"{month}-01"))
    except ValueError as error:
        raise Invalid.field("month", "Write the month like 2026-03.") from error


def _next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)
