"""How a claim's money is divided, to the cent. Pure; minor units.

A claim on one line is ``frozen`` money (still held) and ``released`` money (the vendor already has it). What goes
to the buyer is taken from the frozen money first; what is left of that is the vendor's.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from marketplace.lib.money import allocate, portion

WHOLE_BP = 10_000


@dataclass(frozen=True, slots=True)
class Claimed:
    """A claim on a line of one release unit."""

    unit_no: int
    frozen: int
    released: int = 0

    @property
    def total(self) -> int:
        """All that is claimed of it."""
        return self.frozen + self.released


@dataclass(frozen=True, slots=True)
class Award:
    """What a line's money becomes: ``to_buyer`` + ``to_vendor`` = frozen; ``back`` is asked of the vendor."""

    unit_no: int
    to_buyer: int
    to_vendor: int
    back: int = 0

    @property
    def buyer_total(self) -> int:
        """All that the buyer gets."""
        return self.to_buyer + self.back


def award(claim: Claimed, buyer_total: int) -> Award:
    """Divide one line. Raises ValueError for less than nothing or more than was claimed."""
    if not 0 <= buyer_total <= claim.total:
        raise ValueError(f"{buyer_total} is not between 0 and the {claim.total} that is claimed")
    to_buyer = min(buyer_total, claim.frozen)
    return Award(claim.unit_no, to_buyer, claim.frozen - to_buyer, buyer_total - to_buyer)


def by_liability(claim: Claimed, vendor_bp: int) -> Award:
    """The vendor answers for ``vendor_bp`` of the claim, in basis points; the buyer bears the rest."""
    return award(claim, portion(claim.total, vendor_bp))


def spread(claims: list[Claimed], amount: int) -> list[int]:
    """Divide an agreed ``amount`` over the lines by what each claims; the parts add up and fit their lines."""
    total = sum(claim.total for claim in claims)
    if not 0 <= amount <= total:
        raise ValueError(f"{amount} is not between 0 and the {total} that is claimed")
    return allocate(amount, [claim.total for claim in claims]) if total else [0] * len(claims)


def per_unit(awards: Iterable[Award]) -> list[Award]:
    """The awards of each unit added up, in the order of the units."""
    sums: dict[int, Award] = {}
    for one in awards:
        so_far = sums.get(one.unit_no, Award(one.unit_no, 0, 0))
        sums[one.unit_no] = Award(
            one.unit_no, so_far.to_buyer + one.to_buyer, so_far.to_vendor + one.to_vendor, so_far.back + one.back
        )
    return [sums[unit_no] for unit_no in sorted(sums)]


def freeze_plan(claims: Iterable[int], open_minor: int) -> list[int]:
    """How much of each claim on one unit is frozen: in order, as far as the unit's open money goes."""
    frozen = []
    for claimed in claims:
        frozen.append(min(claimed, open_minor))
        open_minor -= frozen[-1]
    return frozen
