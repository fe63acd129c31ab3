"""Money goes back to the buyer before anything was shipped."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from escrow import policy
from escrow.machinery import funds, schedule, timers
from escrow.models import Refund, ReleaseUnit, Shipment
from escrow.states import SETTLED_UNITS, TimerName, UnitState
from marketplace.ledger import queries as ledger
from marketplace.ledger.services import advance_order, note_order
from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import Conflict, Invalid
from marketplace.lib.state import WrongState
from marketplace.outbox import idempotency

if TYPE_CHECKING:
    from marketplace.ledger.models import Order

LAPSED = "Nothing was shipped in time."


def request_refund(*, actor: Actor, number: str, reason: str, key: str, at: datetime) -> Refund:
    """Send everything that is held back to the buyer. Before shipment nobody else has to agree.

    The buyer's finance and administrators, the vendor's fulfilment and administrators (who cannot
    deliver), the operator's finance. Returns the first of the refunds. Raises NotFound, NotAllowed, Invalid
    without a reason, WrongState once shipped. Publishes OrderAdvanced, OperationReserved.
    """
    reason = reason.strip()
    with transaction.atomic():
        order = ledger.get_order(actor, number)
        require(policy.may_request_refund(actor, order))
        attempt = idempotency.begin(
            actor=actor, service="escrow.request_refund", key=key, inputs={"number": number, "reason": reason}
        )
        if attempt.done:
            return Refund.objects.get(pk=attempt.result)
        if not reason:
            raise Invalid.field("reason", "Say why in a sentence; the other side reads it.")
        order = schedule.ensure(order.id)
        if actor.belongs_to(order.buyer_id) and schedule.plan_of(order).cancel_fee_bp:
            raise Conflict("The contract has a fee for this. Use “Change or cancel”, which says what it costs.")
        refund = cancel_unshipped(actor=actor, order=order, reason=reason, at=at)
        attempt.finish(refund.id)
    return refund


def cancel_unshipped(*, actor: Actor, order: "Order", reason: str, at: datetime) -> Refund:
    """Cancel every unit and send what is held for them back. In the caller's transaction, after its policy, with
    the order locked. Raises WrongState if anything was shipped or released, or nothing is held."""
    units = schedule.units_of(order)
    if Shipment.objects.filter(order=order).exists() or any(unit.released_minor for unit in units):
        raise WrongState("A part of this order was shipped or accepted. Open a claim for what is wrong with the rest.")
    order = advance_order(actor=actor, order_id=order.id, action="request_refund", body={"reason": reason[:300]}, at=at)
    held = sum(ledger.escrow_by_leg(order).values())
    refunds = []
    for unit in units:
        amount = min(unit.open_minor, held)
        if unit.state not in SETTLED_UNITS:
            schedule.advance_unit(unit, "cancel", at)
        if amount:
            refunds.append(
                funds.send_back(actor=actor, order=order, unit=unit, amount_minor=amount, reason=reason, at=at)
            )
            held -= amount
    if not refunds:
        raise WrongState("Nothing is held for this order, so there is nothing to send back.")
    timers.stop(order_id=order.id, at=at)
    schedule.summarise(actor=actor, order=order, at=at)
    return refunds[0]


@timers.rings(TimerName.SHIP_LAPSE)
def refund_unshipped(*, actor: Actor, order_id: UUID, subject: str, at: datetime) -> None:
    """Nothing was shipped long after it was promised: the buyer has its money back. Raises WrongState."""
    require(policy.may_run_machinery(actor))
    cancel_unshipped(actor=actor, order=schedule.ensure(order_id), reason=LAPSED, at=at)


@timers.rings(TimerName.HOLD_LIMIT)
def force_decision(*, actor: Actor, order_id: UUID, subject: str, at: datetime) -> None:
    """Money may not be held much longer: an operator has to decide. Raises WrongState if nothing is held."""
    require(policy.may_run_machinery(actor))
    order = schedule.ensure(order_id)
    held = ReleaseUnit.objects.filter(order=order).exclude(state__in=[UnitState.ACCEPTED, UnitState.CANCELLED])
    if not held.exists():
        raise WrongState("Nothing is held any more.")
    note_order(actor=actor, order_id=order.id, kind="hold_limit", at=at)
