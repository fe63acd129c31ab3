"""Goods move: ready, shipped in one piece or in parts, delivered by report; delivery starts the inspection."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from escrow import policy, registry
from escrow.machinery import schedule, timers
from escrow.models import PaymentLeg, ReleaseUnit, Shipment
from escrow.states import LegState, TimerName, UnitKind, UnitState
from marketplace.ledger import queries as ledger
from marketplace.ledger.services import advance_order, note_order
from marketplace.ledger.states import ORDER
from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import Conflict, Invalid
from marketplace.lib.state import WrongState
from marketplace.outbox import idempotency
from marketplace.storage import files

if TYPE_CHECKING:
    from marketplace.ledger.models import Order


class NotYet(Conflict):
    """Something has to happen before the goods may leave."""

    code = "not_yet"


def report_ready(*, actor: Actor, number: str, key: str, at: datetime) -> "Order":
    """The goods are ready to leave: what is paid before shipment is due now.

    The vendor's fulfilment and administrators. Raises NotFound, NotAllowed, WrongState. Publishes
    OrderAdvanced.
    """
    with transaction.atomic():
        order = ledger.get_order(actor, number)
        require(policy.may_ship(actor, order))
        attempt = idempotency.begin(actor=actor, service="escrow.report_ready", key=key, inputs={"number": number})
        if attempt.done:
            return order
        order = schedule.ensure(order.id)
        ORDER.advance(order.state, "ship")
        for leg in schedule.legs_of(order):
            if leg.when == "shipment":
                schedule.request_leg(order, leg, at)
        order = note_order(actor=actor, order_id=order.id, kind="ready", at=at)
        attempt.finish(order.id)
    return order


def ship_order(
    *,
    actor: Actor,
    number: str,
    carrier: str,
    tracking_number: str,
    key: str,
    at: datetime,
    document_id: UUID | None = None,
    quantities: Mapping[int, Decimal] | None = None,
) -> Shipment:
    """Report that goods are on their way, with the carrier's number and optionally a document.

    ``quantities`` by order line ships a part; without it everything left goes. The vendor's fulfilment and
    administrators. Raises NotFound, NotAllowed, Invalid, WrongState (an unpaid order is never shipped),
    NotYet. Publishes OrderAdvanced.
    """
    carrier, tracking_number = carrier.strip(), tracking_number.strip()
    part = {str(position): str(quantity) for position, quantity in (quantities or {}).items()}
    with transaction.atomic():
        order = ledger.get_order(actor, number)
        require(policy.may_ship(actor, order))
        attempt = idempotency.begin(
            actor=actor,
            service="escrow.ship_order",
            key=key,
            inputs={
                "number": number, "carrier": carrier, "tracking": tracking_number, "document": document_id,
                "quantities": part,
            },
        )  # fmt: skip
        if attempt.done:
            return Shipment.objects.get(pk=attempt.result)
        if not carrier:
            raise Invalid.field("carrier", "Name the carrier, so that the buyer can follow the goods.")
        if not tracking_number:
            raise Invalid.field("tracking_number", "Enter the carrier's tracking or waybill number.")
        if document_id and not files.ready_ids(actor, [document_id]):
            raise Invalid.field("document", "This file is not here. Upload it again.")
        order = schedule.ensure(order.id)
        unit = _unit_to_ship(order, part)
        shipment = Shipment.objects.create(
            order=order, carrier=carrier, tracking_number=tracking_number, document_id=document_id, shipped_at=at
        )
        schedule.advance_unit(unit, "ship", at, shipment=shipment, shipped_at=at)
        more = _waiting(order).exists()
        facts: dict[str, Any] = {"carrier": carrier, "tracking_number": tracking_number}
        if more:
            facts["quantities"] = unit.quantities
        advance_order(actor=actor, order_id=order.id, action="ship_part" if more else "ship", body=facts, at=at)
        timers.stop(order_id=order.id, at=at, name=TimerName.SHIP_LAPSE)
        # Held money has an exit and a clock: without any report, the goods count as delivered one day.
        timers.start(
            order_id=order.id, name=TimerName.ARRIVAL, due_at=at + timedelta(days=settings.TRANSIT_DAYS),
            subject=str(unit.id),
        )  # fmt: skip
        attempt.finish(shipment.id)
    return shipment


def _waiting(order: "Order") -> QuerySet[ReleaseUnit]:
    return ReleaseUnit.objects.filter(order=order, kind=UnitKind.DELIVERY, state=UnitState.IN_PROGRESS)


def _unit_to_ship(order: "Order", part: Mapping[str, str]) -> ReleaseUnit:
    """What leaves now, split from the rest if it is a part. Raises WrongState, NotYet, Invalid."""
    ORDER.advance(order.state, "ship")
    unit = _waiting(order).order_by("no").first()
    if unit is None:
        raise WrongState("Nothing of this order waits to be shipped.")
    unpaid = PaymentLeg.objects.filter(order=order, when="shipment").exclude(state=LegState.FUNDED).first()
    if unpaid is not None:
        raise NotYet(f"“{unpaid.title}” is not paid yet. Report the goods ready, so that the buyer pays it.")
    for reason in registry.ship_hindrances(order, unit):
        raise NotYet(reason)
    if not part:
        return unit
    if unit.frozen_minor:
        raise NotYet("A claim freezes a part of this order. Ship it whole, or settle the claim first.")
    if not schedule.plan_of(order).partial_shipments and dict(part) != unit.quantities:
        raise Invalid.field("quantities", "It was agreed that this order is shipped in one piece.")
    return schedule.split_unit(order, unit, part)


def report_delivery(
    *, actor: Actor, number: str, key: str, at: datetime, signed_by: str = "", tracking_number: str = ""
) -> "Order":
    """Report that goods arrived; their inspection begins, at its end they are accepted by clock.

    ``tracking_number`` names one shipment; without it all that are on their way arrived. Either side, or the
    operator. Raises NotFound, NotAllowed, WrongState. Publishes OrderAdvanced.
    """
    with transaction.atomic():
        order = ledger.get_order(actor, number)
        require(policy.may_report_delivery(actor, order))
        inputs = {"number": number, "signed_by": signed_by, "tracking": tracking_number}
        attempt = idempotency.begin(actor=actor, service="escrow.report_delivery", key=key, inputs=inputs)
        if attempt.done:
            return order
        order = schedule.ensure(order.id)
        units = ReleaseUnit.objects.filter(order=order, state=UnitState.SHIPPED)
        if tracking_number:
            units = units.filter(shipment__tracking_number=tracking_number)
        order = _deliver(actor, order, list(units), {"signed_by": signed_by.strip()}, at)
        attempt.finish(order.id)
    return order


@timers.rings(TimerName.ARRIVAL)
def presume_delivery(*, actor: Actor, order_id: UUID, subject: str, at: datetime) -> None:
    """Nobody reported delivery in time: the inspection period begins all the same. Raises WrongState."""
    require(policy.may_run_machinery(actor))
    order = schedule.ensure(order_id)
    units = ReleaseUnit.objects.filter(order=order, pk=subject, state=UnitState.SHIPPED)
    _deliver(actor, order, list(units), {"by_clock": True}, at)


def _deliver(
    actor: Actor, order: "Order", units: list[ReleaseUnit], body: Mapping[str, object], at: datetime
) -> "Order":
    if not units:
        ORDER.advance(order.state, "deliver")
        raise WrongState("Nothing of this order is on its way.")
    for unit in units:
        timers.stop(order_id=order.id, at=at, name=TimerName.ARRIVAL, subject=str(unit.id))
        schedule.start_inspection(order, unit, "deliver", at)
        Shipment.objects.filter(units=unit).update(delivered_at=at)
    on_the_way = ReleaseUnit.objects.filter(
        order=order, kind=UnitKind.DELIVERY, state__in=[UnitState.IN_PROGRESS, UnitState.SHIPPED]
    )
    if on_the_way.exists():
        return note_order(actor=actor, order_id=order.id, kind="deliver_part", body=body, at=at)
    return advance_order(actor=actor, order_id=order.id, action="deliver", body=body, at=at)
