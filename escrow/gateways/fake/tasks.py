"""Celery doors of the fake: its notices go out, its clock goes on."""

from datetime import timedelta
from uuid import UUID

from celery import shared_task

from escrow.gateways.fake import delivery, engine
from escrow.gateways.stripe.client import is_sandbox
from marketplace.lib import clock

GRACE = timedelta(seconds=15)


@shared_task
def deliver_sandbox_webhook(webhook_id: str) -> None:
    """Hand one notice to our own webhook."""
    delivery.deliver(notice_id=UUID(webhook_id), at=clock.now())


@shared_task
def advance_sandbox() -> None:
    """What is due happens, and notices that nobody took go out again."""
    if is_sandbox():
        engine.advance(seconds=0)
        for notice_id in engine.undelivered(before=clock.now() - GRACE):
            deliver_sandbox_webhook.delay(str(notice_id))
