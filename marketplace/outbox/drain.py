"""Delivers pending facts: in order within a shard, shards side by side, none blocking another.

A shard is claimed by locking its oldest pending row (``FOR UPDATE SKIP LOCKED``), so any number of
drains may run. Database effects, their ``Delivery`` rows and the mark commit together; outside effects
run after that commit under a lease (``next_attempt_at``), at least once. A failing handler is tried
again with doubling pauses; after ``MAX_ATTEMPTS`` the event is parked, frees its shard and waits for an
operator.
"""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from marketplace.lib import clock
from marketplace.outbox.models import Delivery, EventState, OutboxEvent
from marketplace.outbox.registry import Event, Handler, handlers_of

MAX_ATTEMPTS = 8
FIRST_PAUSE = timedelta(seconds=1)
LEASE = timedelta(seconds=60)
logger = logging.getLogger(__name__)


def drain_once(at: datetime) -> bool:
    """Handle the oldest due event of one free shard. False if nothing is due."""
    with transaction.atomic():
        row = _claim(at)
        if row is None:
            return False
        errors, outside = _react_inside(row, at)
        if errors:
            _retry_later(row, errors, at)
        elif outside:
            row.next_attempt_at = at + LEASE
            row.save(update_fields=["next_attempt_at"])
        else:
            _mark_done(row, at)
    if outside and not errors:
        _react_outside(row, outside, at)
    return True


def drain_until_empty(limit: int = 100_000) -> int:
    """Handle everything that is due, for tests and the seed. Returns how many events were handled."""
    for count in range(limit):
        if not drain_once(clock.now()):
            return count
    raise RuntimeError(f"the outbox did not run empty within {limit} events")


def _claim(at: datetime) -> OutboxEvent | None:
    older = OutboxEvent.objects.filter(shard=OuterRef("shard"), state=EventState.PENDING, id__lt=OuterRef("id"))
    return (
        OutboxEvent.objects.select_for_update(skip_locked=True)
        .filter(~Exists(older), state=EventState.PENDING, next_attempt_at__lte=at)
        .order_by("id")
        .first()
    )


def _event(row: OutboxEvent) -> Event:
    return Event.from_row(row.kind, row.payload, row.id)


def _undelivered(row: OutboxEvent) -> list[Handler]:
    delivered = set(row.deliveries.values_list("handler", flat=True))
    return [handler for handler in handlers_of(row.kind) if handler.name not in delivered]


def _react_inside(row: OutboxEvent, at: datetime) -> tuple[list[str], list[Handler]]:
    """Run what belongs into our database; return the errors and the handlers that belong outside."""
    errors: list[str] = []
    waiting = _undelivered(row)
    for handler in waiting:
        if not handler.transactional:
            continue
        try:
            with transaction.atomic():
                handler.run(_event(row))
                Delivery.objects.create(event=row, handler=handler.name, delivered_at=at)
        except Exception as error:
            # Any failure of a handler is retried and then parked; none may stop the drain.
            logger.exception("%s failed on %s", handler.name, row)
            errors.append(f"{handler.name}: {error!r}")
    return errors, [handler for handler in waiting if not handler.transactional]


def _react_outside(row: OutboxEvent, handlers: list[Handler], at: datetime) -> None:
    errors: list[str] = []
    for handler in handlers:
        try:
            handler.run(_event(row))
            Delivery.objects.get_or_create(event=row, handler=handler.name, defaults={"delivered_at": at})
        except Exception as error:
            logger.exception("%s failed on %s", handler.name, row)
            errors.append(f"{handler.name}: {error!r}")
    if errors:
        _retry_later(row, errors, at)
    else:
        _mark_done(row, at)


def _mark_done(row: OutboxEvent, at: datetime) -> None:
    row.state, row.done_at, row.last_error = EventState.DONE, at, ""
    row.save(update_fields=["state", "done_at", "last_error"])


def _retry_later(row: OutboxEvent, errors: list[str], at: datetime) -> None:
    row.attempts += 1
    row.last_error = "\n".join(errors)[:4000]
    row.next_attempt_at = at + FIRST_PAUSE * 2 ** (row.attempts - 1)
    if row.attempts >= MAX_ATTEMPTS:
        row.state = EventState.PARKED
    row.save(update_fields=["attempts", "last_error", "next_attempt_at", "state"])
