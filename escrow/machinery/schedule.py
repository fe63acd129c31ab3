"""An order's plan at work: its legs and units, what they wait for, and the order's state as their summary.

Everything here runs in the caller's transaction with the order's row locked.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db.models import F, Max, Sum

from escrow import registry, splitting
from escrow.machinery import timers
from escrow.models import GatewayOperation, PaymentLeg, Payout, Refund, Release, ReleaseUnit
from escrow.splitting import LineValue, Quantities
from escrow.states import (
    LEG,
    OPEN_OPERATIONS,
    SETTLED_UNITS,
    UNIT,
    LegState,
    OperationKind,
    OperationState,
    PayoutState,
    TimerName,
    UnitKind,
    UnitState,
)
from marketplace.ledger.plans import Plan
from marketplace.ledger.services import advance_order, lock_order, note_order
from marketplace.ledger.states import HELD_STATES, OrderState
from marketplace.lib.actor import Actor
from marketplace.lib.errors import NotFound

if TYPE_CHECKING:
    from marketplace.ledger.models import Order

SYSTEM = Actor.for_system("escrow.schedule")


def plan_of(order: "Order") -> Plan:
    """The plan that the order was opened with."""
    return Plan.from_json(order.plan)


def planned(order: "Order") -> tuple[list[PaymentLeg], list[ReleaseUnit]]:
    """An order's legs and units as its plan divides it, not written down."""
    plan = plan_of(order)
    due_at = order.opened_at + timedelta(days=settings.PAYMENT_DUE_DAYS)
    everything = {str(line.position): splitting.plain(line.quantity) for line in order.lines.all()}
    legs = [
        PaymentLeg(
            order=order, no=leg.no, title=leg.title, when=leg.when, amount_minor=leg.amount_minor,
            state=LegState.AWAITING if leg.when == "order" else LegState.PLANNED,
            due_at=due_at if leg.when == "order" else None,
        )
        for leg in plan.legs(order.total_minor)
    ]  # fmt: skip
    units = [
        ReleaseUnit(
            order=order, no=unit.no, kind=unit.kind, title=unit.title, amount_minor=unit.amount_minor,
            leg_no=unit.leg_no, days=unit.days, quantities=everything if unit.kind == UnitKind.DELIVERY else {},
        )
        for unit in plan.units(order.total_minor)
    ]  # fmt: skip
    return legs, units


def ensure(order_id: UUID) -> "Order":
    """Lock an order and write down its legs and units, once; returns the locked order."""
    order = lock_order(order_id)
    if ReleaseUnit.objects.filter(order=order).exists():
        return order
    legs, units = planned(order)
    PaymentLeg.objects.bulk_create(legs)
    ReleaseUnit.objects.bulk_create(units)
    if order.state == OrderState.AWAITING_PAYMENT:
        due_at = order.opened_at + timedelta(days=settings.PAYMENT_DUE_DAYS)
        timers.start(order_id=order.id, name=TimerName.PAYMENT_DUE, due_at=due_at)
    return order


def is_on_credit(order: "Order") -> bool:
    """Whether the goods are paid by invoice: on net terms, and not paid in advance after all."""
    prepaid = PaymentLeg.objects.filter(order=order, when="order", state=LegState.FUNDED)
    return plan_of(order).kind == "terms" and not prepaid.exists()


def legs_of(order: "Order") -> list[PaymentLeg]:
    """The payments of an order, in order."""
    return list(PaymentLeg.objects.filter(order=order))


def units_of(order: "Order") -> list[ReleaseUnit]:
    """The release units of an order, in order."""
    return list(ReleaseUnit.objects.filter(order=order))


def get_leg(order: "Order", no: int) -> PaymentLeg:
    """One payment. Raises NotFound."""
    leg = PaymentLeg.objects.filter(order=order, no=no).first()
    if leg is None:
        raise NotFound
    return leg


def get_unit(order: "Order", no: int) -> ReleaseUnit:
    """One unit. Raises NotFound."""
    unit = ReleaseUnit.objects.filter(order=order, no=no).first()
    if unit is None:
        raise NotFound
    return unit


def payable_leg(order: "Order") -> PaymentLeg | None:
    """The next payment that the buyer may make: the first that is not paid."""
    unpaid = PaymentLeg.objects.filter(order=order, state__in=[LegState.AWAITING, LegState.PLANNED])
    return unpaid.order_by("no").first()


def add_leg(order: "Order", *, amount_minor: int, title: str, due_at: datetime, when: str = "invoice") -> PaymentLeg:
    """One more payment, for what was agreed later or is invoiced."""
    last = PaymentLeg.objects.filter(order=order).aggregate(last=Max("no"))["last"] or 0
    return PaymentLeg.objects.create(
        order=order, no=last + 1, title=title[:120], when=when, amount_minor=amount_minor,
        state=LegState.AWAITING, due_at=due_at,
    )  # fmt: skip


def request_leg(order: "Order", leg: PaymentLeg, at: datetime) -> None:
    """A planned payment is due now."""
    if leg.state == LegState.PLANNED:
        leg.state = LEG.advance(leg.state, "request")
        leg.due_at = at + timedelta(days=settings.PAYMENT_DUE_DAYS)
        leg.save(update_fields=["state", "due_at"])


def fund_leg(*, order: "Order", leg: PaymentLeg, facts: Mapping[str, Any], at: datetime) -> None:
    """A payment is there: the order begins, or goes on. Raises WrongState if nobody waits for it."""
    leg.state = LEG.advance(leg.state, "fund")
    body = {**facts, "leg": leg.no, "title": leg.title}
    if order.state == OrderState.AWAITING_PAYMENT:
        start_order(order_id=order.id, facts=body, at=at)
    elif order.state in HELD_STATES:
        note_order(actor=SYSTEM, order_id=order.id, kind="fund_leg", body=body, at=at)
    else:
        # The order moved on before its money came: the machine of the order says so.
        advance_order(actor=SYSTEM, order_id=order.id, action="fund", body=body, at=at)
    leg.funded_at = at
    leg.save(update_fields=["state", "funded_at"])
    for unit in ReleaseUnit.objects.filter(order=order, state=UnitState.LOCKED, leg_no=leg.no):
        start_unit(unit, at)


def hand_over(*, order: "Order", leg: PaymentLeg, receive: Callable[[], None], at: datetime) -> bool:
    """Give a payment that belongs into no escrow (an invoice's) to whoever it is for; False for all others.

    ``receive`` books the money into the buyer's wallet. A debt is paid by any money, also by what comes late.
    """
    taker = registry.taker_of(leg)
    if taker is None:
        return False
    if leg.state == LegState.FUNDED:
        receive()
        return True
    leg.state, leg.funded_at = LegState.FUNDED, at
    leg.save(update_fields=["state", "funded_at"])
    taker(order, leg, receive, at)
    return True


def start_order(*, order_id: UUID, facts: Mapping[str, Any], at: datetime) -> "Order":
    """The first payment, or a credit line, covers the order: production may begin. Its clocks start."""
    order = advance_order(actor=SYSTEM, order_id=order_id, action="fund", body=facts, at=at)
    timers.stop(order_id=order.id, at=at, name=TimerName.PAYMENT_DUE)
    for unit in ReleaseUnit.objects.filter(order=order, state=UnitState.LOCKED, kind=UnitKind.DELIVERY):
        start_unit(unit, at)
    if order.ship_due_at and plan_of(order).kind != "milestones":
        lapse_at = order.ship_due_at + timedelta(days=settings.SHIP_LAPSE_DAYS)
        timers.start(order_id=order.id, name=TimerName.SHIP_LAPSE, due_at=lapse_at)
    limit_at = at + timedelta(days=settings.HOLD_LIMIT_DAYS)
    timers.start(order_id=order.id, name=TimerName.HOLD_LIMIT, due_at=limit_at)
    return order


def start_unit(unit: ReleaseUnit, at: datetime) -> None:
    """What a unit waited for is there."""
    unit.state, unit.started_at = UNIT.advance(unit.state, "start"), at
    unit.save(update_fields=["state", "started_at"])


def advance_unit(unit: ReleaseUnit, action: str, at: datetime, **changes: Any) -> None:
    """Take a step of the unit's process and write ``changes`` with it. Raises WrongState."""
    unit.state = UNIT.advance(unit.state, action)
    if unit.state == UnitState.ACCEPTED:
        changes["accepted_at"] = at
    for name, value in changes.items():
        setattr(unit, name, value)
    unit.save(update_fields=["state", *changes])
    if unit.state in SETTLED_UNITS:
        timers.stop(order_id=unit.order_id, at=at, subject=str(unit.id))


def start_inspection(order: "Order", unit: ReleaseUnit, action: str, at: datetime) -> None:
    """The buyer inspects a unit from now on; at the end of the period it is accepted by clock."""
    ends_at = at + timedelta(days=plan_of(order).inspection_days)
    advance_unit(unit, action, at, delivered_at=at, inspection_ends_at=ends_at)
    timers.start(order_id=order.id, name=TimerName.AUTO_ACCEPT, due_at=ends_at, subject=str(unit.id))


def split_unit(order: "Order", unit: ReleaseUnit, quantities: Quantities) -> ReleaseUnit:
    """Take a part of a delivery out of ``unit`` as a unit of its own; all of it returns ``unit`` itself.

    Amounts and quantities are conserved. Raises Invalid, naming the line, for more than there is; Conflict
    belongs to the caller when money of the unit is frozen.
    """
    part = splitting.checked_part(unit.quantities, quantities)
    if part == unit.quantities:
        return unit
    lines = {str(line.position): LineValue(line.quantity, line.total_minor) for line in order.lines.all()}
    worth = splitting.part_value(unit.open_minor, lines, unit.quantities, part)
    last = ReleaseUnit.objects.filter(order=order).aggregate(last=Max("no"))["last"]
    unit.quantities = splitting.without(unit.quantities, part)
    unit.amount_minor -= worth
    unit.save(update_fields=["quantities", "amount_minor"])
    return ReleaseUnit.objects.create(
        order=order, no=last + 1, kind=unit.kind, title=unit.title, state=unit.state, leg_no=unit.leg_no,
        process_version=unit.process_version, amount_minor=worth, quantities=part, shipment=unit.shipment,
        started_at=unit.started_at, shipped_at=unit.shipped_at, delivered_at=unit.delivered_at,
        inspection_ends_at=unit.inspection_ends_at,
    )  # fmt: skip


def settle_units(*, actor: Actor, order: "Order", by_clock: bool = False, at: datetime) -> None:
    """After a unit's money moved: end the units that are empty, and take the order's step that follows."""
    for unit in ReleaseUnit.objects.filter(order=order).exclude(state__in=SETTLED_UNITS):
        if unit.amount_minor and not unit.open_minor and not unit.frozen_minor:
            action = "settle" if unit.released_minor and unit.state != UnitState.LOCKED else "cancel"
            advance_unit(unit, action, at)
    _begin_retention(order, at)
    summarise(actor=actor, order=order, by_clock=by_clock, at=at)


def _begin_retention(order: "Order", at: datetime) -> None:
    """The retention's clock begins when everything else is accepted."""
    if _goods(order).exclude(state__in=SETTLED_UNITS).exists():
        return
    for unit in ReleaseUnit.objects.filter(order=order, kind=UnitKind.RETENTION, state=UnitState.LOCKED):
        start_unit(unit, at)
        due_at = at + timedelta(days=unit.days)
        timers.start(order_id=order.id, name=TimerName.RETENTION, due_at=due_at, subject=str(unit.id))


def _goods(order: "Order") -> Any:
    return ReleaseUnit.objects.filter(order=order).exclude(kind=UnitKind.RETENTION)


def summarise(*, actor: Actor, order: "Order", by_clock: bool = False, at: datetime) -> None:
    """Take the order's own step that its units have made true: accepted, on the way back, closed."""
    order = lock_order(order.id)
    units = units_of(order)
    goods = [unit for unit in units if unit.kind != UnitKind.RETENTION]
    if order.state in HELD_STATES and all(unit.state in SETTLED_UNITS for unit in goods):
        if any(unit.state == UnitState.ACCEPTED for unit in goods):
            facts = {"by_clock": by_clock}
            order = advance_order(actor=actor, order_id=order.id, action="accept", body=facts, at=at)
        elif all(unit.state in SETTLED_UNITS for unit in units):
            order = advance_order(actor=actor, order_id=order.id, action="request_refund", at=at)
        timers.stop(order_id=order.id, at=at, name=TimerName.SHIP_LAPSE)
    if order.state == OrderState.REFUNDING and not open_refunds(order):
        advance_order(actor=SYSTEM, order_id=order.id, action="refund", body=_sent_back(order), at=at)
        timers.stop(order_id=order.id, at=at)
    elif order.state == OrderState.ACCEPTED and _is_done(order, units):
        last = Payout.objects.filter(releases__order=order).order_by("-created_at").first()
        body = {"payout": last.number if last else ""}
        advance_order(actor=SYSTEM, order_id=order.id, action="close", body=body, at=at)
        timers.stop(order_id=order.id, at=at)


def _sent_back(order: "Order") -> dict[str, Any]:
    """What the buyer has back, and whether all of it had to go to its wallet."""
    sums = Refund.objects.filter(order=order, is_unclaimed=False).aggregate(
        total=Sum("amount_minor"), wallet=Sum("to_wallet_minor")
    )
    to = "wallet" if sums["wallet"] == sums["total"] else "provider"
    return {"amount_minor": sums["total"], "currency": order.currency, "to": to}


def _is_done(order: "Order", units: list[ReleaseUnit]) -> bool:
    """Nothing is open, frozen or under way, and the vendor has all that was released."""
    if any(unit.open_minor or unit.frozen_minor or unit.state not in SETTLED_UNITS for unit in units):
        return False
    due = Release.objects.filter(order=order, settled_minor__gt=F("clawed_minor"))
    unpaid = due.exclude(payout__state=PayoutState.PAID)
    return not unpaid.exists() and not open_refunds(order)


def open_refunds(order: "Order") -> bool:
    """Whether money of this order is still on its way back."""
    return GatewayOperation.objects.filter(
        order=order, kind=OperationKind.REFUND, state__in=[*OPEN_OPERATIONS, OperationState.MANUAL],
        refund__is_unclaimed=False,
    ).exists()  # fmt: skip
