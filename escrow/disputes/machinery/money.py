"""The money of a case: frozen when it opens, given back, or divided to the cent per release unit."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db.models import F, Sum

from escrow.disputes import arithmetic
from escrow.disputes.arithmetic import Award, Claimed
from escrow.disputes.models import Case, CaseLine
from escrow.disputes.states import OPEN_STATES
from escrow.machinery import funds, timers
from escrow.models import ReleaseUnit
from escrow.states import TimerName, UnitKind, UnitState
from marketplace.ledger import queries as ledger
from marketplace.lib.actor import Actor

UNDER_WAY = frozenset({UnitState.LOCKED, UnitState.IN_PROGRESS, UnitState.SHIPPED})
"""The goods are not there yet: what a case leaves to the vendor waits for them, like the rest of the unit."""

GRACE = timedelta(days=3)
"""How long a buyer may still look at goods after a case about them has ended without effect."""


def live_lines(case: Case) -> list[CaseLine]:
    """The parts of the claim that were not dropped, with their units and order lines joined."""
    return list(case.lines.filter(dropped_at__isnull=True).select_related("unit", "line").order_by("no"))


def claimable(unit: ReleaseUnit, held: int) -> int:
    """What may still be claimed of a unit: what is held for it, and what was released and not asked back already.

    ``held`` is all that is in the order's escrow: of a deposit order less may be there than the unit is worth.
    Two SQL queries.
    """
    back = unit.refunds.filter(after_release=True).aggregate(total=Sum("amount_minor"))["total"] or 0
    open_lines = unit.case_lines.filter(case__state__in=OPEN_STATES, dropped_at__isnull=True)
    asked = open_lines.aggregate(total=Sum(F("claimed_minor") - F("frozen_minor")))["total"] or 0
    return min(unit.open_minor, held) + max(unit.released_minor - int(back) - int(asked), 0)


def claims(lines: Sequence[CaseLine]) -> list[Claimed]:
    """The lines as arithmetic sees them."""
    return [Claimed(line.unit.no, line.frozen_minor, line.released_minor) for line in lines]


def freeze(case: Case, at: datetime) -> int:
    """Freeze the claim as far as its money is still held; returns how much."""
    total = 0
    for unit in _units(case):
        lines = [line for line in live_lines(case) if line.unit_id == unit.id]
        held = sum(ledger.escrow_by_leg(case.order).values())
        parts = arithmetic.freeze_plan([line.claimed_minor for line in lines], min(unit.open_minor, held))
        for line, part in zip(lines, parts, strict=True):
            line.frozen_minor = part
            line.save(update_fields=["frozen_minor"])
        if sum(parts):
            funds.freeze(order=case.order, unit=unit, amount_minor=sum(parts), ref=case.ref, at=at)
            total += sum(parts)
    return total


def free(actor: Actor, case: Case, lines: Sequence[CaseLine], at: datetime) -> None:
    """The claim on these lines is gone: their money is where it would be without it, and nobody was awarded any."""
    for unit in _units(case):
        mine = [line for line in lines if line.unit_id == unit.id]
        _put_back(actor, case, unit, sum(line.frozen_minor for line in mine), at)
    for line in lines:
        line.frozen_minor, line.awarded_minor = 0, 0
        line.save(update_fields=["frozen_minor", "awarded_minor", "dropped_at"])


def execute(actor: Actor, case: Case, awards: Mapping[int, int], reason: str, at: datetime) -> None:
    """Divide the claim: ``awards`` is what the buyer gets of each line, by its number; every cent finds its place."""
    lines = live_lines(case)
    divided = [
        arithmetic.award(claim, awards.get(line.no, 0)) for claim, line in zip(claims(lines), lines, strict=True)
    ]
    units = {unit.no: unit for unit in _units(case)}
    for line, part in zip(lines, divided, strict=True):
        line.frozen_minor, line.awarded_minor = 0, part.buyer_total
        line.save(update_fields=["frozen_minor", "awarded_minor"])
    for total in arithmetic.per_unit(divided):
        _divide(actor, case, units[total.unit_no], total, reason, at)


def _divide(actor: Actor, case: Case, unit: ReleaseUnit, total: Award, reason: str, at: datetime) -> None:
    waits = unit.state in UNDER_WAY or (unit.kind == UnitKind.RETENTION and unit.state != UnitState.ACCEPTED)
    to_vendor = 0 if waits else total.to_vendor
    if total.to_buyer or to_vendor:
        funds.split_frozen(
            actor=actor, order=case.order, unit=unit, to_buyer=total.to_buyer, to_vendor=to_vendor, ref=case.ref,
            reason=reason, at=at,
        )  # fmt: skip
    if total.to_vendor - to_vendor:
        _put_back(actor, case, unit, total.to_vendor, at)
    if total.back:
        funds.refund_released(
            actor=actor, order=case.order, unit=unit, amount_minor=total.back, reason=reason,
            ref=f"{case.ref}:{unit.no}", at=at,
        )  # fmt: skip


def _put_back(actor: Actor, case: Case, unit: ReleaseUnit, amount: int, at: datetime) -> None:
    """To the unit, as long as it has a way on; else to whom it went."""
    if not amount:
        return
    if unit.state in {UnitState.ACCEPTED, UnitState.CANCELLED}:
        to_buyer = amount if unit.state == UnitState.CANCELLED else 0
        funds.split_frozen(
            actor=actor, order=case.order, unit=unit, to_buyer=to_buyer, to_vendor=amount - to_buyer, ref=case.ref,
            reason=f"{case.number} ended", at=at,
        )  # fmt: skip
        return
    funds.unfreeze(order=case.order, unit=unit, amount_minor=amount, ref=case.ref, at=at)
    if unit.state == UnitState.INSPECTING:
        # Its clock may have rung while the money was frozen, and found nothing to accept.
        due_at = max(unit.inspection_ends_at or at, at + GRACE)
        timers.start(order_id=case.order_id, name=TimerName.AUTO_ACCEPT, due_at=due_at, subject=str(unit.id))


def _units(case: Case) -> list[ReleaseUnit]:
    """The units that the case touches, read under their locks."""
    wanted = case.lines.values("unit")
    return list(ReleaseUnit.objects.select_for_update().filter(pk__in=wanted).order_by("no"))
