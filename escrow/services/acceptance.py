"""The buyer has what was ordered: held money is released, unit by unit, each once."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from escrow import policy, registry
from escrow.machinery import funds, schedule, timers
from escrow.machinery.shares import end_reserve, mature
from escrow.models import Release, ReleaseUnit
from escrow.states import UNIT, TimerName, UnitKind, UnitState
from marketplace.ledger import queries as ledger
from marketplace.ledger.services import note_order
from marketplace.ledger.states import ORDER
from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import Conflict
from marketplace.lib.state import WrongState
from marketplace.outbox import idempotency

if TYPE_CHECKING:
    from marketplace.ledger.models import Order


class PartIsFrozen(Conflict):
    """A claim holds this part; the rest of the order goes on."""

    code = "part_is_frozen"


def accept_order(
    *,
    actor: Actor,
    number: str,
    key: str,
    at: datetime,
    unit_no: int | None = None,
    quantities: Mapping[int, Decimal] | None = None,
) -> "Order":
    """Accept goods or a milestone and release the money held for them. It cannot be taken back.

    Without ``unit_no`` everything that was shipped is accepted; with it that unit, or the ``quantities`` of
    it. The buyer's purchasers, approvers and administrators. Raises NotFound, NotAllowed, WrongState,
    Invalid, PartIsFrozen. Publishes OrderAdvanced.
    """
    part = {str(position): str(quantity) for position, quantity in (quantities or {}).items()}
    with transaction.atomic():
        order = ledger.get_order(actor, number)
        require(policy.may_accept(actor, order))
        inputs = {"number": number, "unit": unit_no, "quantities": part}
        attempt = idempotency.begin(actor=actor, service="escrow.accept_order", key=key, inputs=inputs)
        if attempt.done:
            return order
        order = schedule.ensure(order.id)
        for unit in _to_accept(order, unit_no):
            taken = schedule.split_unit(order, unit, part) if part else unit
            _accept(actor, order, taken, "accept", at)
        attempt.finish(order.id)
    return ledger.get_order(actor, number)


def _to_accept(order: "Order", unit_no: int | None) -> list[ReleaseUnit]:
    ORDER.advance(order.state, "accept")
    if unit_no is not None:
        unit = schedule.get_unit(order, unit_no)
        UNIT.advance(unit.state, "accept")
        if unit.frozen_minor:
            raise PartIsFrozen("A claim freezes a part of this. Settle it, or withdraw it, then accept.")
        return [unit]
    ready = ReleaseUnit.objects.filter(order=order, state__in=[UnitState.SHIPPED, UnitState.INSPECTING])
    units = [unit for unit in ready if not unit.frozen_minor]
    if not units:
        raise WrongState("Nothing of this order waits to be accepted.")
    return units


def _accept(actor: Actor, order: "Order", unit: ReleaseUnit, action: str, at: datetime) -> None:
    """End the unit and let its open money go; what a clause leaves to the buyer goes back first."""
    by_clock = action != "accept"
    schedule.advance_unit(unit, action, at)
    for deduction in registry.deductions(order, unit, unit.open_minor, at):
        funds.refund(
            actor=actor, order=order, unit=unit, amount_minor=deduction.amount_minor, reason=deduction.reason, at=at
        )
    more = ReleaseUnit.objects.filter(order=order).exclude(state__in=[UnitState.ACCEPTED, UnitState.CANCELLED])
    if more.exclude(kind=UnitKind.RETENTION).exists() or unit.kind == UnitKind.RETENTION:
        body = {
            "unit": unit.no, "title": unit.title, "quantities": unit.quantities, "by_clock": by_clock,
            "amount_minor": unit.open_minor, "currency": order.currency,
        }  # fmt: skip
        note_order(actor=actor, order_id=order.id, kind="accept_part", body=body, at=at)
    _request_next(order, unit, at)
    if unit.open_minor and not schedule.is_on_credit(order):
        funds.release(actor=actor, order=order, unit=unit, amount_minor=unit.open_minor, by_clock=by_clock, at=at)
    else:
        schedule.settle_units(actor=actor, order=order, by_clock=by_clock, at=at)


def _request_next(order: "Order", unit: ReleaseUnit, at: datetime) -> None:
    """After a milestone the payment of the next one is due."""
    following = [leg for leg in schedule.legs_of(order) if unit.leg_no and leg.no == unit.leg_no + 1]
    for leg in following:
        schedule.request_leg(order, leg, at)


@timers.rings(TimerName.AUTO_ACCEPT)
def auto_accept(*, actor: Actor, order_id: UUID, subject: str, at: datetime) -> None:
    """The inspection period ended without a word: accept by clock. Raises WrongState.

    What a claim has frozen stays frozen; the unit ends when that is decided.
    """
    require(policy.may_run_machinery(actor))
    order = schedule.ensure(order_id)
    unit = _subject(order, subject)
    if unit.frozen_minor:
        UNIT.advance(unit.state, "auto_accept")
        if unit.open_minor:
            funds.release(actor=actor, order=order, unit=unit, amount_minor=unit.open_minor, by_clock=True, at=at)
        return
    _accept(actor, order, unit, "auto_accept", at)


@timers.rings(TimerName.RETENTION)
def end_retention(*, actor: Actor, order_id: UUID, subject: str, at: datetime) -> None:
    """The retention was kept for as long as agreed. Raises WrongState."""
    require(policy.may_run_machinery(actor))
    order = schedule.ensure(order_id)
    unit = _subject(order, subject)
    if unit.frozen_minor:
        raise PartIsFrozen("A claim holds the retention; the clock rings again when it is decided.")
    _accept(actor, order, unit, "end_retention", at)


@timers.rings(TimerName.MATURE)
def mature_release(*, actor: Actor, order_id: UUID, subject: str, at: datetime) -> None:
    """A release has waited for as long as the market lets it: the vendor may be paid."""
    require(policy.may_run_machinery(actor))
    mature(Release.objects.select_for_update().get(pk=subject, order_id=order_id), at)


@timers.rings(TimerName.RESERVE_END)
def release_reserve(*, actor: Actor, order_id: UUID, subject: str, at: datetime) -> None:
    """A release's reserve has been kept for as long as the market keeps it."""
    require(policy.may_run_machinery(actor))
    end_reserve(Release.objects.select_for_update().get(pk=subject, order_id=order_id), at)


def _subject(order: "Order", subject: str) -> ReleaseUnit:
    return ReleaseUnit.objects.get(order=order, pk=subject)
