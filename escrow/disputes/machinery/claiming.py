"""What a claim is about: parts of release units, what each is worth at most, and the unit it becomes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from escrow import splitting
from escrow.disputes import claims
from escrow.disputes.machinery import money
from escrow.disputes.models import Case, CaseLine
from escrow.disputes.states import CaseType
from escrow.machinery import schedule, timers
from escrow.models import ReleaseUnit, Timer
from escrow.splitting import LineValue
from escrow.states import UnitKind, UnitState
from listings import queries as listings
from marketplace.ledger import queries as ledger
from marketplace.lib.errors import Invalid
from marketplace.lib.money import Money

if TYPE_CHECKING:
    from marketplace.ledger.models import Order


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedPart:
    """A part of a claim: ``quantity`` of the order line ``position`` in a unit, or the unit without either.

    ``amount_minor`` None claims all that the part is worth.
    """

    unit_no: int
    position: int | None = None
    quantity: Decimal | None = None
    amount_minor: int | None = None


def claim(case: Case, parts: Sequence[ClaimedPart], at: datetime) -> None:
    """Write the parts of a claim down. Raises Invalid, naming the part.

    Where pieces can be told from other pieces, they become a unit of their own, so that the buyer can accept
    the others.
    """
    if not parts:
        raise Invalid.field("parts", "Choose at least one part of the order.")
    held = sum(ledger.escrow_by_leg(case.order).values())
    for unit_no in sorted({part.unit_no for part in parts}):
        mine = [part for part in parts if part.unit_no == unit_no]
        unit = schedule.get_unit(case.order, unit_no)
        check(case.order, unit, CaseType(case.type), at)
        unit = _own_unit(case, unit, mine, at)
        held -= min(_write(case, unit, mine, held), unit.open_minor)


def check(order: "Order", unit: ReleaseUnit, kind: CaseType, at: datetime) -> None:
    """Whether this may be claimed of this unit now. Raises Invalid."""
    if kind == CaseType.HOLD_LIMIT:
        return
    if not claims.fits(kind, unit.kind, unit.state):
        raise Invalid.field("type", f"“{kind.label}” does not fit {unit.title}: it is {unit.get_state_display()}.")
    is_due = unit.shipped_at or (order.ship_due_at and at > order.ship_due_at) or unit.kind == UnitKind.MILESTONE
    if kind in {CaseType.NOT_SHIPPED, CaseType.LATE} and not is_due:
        raise Invalid.field("type", "The agreed date has not passed yet.")
    too_late = unit.accepted_at and at > unit.accepted_at + timedelta(days=claims.WARRANTY_DAYS)
    if kind == CaseType.HIDDEN_DEFECT and too_late:
        raise Invalid.field("type", f"Hidden defects may be claimed for {claims.WARRANTY_DAYS} days after acceptance.")


def _own_unit(case: Case, unit: ReleaseUnit, parts: Sequence[ClaimedPart], at: datetime) -> ReleaseUnit:
    quantities = _quantities(parts)
    if (
        not claims.RULES[CaseType(case.type)].by_quantity
        or not quantities
        or unit.frozen_minor
        or unit.state not in {UnitState.SHIPPED, UnitState.INSPECTING}
    ):
        return unit
    part = schedule.split_unit(case.order, unit, quantities)
    if part.pk != unit.pk:
        for timer in Timer.objects.running().filter(order=case.order, subject=str(unit.id)):
            timers.start(order_id=case.order_id, name=timer.name, due_at=timer.due_at, subject=str(part.id))
    return part


def _quantities(parts: Sequence[ClaimedPart]) -> dict[str, str]:
    return {
        str(part.position): splitting.plain(part.quantity)
        for part in parts
        if part.position is not None and part.quantity is not None
    }


def _write(case: Case, unit: ReleaseUnit, parts: Sequence[ClaimedPart], held: int) -> int:
    """Returns how much of the unit is claimed."""
    lines = {line.position: line for line in case.order.lines.all()}
    left = whole = money.claimable(unit, held)
    no = case.lines.count()
    for part in parts:
        worth = min(worth_of(case.order, unit, part, whole), left)
        amount = worth if part.amount_minor is None else part.amount_minor
        if not worth and case.type == CaseType.HOLD_LIMIT:
            continue
        if not 0 < amount <= worth:
            name = lines[part.position].description if part.position in lines else unit.title
            most = Money(worth, case.order.currency)
            raise Invalid.field("parts", f"Of “{name}” at most {most} can be claimed now.")
        no, left = no + 1, left - amount
        CaseLine.objects.create(
            case=case, no=no, unit=unit, line=lines.get(part.position) if part.position else None,
            quantity=part.quantity, claimed_minor=amount,
        )  # fmt: skip
    return whole - left


def worth_of(order: "Order", unit: ReleaseUnit, part: ClaimedPart, whole: int) -> int:
    """What a part is worth when its whole unit is worth ``whole``. Raises Invalid for more than there is."""
    if part.position is None:
        return whole
    if str(part.position) not in unit.quantities:
        raise Invalid.field("parts", f"Line {part.position} is not in {unit.title}.")
    quantity = part.quantity if part.quantity is not None else Decimal(unit.quantities[str(part.position)])
    wanted = splitting.checked_part(unit.quantities, {str(part.position): splitting.plain(quantity)})
    values = {str(line.position): LineValue(line.quantity, line.total_minor) for line in order.lines.all()}
    return splitting.part_value(whole, values, unit.quantities, wanted)


def category_of(order: "Order") -> str:
    """What kind of goods it is about, as far as the catalogue knows: precedents are found by it."""
    return listings.category_of_skus(order.vendor_id, [line.sku for line in order.lines.all() if line.sku])
