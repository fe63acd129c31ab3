"""The arithmetic of release units: what a part of a delivery is worth, and which payment pays it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from marketplace.lib.errors import Invalid

Quantities = Mapping[str, str]
"""Order line position → quantity, both as text: ``{"1": "500"}``. Decimals stay exact in JSON."""


@dataclass(frozen=True, slots=True)
class LineValue:
    """An order line: how many units for how much, minor units."""

    quantity: Decimal
    total_minor: int


def part_value(amount: int, lines: Mapping[str, LineValue], whole: Quantities, part: Quantities) -> int:
    """What ``part`` of the quantities ``whole`` is worth when all of them are worth ``amount``.

    By the value of the lines, so that freight and what else is in ``amount`` follows the goods. Rounded half
    to even; the rest of the unit is ``amount`` less this. Raises Invalid for more than there is.
    """
    value_of_whole = sum((_value(lines[position], text) for position, text in whole.items()), Decimal(0))
    value_of_part = sum((_value(lines[position], text) for position, text in part.items()), Decimal(0))
    if value_of_whole == 0:
        count_of_whole = sum((Decimal(text) for text in whole.values()), Decimal(0))
        share = sum((Decimal(text) for text in part.values()), Decimal(0)) / count_of_whole
    else:
        share = value_of_part / value_of_whole
    return int((amount * share).quantize(Decimal(1), rounding=ROUND_HALF_EVEN))


def _value(line: LineValue, quantity: str) -> Decimal:
    return line.total_minor * Decimal(quantity) / line.quantity


def checked_part(whole: Quantities, part: Quantities) -> dict[str, str]:
    """``part`` without zeros, in canonical form. Raises Invalid, naming the line, if it is not inside ``whole``."""
    taken: dict[str, str] = {}
    for position, text in part.items():
        quantity = Decimal(text)
        if position not in whole or quantity < 0 or quantity > Decimal(whole[position]):
            left = whole.get(position, "0")
            raise Invalid.field(f"quantity_{position}", f"Of line {position} there are {left} left; enter 0 to {left}.")
        if quantity:
            taken[position] = plain(quantity)
    if not taken:
        raise Invalid.field("quantities", "Enter a quantity for at least one line.")
    return taken


def without(whole: Quantities, part: Quantities) -> dict[str, str]:
    """What is left of ``whole``."""
    rest = {position: Decimal(text) - Decimal(part.get(position, "0")) for position, text in whole.items()}
    return {position: plain(quantity) for position, quantity in rest.items() if quantity}


def plain(value: Decimal) -> str:
    """A decimal without exponent and without trailing zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True, slots=True)
class Bound:
    """Open money that belongs to one payment leg, because its unit waited for that payment."""

    leg_no: int
    open_minor: int


def draw(held: Mapping[int, int], amount: int, *, leg_no: int | None, others: Sequence[Bound] = ()) -> dict[int, int]:
    """Which payment legs pay ``amount``: the unit's own, else in their order, sparing what is bound to ``others``.

    ``held`` is what each leg's escrow holds. The sum is ``amount`` even if too little is held: then the
    database refuses the posting, which is the one place that decides.
    """
    if leg_no is not None:
        return {leg_no: amount}
    free = dict(sorted(held.items()))
    for bound in others:
        free[bound.leg_no] = free.get(bound.leg_no, 0) - bound.open_minor
    taken: dict[int, int] = {}
    left = amount
    for leg, available in free.items():
        piece = min(max(available, 0), left)
        if piece:
            taken[leg], left = piece, left - piece
    if left:
        last = max(free, default=1)
        taken[last] = taken.get(last, 0) + left
    return taken


def waterfall(amount: int, *, pending: int, available: int, reserve: int) -> tuple[int, int, int, int]:
    """How a vendor pays ``amount`` back: (pending, available, reserve, debt), each as far as it goes."""
    from_pending = min(amount, pending)
    from_available = min(amount - from_pending, available)
    from_reserve = min(amount - from_pending - from_available, reserve)
    return from_pending, from_available, from_reserve, amount - from_pending - from_available - from_reserve
