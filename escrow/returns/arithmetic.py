"""What returned goods are worth, and who gets which part of it. Pure; money in minor units, quantities in decimals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from escrow.returns.states import CONFIRMED, FAULTS, Payer
from marketplace.lib.money import allocate, portion


def share(total_minor: int, ordered: Decimal, before: Decimal, count: Decimal) -> int:
    """What ``count`` of ``ordered`` pieces cost, when ``before`` of them have been returned already.

    Cumulative: however a line is cut into returns, their values add up to ``total_minor`` to the cent.
    Raises ValueError for more pieces than were ordered.
    """
    if ordered <= 0 or before < 0 or count < 0 or before + count > ordered:
        raise ValueError("more pieces than were ordered")
    return _upto(total_minor, ordered, before + count) - _upto(total_minor, ordered, before)


def _upto(total_minor: int, ordered: Decimal, count: Decimal) -> int:
    exact = Decimal(total_minor) * count / ordered
    return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_EVEN))


def landed_totals(totals: Mapping[int, int], freight_minor: int, reason: str) -> dict[int, int]:
    """Line totals by position; where the supplier is at fault, with their part of the freight that the buyer paid."""
    if reason not in FAULTS or not freight_minor or not sum(totals.values()):
        return dict(totals)
    parts = allocate(freight_minor, list(totals.values()))
    return {position: total + part for (position, total), part in zip(totals.items(), parts, strict=True)}


@dataclass(frozen=True, slots=True)
class JudgedLine:
    """A line as it was inspected: its value as authorised, how many were authorised, and how many proved the claim."""

    value_minor: int
    authorised: Decimal
    confirmed: Decimal


def refund_due(lines: Sequence[JudgedLine], *, credit_bp: int, restocking_bp: int) -> int:
    """What the buyer gets: the value of what proved the claim, times the agreed share, less the restocking fee.

    Never more than the lines' value; 0 if nothing proved the claim.
    """
    proven = sum(
        share(line.value_minor, line.authorised, Decimal(0), line.confirmed) for line in lines if line.authorised
    )
    credited = portion(proven, credit_bp)
    return credited - portion(credited, restocking_bp)


def confirmed_of(outcomes: Mapping[str, Decimal]) -> Decimal:
    """How many pieces proved the claim, from {outcome: pieces}."""
    return sum((count for outcome, count in outcomes.items() if outcome in CONFIRMED), Decimal(0))


def freight_owed(freight_minor: int, payer: str) -> int:
    """What the supplier owes the buyer, who paid the freight back; half is rounded down, in the supplier's favour."""
    return {Payer.VENDOR: freight_minor, Payer.SPLIT: freight_minor // 2}.get(Payer(payer), 0)


@dataclass(frozen=True, slots=True)
class Split:
    """How a claim ends: from the frozen money to either side, and what the supplier gives back of released money."""

    to_buyer: int
    to_vendor: int
    after_release: int


def split(frozen_minor: int, due_minor: int) -> Split:
    """Pay ``due_minor`` to the buyer, first from what is frozen; what stays frozen goes to the supplier."""
    to_buyer = min(frozen_minor, due_minor)
    return Split(to_buyer=to_buyer, to_vendor=frozen_minor - to_buyer, after_release=due_minor - to_buyer)
