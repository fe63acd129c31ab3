"""Clocks of orders: rows that fire once. Whether one is due is decided by ``at``, not by when a sweep runs."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.db import transaction

from escrow.models import Timer
from marketplace.lib.actor import Actor
from marketplace.lib.errors import HarborlineError
from marketplace.lib.state import WrongState

log = logging.getLogger(__name__)


class Ring(Protocol):
    """What a clock does: it locks the order and may raise WrongState. ``subject`` says of what the clock is."""

    def __call__(self, *, actor: Actor, order_id: UUID, subject: str, at: datetime) -> None: ...


_RINGS: dict[str, Ring] = {}


def rings(name: str) -> Callable[[Ring], Ring]:
    """Register the service that the timer ``name`` calls."""

    def register(ring: Ring) -> Ring:
        _RINGS[name] = ring
        return ring

    return register


def ringing() -> frozenset[str]:
    """Every clock that somebody answers: what the proof of the processes asks."""
    return frozenset(_RINGS)


def start(*, order_id: UUID, name: str, due_at: datetime, subject: str = "") -> Timer:
    """Start a clock; while it runs, a second start keeps the first. Runs in the caller's transaction."""
    timer, _ = Timer.objects.running().get_or_create(
        order_id=order_id, name=name, subject=subject, defaults={"due_at": due_at}
    )
    return timer


def move(*, order_id: UUID, name: str, due_at: datetime, subject: str = "") -> None:
    """Let a running clock fire at another time. The caller holds the order's lock and writes why."""
    Timer.objects.running().filter(order_id=order_id, name=name, subject=subject).update(due_at=due_at)


def stop(*, order_id: UUID, at: datetime, name: str | None = None, subject: str | None = None) -> None:
    """Stop running clocks of an order: those of ``name``, of ``subject``, or all. The caller holds its lock."""
    running = Timer.objects.running().filter(order_id=order_id)
    if name is not None:
        running = running.filter(name=name)
    if subject is not None:
        running = running.filter(subject=subject)
    running.update(stopped_at=at)


def fire_due(actor: Actor, at: datetime) -> int:
    """Take the step of every clock that is due at ``at``; return how many did.

    Each in a transaction of its own. A clock whose order has moved on is stopped instead.
    """
    due = Timer.objects.running().filter(due_at__lte=at).order_by("due_at", "id")[:500]
    return sum(_fire(timer, actor, at) for timer in due)


def _fire(timer: Timer, actor: Actor, at: datetime) -> bool:
    try:
        with transaction.atomic():
            # Claimed first: a second sweep waits here and finds nothing left to fire.
            claimed = Timer.objects.running().filter(pk=timer.pk, due_at__lte=at).update(fired_at=at)
            if claimed:
                _RINGS[timer.name](actor=actor, order_id=timer.order_id, subject=timer.subject, at=at)
            return claimed == 1
    except WrongState:
        log.info("%s came too late: the order has moved on", timer)
        Timer.objects.running().filter(pk=timer.pk).update(stopped_at=at)
    except HarborlineError:
        # One order that cannot move must not stop the clocks of all others; the next sweep tries again.
        log.exception("%s could not fire", timer)
    return False
