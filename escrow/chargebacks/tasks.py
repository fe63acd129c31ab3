"""Celery doors of chargebacks."""

from celery import shared_task

from escrow.chargebacks import services
from marketplace.lib import clock
from marketplace.lib.actor import Actor


@shared_task
def send_evidence(ref: str, key: str) -> None:
    """Send the evidence of one chargeback as it stands."""
    services.submit_evidence(actor=Actor.for_system("escrow.chargebacks"), ref=ref, key=key, at=clock.now())
