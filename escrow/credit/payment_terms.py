"""When an invoice is due, what paying early saves and paying late costs. Pure."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal

from marketplace.lib.money import portion


@dataclass(frozen=True, slots=True)
class Terms:
    """What a lender and a buyer agreed: ``net_days`` (after the end of the month if so), a discount for early payment.

    Rates in basis points; ``late_bp`` per year.
    """

    net_days: int
    end_of_month: bool = False
    discount_bp: int = 0
    discount_days: int = 0
    late_bp: int = 0

    @property
    def words(self) -> str:
        """As the trade writes it: ``2/10 net 30``, ``net 30 EOM``."""
        discount = f"{Decimal(self.discount_bp) / 100:f}".rstrip("0").rstrip(".")
        early = f"{discount}/{self.discount_days} " if self.discount_bp else ""
        return f"{early}net {self.net_days}{' EOM' if self.end_of_month else ''}"


def due_date(issued: date, terms: Terms) -> date:
    """The last day on which payment is in time."""
    start = issued
    if terms.end_of_month:
        start = issued.replace(day=calendar.monthrange(issued.year, issued.month)[1])
    return start + timedelta(days=terms.net_days)


def discount_until(issued: date, terms: Terms) -> date | None:
    """The last day of the discount, or None where there is none."""
    return issued + timedelta(days=terms.discount_days) if terms.discount_bp else None


def early_discount(open_minor: int, issued: date, today: date, terms: Terms) -> int:
    """What the buyer may keep who pays all of ``open_minor`` on ``today``. Minor units."""
    until = discount_until(issued, terms)
    return portion(open_minor, terms.discount_bp) if until and today <= until else 0


def late_interest(open_minor: int, late_bp: int, days: int) -> int:
    """Simple interest on ``open_minor`` for ``days``, a year of 365 days, rounded half to even. Minor units."""
    exact = Decimal(open_minor) * late_bp * max(days, 0) / (10_000 * 365)
    return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_EVEN))
