"""The money of a return: frozen with the request, and at its end paid, given back to its unit, or let go."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import F, Sum

from escrow.machinery import funds, shares
from escrow.returns import arithmetic
from escrow.returns.arithmetic import JudgedLine
from escrow.returns.models import Return, ReturnLine
from escrow.returns.states import OPEN_STATES, Remedy
from escrow.states import UnitState
from marketplace.ledger import movements
from marketplace.ledger.services import post
from marketplace.lib.actor import Actor

if TYPE_CHECKING:
    from escrow.models import ReleaseUnit


def claimable(unit: "ReleaseUnit") -> int:
    """What may still be claimed of a unit, held or released, minor units: not refunded and not claimed already.

    Of what was released, the open returns that will ask for it back are left out. Two SQL queries.
    """
    back = unit.refunds.filter(after_release=True).aggregate(total=Sum("amount_minor"))["total"] or 0
    claims = Return.objects.filter(unit=unit, state__in=OPEN_STATES)
    waiting = claims.aggregate(total=Sum(F("claimed_minor") - F("frozen_minor")))["total"] or 0
    return unit.amount_minor - unit.refunded_minor - unit.frozen_minor - int(back) - int(waiting)


def freeze(row: Return, at: datetime) -> None:
    """Freeze the claim as far as its money is still held; the rest was released and is asked back at the end."""
    amount = min(row.claimed_minor, row.unit.open_minor)
    if amount > 0:
        funds.freeze(order=row.order, unit=row.unit, amount_minor=amount, ref=row.ref, at=at)
    row.frozen_minor = max(amount, 0)
    row.save(update_fields=["frozen_minor"])


def shrink(actor: Actor, row: Return, claimed_minor: int, at: datetime) -> None:
    """Fewer goods come back than were requested: the difference is no longer held for this return."""
    excess = row.frozen_minor - min(row.frozen_minor, claimed_minor)
    if excess:
        _free(actor, row, excess, at)
    row.frozen_minor, row.claimed_minor = row.frozen_minor - excess, claimed_minor


def free(actor: Actor, row: Return, at: datetime) -> None:
    """The return ended without a remedy: its money is where it would be without it."""
    if row.frozen_minor:
        _free(actor, row, row.frozen_minor, at)
    row.frozen_minor = 0


def _free(actor: Actor, row: Return, amount: int, at: datetime) -> None:
    if _is_over(row.unit, at):
        funds.split_frozen(
            actor=actor, order=row.order, unit=row.unit, to_buyer=0, to_vendor=amount, ref=row.ref,
            reason=f"{row.number} ended", at=at,
        )  # fmt: skip
    else:
        funds.unfreeze(order=row.order, unit=row.unit, amount_minor=amount, ref=row.ref, at=at)


def _is_over(unit: "ReleaseUnit", at: datetime) -> bool:
    """Nobody else will let this money go: the unit is accepted, or its clock rang while the claim held it."""
    ends_at = unit.inspection_ends_at
    return unit.state == UnitState.ACCEPTED or (ends_at is not None and ends_at <= at)


def pay(actor: Actor, row: Return, due_minor: int, at: datetime) -> None:
    """End the claim: ``due_minor`` to the buyer, what else is frozen to the supplier, and the freight back."""
    parts = arithmetic.split(row.frozen_minor, due_minor)
    if row.frozen_minor:
        funds.split_frozen(
            actor=actor, order=row.order, unit=row.unit, to_buyer=parts.to_buyer, to_vendor=parts.to_vendor,
            ref=row.ref, reason=f"{row.number}, {row.get_remedy_display() or 'decided'}", at=at,
        )  # fmt: skip
    if parts.after_release:
        funds.refund_released(
            actor=actor, order=row.order, unit=row.unit, amount_minor=parts.after_release,
            reason=f"{row.number}, after release", ref=row.ref, at=at,
        )  # fmt: skip
    row.frozen_minor, row.refunded_minor = 0, due_minor
    repay_freight(row, at)


def repay_freight(row: Return, at: datetime) -> None:
    """What the supplier owes of the freight back goes to the buyer's wallet: a posting of its own."""
    owed = arithmetic.freight_owed(row.freight_minor, row.freight_payer) if row.freight_payer else 0
    if owed:
        order = row.order
        post(
            key=f"return:{row.number}:freight",
            movement=movements.return_freight_repaid(
                vendor_id=order.vendor_id, buyer_id=order.buyer_id, currency=order.currency,
                taken=shares.claw(order, owed),
            ),
            order_id=order.id,
            at=at,
        )  # fmt: skip


def due(row: Return) -> int:
    """What the buyer gets in money as things stand: by the verdict, else by what was received, else nothing."""
    lines = list(row.lines.all())
    judged = [_judged(line) for line in lines]
    in_kind = row.remedy in {Remedy.REPLACEMENT, Remedy.REPAIR}
    return min(
        row.claimed_minor,
        arithmetic.refund_due(
            judged,
            credit_bp=10_000 if in_kind else row.credit_bp,
            restocking_bp=0 if in_kind else row.restocking_bp,
        ),
    )


def _judged(line: ReturnLine) -> JudgedLine:
    confirmed = arithmetic.confirmed_of(line.outcomes) if line.is_judged else line.received
    return JudgedLine(value_minor=line.value_minor, authorised=line.authorised, confirmed=confirmed)


def due_for_kept(row: Return, lines: list[ReturnLine]) -> int:
    """What the buyer gets when the goods stay where they are: the agreed share of all that was authorised."""
    kept = [JudgedLine(line.value_minor, line.authorised, line.authorised) for line in lines]
    return min(row.claimed_minor, arithmetic.refund_due(kept, credit_bp=row.credit_bp, restocking_bp=row.restocking_bp))
