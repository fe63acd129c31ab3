"""Celery doors: what the outbox starts, and what the clock sweeps up after a crash or a lost message."""

from datetime import timedelta
from uuid import UUID

from celery import shared_task

from escrow import queries, services
from marketplace.lib import clock
from marketplace.lib.actor import Actor

GRACE = timedelta(seconds=15)
SYSTEM = Actor.for_system("escrow.tasks")


@shared_task
def run_operation(operation_id: str) -> None:
    """Bring one operation a step forward."""
    services.run_operation(actor=SYSTEM, operation_id=UUID(operation_id), at=clock.now())


@shared_task
def process_gateway_event(event_id: str) -> None:
    """Work off one notice."""
    services.process_gateway_event(actor=SYSTEM, event_id=UUID(event_id), at=clock.now())


@shared_task
def sweep_operations() -> None:
    """Take up operations whose turn has come: lost messages, crashes, silence, pending payments."""
    for operation_id in queries.due_operations(clock.now()):
        run_operation.delay(str(operation_id))


@shared_task
def sweep_gateway_events() -> None:
    """Take up notices that were stored but not worked off."""
    for event_id in queries.waiting_events(clock.now() - GRACE):
        process_gateway_event.delay(str(event_id))


@shared_task
def fire_due_timers() -> None:
    """Let the clocks of orders fire."""
    services.fire_due_timers(actor=SYSTEM, at=clock.now())


@shared_task
def run_daily_payouts() -> None:
    """The day's payout batch; a second start on the same day is the same batch."""
    at = clock.now()
    services.run_payout_batch(actor=SYSTEM, key=f"daily:{at:%Y-%m-%d}", at=at)


@shared_task
def claw_back_debts() -> None:
    """Take what vendors owe back from their transfers."""
    services.claw_back_debts(actor=SYSTEM, at=clock.now())
