"""Credit lines as they stand, from the guarded balances that PostgreSQL keeps. Amounts are minor units."""

from collections.abc import Collection
from dataclasses import dataclass

from marketplace.ledger.models import Balance


@dataclass(frozen=True, slots=True)
class CreditLine:
    """What of a credit line is free, ordered on and invoiced on."""

    available: int = 0
    reserved: int = 0
    used: int = 0

    @property
    def total(self) -> int:
        """All three: what is granted."""
        return self.available + self.reserved + self.used


_PARTS = {"credit_avail": "available", "credit_rsv": "reserved", "credit_used": "used"}


def credit_lines(numbers: Collection[str]) -> dict[str, CreditLine]:
    """The lines of credit accounts by number, zeros for those never granted. One SQL statement, so one moment."""
    codes = [f"{prefix}:{number}" for number in numbers for prefix in _PARTS]
    found: dict[str, dict[str, int]] = {number: {} for number in numbers}
    for code, posted in Balance.objects.filter(account__code__in=codes).values_list("account__code", "posted"):
        prefix, _, number = code.partition(":")
        found[number][_PARTS[prefix]] = -posted
    return {number: CreditLine(**parts) for number, parts in found.items()}


def credit_line(number: str) -> CreditLine:
    """One line."""
    return credit_lines([number])[number]
