"""Notices of the provider: verified, stored as they came, and then only taken as a reason to ask."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from escrow.events import GatewayEventReceived
from escrow.gateways.port import get_gateway
from escrow.models import GatewayEvent, GatewayOperation
from escrow.services import operations
from escrow.states import InboxState
from marketplace.lib.errors import NotFound
from marketplace.outbox.publishing import publish

PATIENCE = timedelta(minutes=10)


def receive_gateway_event(*, raw: bytes, signature: str, at: datetime) -> GatewayEvent:
    """Take a notice: verify the signature over ``raw`` and its age, store the bytes, answer at once.

    The signature is the permission. A notice that is already here is not stored again. Raises
    BadSignature. Publishes GatewayEventReceived.
    """
    gateway = get_gateway()
    notice = gateway.parse_webhook(raw, signature, at)
    with transaction.atomic():
        event, is_new = GatewayEvent.objects.get_or_create(
            gateway=gateway.name,
            ref=notice.ref,
            defaults={
                "kind": notice.kind,
                "operation_id": notice.operation_id,
                "raw": raw,
                "received_at": at,
            },
        )
        if is_new:
            publish(GatewayEventReceived(gateway_event_id=event.id))
    return event


def process_gateway_event(*, event_id: UUID, at: datetime) -> GatewayEvent:
    """Ask the provider how the operation of a stored notice stands, and book the answer.

    The notice's own words are never booked: it may be old, or overtaken. One that matches no operation
    of ours is looked at again for ten minutes and then left to an operator. Raises NotFound, GatewaySilent.
    """
    event = GatewayEvent.objects.filter(pk=event_id).first()
    if event is None:
        raise NotFound
    if event.state != InboxState.RECEIVED:
        return event
    operation_id = event.operation_id
    if operation_id and GatewayOperation.objects.filter(pk=operation_id).exists():
        is_known = operations.ask_operation(operation_id=operation_id, at=at)
    else:
        is_known = False
    if is_known or at - event.received_at > PATIENCE:
        event.state, event.processed_at = (InboxState.PROCESSED if is_known else InboxState.ORPHANED), at
        event.save(update_fields=["state", "processed_at"])
    return event


def waiting_events(*, before: datetime) -> list[UUID]:
    """Notices that were stored before ``before`` and not worked off yet: what the sweep takes up."""
    waiting = GatewayEvent.objects.filter(state=InboxState.RECEIVED, received_at__lt=before)
    return list(waiting.order_by("received_at").values_list("id", flat=True)[:100])
