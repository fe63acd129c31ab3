"""What of an order may be claimed now, and as what: reads for the form that opens a case."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from escrow.disputes import claims
from escrow.disputes.machinery import claiming, money
from escrow.disputes.machinery.claiming import ClaimedPart
from escrow.models import ReleaseUnit
from escrow.states import UnitState
from marketplace.ledger import queries as ledger

if TYPE_CHECKING:
    from marketplace.ledger.models import Order

_LABELS = dict(UnitState.choices)


@dataclass(frozen=True, kw_only=True)
class Claimable:
    """A part of an order that may be claimed: pieces of a line in a unit, or a unit without pieces."""

    unit_no: int
    unit_title: str
    state: str
    position: int | None
    title: str
    quantity: str
    measure: str
    worth_minor: int
    types: tuple[str, ...]

    @property
    def code(self) -> str:
        """Its name in forms: ``1-2`` is line 2 in unit 1."""
        return f"{self.unit_no}-{self.position or 0}"


def claimable_parts(order: "Order") -> list[Claimable]:
    """What of an order may be claimed now, and as what. A few SQL queries for each unit."""
    if order.plan and order.plan.get("kind") == "terms":
        return []
    held = sum(ledger.escrow_by_leg(order).values())
    units = ReleaseUnit.objects.filter(order=order).order_by("no")
    return [part for unit in units for part in _parts_of(order, unit, held)]


def _parts_of(order: "Order", unit: ReleaseUnit, held: int) -> Iterator[Claimable]:
    types = tuple(kind.value for kind in claims.CHOOSABLE if claims.fits(kind, unit.kind, unit.state))
    whole = money.claimable(unit, held) if types else 0
    if not whole:
        return
    lines = {str(line.position): line for line in order.lines.all()}
    for position, quantity in unit.quantities.items() or [("", "")]:
        line = lines.get(position)
        part = ClaimedPart(unit_no=unit.no, position=int(position) if line else None)
        yield Claimable(
            unit_no=unit.no, unit_title=unit.title, state=_LABELS[unit.state], position=part.position,
            title=line.description if line else unit.title, quantity=quantity, measure=line.unit if line else "",
            worth_minor=claiming.worth_of(order, unit, part, whole), types=types,
        )  # fmt: skip
