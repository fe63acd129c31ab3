"""Clock doors of reconciliation."""

from celery import shared_task

from escrow.reconciliation import services
from marketplace.lib import clock
from marketplace.lib.actor import Actor

SYSTEM = Actor.for_system("escrow.reconciliation")


@shared_task
def reconcile_lately() -> None:
    """Every ten minutes: what the provider did since the last run."""
    at = clock.now()
    services.reconcile(actor=SYSTEM, key=f"lately:{at:%Y-%m-%dT%H:%M}", at=at)


@shared_task
def reconcile_everything() -> None:
    """Each night: from the beginning."""
    at = clock.now()
    services.reconcile(actor=SYSTEM, is_full=True, key=f"full:{at:%Y-%m-%d}", at=at)
