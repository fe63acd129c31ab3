"""Goods move: shipped by the vendor, delivered by report; delivery starts the clock of acceptance."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from escrow import policy
from escrow.machinery import timers
from escrow.models import Shipment
from escrow.states import TimerName
from marketplace.ledger import queries as ledger
from marketplace.ledger.services import advance_order
from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import Invalid
from marketplace.outbox import idempotency
from marketplace.storage import files

if TYPE_CHECKING:
    from marketplace.ledger.models import Order


def ship_order(
    *,
    actor: Actor,
    number: str,
    carrier: str,
    tracking_number: str,
    key: str,
    at: datetime,
    document_id: UUID | None = None,
) -> Shipment:
    """Report that a funded order is on its way, with the carrier's number and optionally a document.

    The vendor's fulfilment and administrators. Raises NotFound, NotAllowed, Invalid, WrongState (an
    unpaid order is never shipped). Publishes OrderAdvanced.
    """
    carrier, tracking_number = carrier.strip(), tracking_number.strip()
    with transaction.atomic():
        order = ledger.get_order(actor, number)
        require(policy.may_ship(actor, order))
        attempt = idempotency.begin(
            actor=actor,
            service="escrow.ship_order",
            key=key,
            inputs={"number": number, "carrier": carrier, "tracking": tracking_number, "document": document_id},
        )
        if attempt.done:
            return Shipment.objects.get(pk=attempt.result)
        if not carrier:
            raise Invalid.field("carrier", "Name the carrier, so that the buyer can follow the goods.")
        if not tracking_number:
            raise Invalid.field("tracking_number", "Enter the carrier's tracking or waybill number.")
        if document_id and not files.ready_ids(actor, [document_id]):
            raise Invalid.field("document", "This file is not here. Upload it again.")
        facts = {"carrier": carrier, "tracking_number": tracking_number}
        advance_order(actor=actor, order_id=order.id, action="ship", body=facts, at=at)
        shipment = Shipment.objects.create(
            order=order, carrier=carrier, tracking_number=tracking_number, document_id=document_id, shipped_at=at
        )
        # Held money has an exit and a clock: without any report, the goods count as delivered one day.
        due_at = at + timedelta(days=settings.TRANSIT_DAYS)
        timers.start(order_id=order.id, name=TimerName.ARRIVAL, due_at=due_at)
        attempt.finish(shipment.id)
    return shipment


def report_delivery(*, actor: Actor, number: str, key: str, at: datetime, signed_by: str = "") -> "Order":
    """Report that the goods arrived; the inspection period begins, at its end the order is accepted by clock.

    Either side, or the operator. Raises NotFound, NotAllowed, WrongState. Publishes OrderAdvanced.
    """
    with transaction.atomic():
        order = ledger.get_order(actor, number)
        require(policy.may_report_delivery(actor, order))
        attempt = idempotency.begin(
            actor=actor, service="escrow.report_delivery", key=key, inputs={"number": number, "signed_by": signed_by}
        )
        if attempt.done:
            return order
        order = _deliver(actor=actor, order_id=order.id, body={"signed_by": signed_by.strip()}, at=at)
        timers.stop(order_id=order.id, at=at)
        _start_inspection(order.id, at)
        attempt.finish(order.id)
    return order


@timers.rings(TimerName.ARRIVAL)
def presume_delivery(*, actor: Actor, order_id: UUID, at: datetime) -> None:
    """Nobody reported delivery in time: the inspection period begins all the same. Raises WrongState."""
    require(policy.may_run_machinery(actor))
    _deliver(actor=actor, order_id=order_id, body={"by_clock": True}, at=at)
    _start_inspection(order_id, at)


def _deliver(*, actor: Actor, order_id: UUID, body: Mapping[str, Any], at: datetime) -> "Order":
    order = advance_order(actor=actor, order_id=order_id, action="deliver", body=body, at=at)
    Shipment.objects.filter(order_id=order_id, delivered_at__isnull=True).update(delivered_at=at)
    return order


def _start_inspection(order_id: UUID, at: datetime) -> None:
    due_at = at + timedelta(days=settings.INSPECTION_DAYS)
    timers.start(order_id=order_id, name=TimerName.AUTO_ACCEPT, due_at=due_at)
