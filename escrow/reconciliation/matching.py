"""Which of our journal entries a provider's transaction must be, and whether it is. Pure.

Every movement at the provider is booked under the key of the provider's object: ``stripe:ch_…``, its fee under
``…:fee``, what undoes it under a suffix of its own. So each transaction names the keys under which we must have
booked it, and the postings on our account at the provider must add up to what it says.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Verdict(StrEnum):
    """What a comparison of one line says."""

    MATCHED = "MATCHED"
    MISSING_OURS = "MISSING_OURS"
    MISSING_THEIRS = "MISSING_THEIRS"
    AMOUNT_DIFFERS = "AMOUNT_DIFFERS"
    FEE_DIFFERS = "FEE_DIFFERS"


@dataclass(frozen=True, slots=True)
class Theirs:
    """One line of the provider's account, signed: + raises the balance. ``fee`` was kept of it."""

    category: str
    amount: int
    fee: int

    @property
    def net(self) -> int:
        """What it did to the balance."""
        return self.amount - self.fee


@dataclass(frozen=True, slots=True)
class Comparison:
    """The verdict, and by how much the provider's line exceeds ours (minor units)."""

    verdict: Verdict
    delta: int


OVERLAP = timedelta(hours=1)
"""Each run looks this much further back than the last: a transaction may become visible late."""

GRACE = timedelta(hours=1)
"""An entry of ours that the provider does not show is no finding before it is this old."""

_SUFFIXES: dict[str, str] = {
    "refund_failure": ":failed",
    "dispute_reversal": ":won",
    "payout_reversal": ":returned",
}
"""How the key of what undoes an object ends."""


def keys_of(bases: list[str], category: str) -> list[tuple[str, str]]:
    """The pairs (key of the amount, key of the fee) that may hold a transaction, most likely first.

    ``bases`` are the keys of the provider's objects behind it.
    """
    suffix = _SUFFIXES.get(category, "")
    return [(f"{base}{suffix}", f"{base}{suffix}:fee") for base in bases]


def compare(theirs: Theirs, booked: Mapping[str, int], keys: tuple[str, str]) -> Comparison:
    """Compare a line with what is booked on our account at the provider, by key (+ debit raises it).

    An entry may hold amount and fee together (a dispute), or the fee beside it.
    """
    amount_key, fee_key = keys
    if amount_key not in booked:
        return Comparison(Verdict.MISSING_OURS, theirs.net)
    amount, fee = booked[amount_key], -booked.get(fee_key, 0)
    delta = theirs.net - (amount - fee)
    if delta == 0:
        return Comparison(Verdict.MATCHED, 0)
    return Comparison(Verdict.FEE_DIFFERS if amount == theirs.amount else Verdict.AMOUNT_DIFFERS, delta)
