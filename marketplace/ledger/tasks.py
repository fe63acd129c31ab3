"""What the beat does for the ledger: seal and snapshot, verify, anchor."""

from datetime import timedelta

from celery import shared_task
from django.conf import settings

from marketplace.ledger.services.journal.seals import anchor_chain, seal_entries, take_snapshots
from marketplace.ledger.services.journal.verification import run_verification
from marketplace.ledger.verify import scope_since
from marketplace.lib import clock


@shared_task
def seal_ledger() -> None:
    """Seal what is final and bring the platform's sums up to date."""
    seal_entries(at=clock.now())
    take_snapshots(at=clock.now())


@shared_task
def verify_lately() -> None:
    """Check what was booked in the last hours; the rest was checked before and cannot change unseen."""
    run_verification(at=clock.now(), scope=scope_since(clock.now() - timedelta(hours=2)))


@shared_task
def verify_everything() -> None:
    """Check all of it."""
    run_verification(at=clock.now())


@shared_task
def anchor_ledger() -> None:
    """Export the head of the chain."""
    anchor_chain(recipients=settings.ANCHOR_EMAILS, at=clock.now())
