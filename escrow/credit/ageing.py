"""How old debts are. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

BUCKETS: tuple[tuple[str, int], ...] = (("Not due", 0), ("1–15", 15), ("16–30", 30), ("31–60", 60), ("60+", 10**6))
"""Label and last day overdue of each bucket."""


@dataclass(frozen=True, slots=True)
class Age:
    """What falls into one bucket. Minor units."""

    label: str
    amount_minor: int
    count: int


def bucket_of(due: date, today: date) -> int:
    """The position in ``BUCKETS`` of something due on ``due``."""
    days = (today - due).days
    return next(position for position, (_, last) in enumerate(BUCKETS) if days <= last)


def spread(items: Iterable[tuple[date, int]], today: date) -> list[Age]:
    """(due date, open minor units) pairs spread over all buckets, the empty ones too."""
    amounts, counts = [0] * len(BUCKETS), [0] * len(BUCKETS)
    for due, amount in items:
        position = bucket_of(due, today)
        amounts[position] += amount
        counts[position] += 1
    return [Age(label, amounts[at], counts[at]) for at, (label, _) in enumerate(BUCKETS)]
