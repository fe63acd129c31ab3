"""Notices of the provider: verified, stored as they came, and then only taken as a reason to ask."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from escrow import policy
from escrow.events import GatewayEventReceived
from escrow.gateways.port import Notice, get_gateway
from escrow.machinery import notices, runner
from escrow.models import GatewayEvent, GatewayOperation
from escrow.states import InboxState
from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import NotFound
from marketplace.outbox.publishing import publish

PATIENCE = timedelta(minutes=10)


def receive_gateway_event(
    *, actor: Actor, raw: bytes, signature: str, at: datetime, connect: bool = False
) -> GatewayEvent:
    """Take a notice: verify the signature over ``raw`` and its age, store the bytes, answer at once.

    The machine's door alone; the signature is the permission. ``connect`` is the door for notices of vendors'
    accounts. A notice that is already here is not stored again. Raises BadSignature. Publishes GatewayEventReceived.
    """
    require(policy.may_run_machinery(actor))
    gateway = get_gateway()
    notice = gateway.parse_webhook(raw, signature, at, connect=connect)
    with transaction.atomic():
        event, is_new = GatewayEvent.objects.get_or_create(
            gateway=gateway.name,
            ref=notice.ref,
            defaults={
                "kind": notice.kind[:100],
                "account": notice.account,
                "object_ref": notice.object_ref,
                "operation_id": notice.operation_id,
                "raw": raw,
                "received_at": at,
            },
        )
        if is_new:
            publish(GatewayEventReceived(gateway_event_id=event.id))
    return event


def process_gateway_event(*, actor: Actor, event_id: UUID, at: datetime) -> GatewayEvent:
    """Ask the provider how the object of a stored notice stands, and book the answer.

    The notice's own words are never booked: it may be old, or overtaken. One of our operations is asked for by the
    runner, other objects by the worker of their kind; a kind that nobody waits for is done at once. One that
    matches nothing of ours is looked at again for ten minutes and then left to an operator. Raises NotFound,
    GatewaySilent.
    """
    require(policy.may_run_machinery(actor))
    event = GatewayEvent.objects.filter(pk=event_id).first()
    if event is None:
        raise NotFound
    if event.state != InboxState.RECEIVED:
        return event
    is_known = _work_off(event, at)
    if is_known or at - event.received_at > PATIENCE:
        event.state, event.processed_at = (InboxState.PROCESSED if is_known else InboxState.ORPHANED), at
        event.save(update_fields=["state", "processed_at"])
    return event


def _work_off(event: GatewayEvent, at: datetime) -> bool:
    """Whether the notice was about something of ours, or about nothing that we follow."""
    worker = notices.worker_for(event.kind)
    if worker:
        notice = Notice(
            ref=event.ref,
            kind=event.kind,
            operation_id=event.operation_id,
            object_ref=event.object_ref,
            account=event.account,
        )
        return worker(notice, at)
    if event.operation_id is None:
        return True
    is_ours = GatewayOperation.objects.filter(pk=event.operation_id).exists()
    return is_ours and runner.ask(event.operation_id, at)
