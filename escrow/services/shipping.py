"""Goods move: shipped by the vendor, delivered by report; delivery starts the clock of acceptance."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
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
        order = advance_order(
            actor=actor, order_id=order.id, action="deliver", body={"signed_by": signed_by.strip()}, at=at
        )
        Shipment.objects.filter(order_id=order.id, delivered_at__isnull=True).update(delivered_at=at)
        due_at = at + timedelta(days=settings.INSPECTION_DAYS)
        timers.start(order_id=order.id, name=TimerName.AUTO_ACCEPT, due_at=due_at)
        attempt.finish(order.id)
    return order
