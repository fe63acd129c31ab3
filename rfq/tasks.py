"""Celery doors: what the clock does to requests and offers."""

from celery import shared_task

from marketplace.lib import clock
from rfq import services


@shared_task
def close_due_rfqs() -> None:
    """Close requests whose deadline has passed."""
    services.close_due_rfqs(at=clock.now())


@shared_task
def expire_due_offers() -> None:
    """End offers whose validity has run out."""
    services.expire_due_offers(at=clock.now())
