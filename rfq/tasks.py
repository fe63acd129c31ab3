"""Celery doors: what the clock does to requests and offers."""

from celery import shared_task

from marketplace.lib import clock
from marketplace.lib.actor import Actor
from rfq import services


@shared_task
def close_due_rfqs() -> None:
    """Close requests whose deadline has passed."""
    services.close_due_rfqs(actor=Actor.for_system("rfq.clock"), at=clock.now())


@shared_task
def expire_due_offers() -> None:
    """End offers whose validity has run out."""
    services.expire_due_offers(actor=Actor.for_system("rfq.clock"), at=clock.now())
