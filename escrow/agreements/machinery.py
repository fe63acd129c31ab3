"""What the services of agreements share: locks in the right order, and the order's money while it is cancelled.

Everything here runs in the caller's transaction.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from django.db.models import Model

from escrow.agreements.clauses import CancelledMoney
from escrow.machinery import funds, schedule, timers
from escrow.models import ReleaseUnit, Shipment
from escrow.states import SETTLED_UNITS, TimerName, UnitState
from marketplace.ledger import queries as ledger
from marketplace.ledger.services import advance_order
from marketplace.lib.actor import Actor
from marketplace.lib.errors import Conflict, NotFound

if TYPE_CHECKING:
    from marketplace.ledger.models import Order

Row = TypeVar("Row", bound=Model)


class AlreadyDispatched(Conflict):
    """What was asked for is possible only before goods left."""

    code = "already_dispatched"


def changed_since(row: Row | None, shown_hash: str) -> Row:
    """``row`` if its hash is the one that was shown. Raises NotFound, Conflict."""
    if row is None:
        raise NotFound
    if getattr(row, "hash") != shown_hash:  # noqa: B009  # two models with this column
        raise Conflict("This has changed since you saw it. Reload the page and read it again.")
    return row


def is_dispatched(order: "Order") -> bool:
    """Something left, or a stage was submitted or accepted. Two SQL queries."""
    moved = [UnitState.SHIPPED, UnitState.INSPECTING, UnitState.ACCEPTED]
    return (
        Shipment.objects.filter(order=order).exists()
        or ReleaseUnit.objects.filter(order=order, state__in=moved).exists()
    )


def move_inspection(unit: ReleaseUnit, days: int, at: datetime) -> None:
    """Let the inspection of ``unit`` end ``days`` after its delivery, but not in the past."""
    if unit.delivered_at is not None:
        end_inspection_at(unit, max(unit.delivered_at + timedelta(days=days), at))


def end_inspection_at(unit: ReleaseUnit, ends_at: datetime) -> None:
    """Move the end of an inspection and the clock of acceptance with it."""
    unit.inspection_ends_at = ends_at
    unit.save(update_fields=["inspection_ends_at"])
    timers.move(order_id=unit.order_id, name=TimerName.AUTO_ACCEPT, due_at=ends_at, subject=str(unit.id))


def held(order: "Order") -> int:
    """What escrow holds for the order, over all its payments, minor units."""
    return sum(ledger.escrow_by_leg(order).values())


def end_order(*, actor: Actor, order: "Order", money: CancelledMoney, reason: str, at: datetime) -> None:
    """Cancel every unit: the fee to the supplier, all else that is held back to the buyer. Raises Conflict for money
    that a claim holds."""
    units = [unit for unit in schedule.units_of(order) if unit.state not in SETTLED_UNITS]
    if any(unit.frozen_minor for unit in units):
        raise Conflict("A claim holds money of this order. Settle it first.")
    _pay_fee(actor, order, units, money.fee, at)
    if money.back:
        order = advance_order(
            actor=actor, order_id=order.id, action="request_refund", body={"reason": reason[:300]}, at=at
        )
    left = money.back
    for unit in units:
        unit.refresh_from_db()
        if unit.state in SETTLED_UNITS:
            continue
        schedule.advance_unit(unit, "cancel" if money.back else "settle", at)
        amount = min(unit.open_minor, left)
        if amount:
            funds.send_back(actor=actor, order=order, unit=unit, amount_minor=amount, reason=reason, at=at)
            left -= amount
    timers.stop(order_id=order.id, at=at, subject="")
    schedule.summarise(actor=actor, order=order, at=at)


def _pay_fee(actor: Actor, order: "Order", units: list[ReleaseUnit], fee: int, at: datetime) -> None:
    for unit in units:
        part = min(unit.open_minor, fee)
        if part:
            funds.release(actor=actor, order=order, unit=unit, amount_minor=part, at=at)
            fee -= part
