"""Celery's door to the long halves of an import."""

from uuid import UUID

from celery import shared_task

from listings import services
from marketplace.lib import clock
from marketplace.lib.actor import Actor


@shared_task
def check_import(import_id: str) -> None:
    """The dry run of one import."""
    services.check_import(actor=Actor.for_system("listings.imports"), import_id=UUID(import_id), at=clock.now())


@shared_task
def run_import(import_id: str) -> None:
    """The write of one import."""
    services.run_import(actor=Actor.for_system("listings.imports"), import_id=UUID(import_id), at=clock.now())
