"""Clocks of orders: rows that fire once. Whether one is due is decided by ``at``, not by when a sweep runs."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.db import transaction

from escrow.models import Timer
from escrow.states import TimerName
from marketplace.lib.actor import Actor
from marketplace.lib.errors import HarborlineError
from marketplace.lib.state import WrongState

log = logging.getLogger(__name__)


class Step(Protocol):
    """What a clock does: it locks the order and may raise WrongState."""

    def __call__(self, *, actor: Actor, order_id: UUID, at: datetime) -> None: ...


_STEPS: dict[str, Step] = {}


def rings(name: TimerName) -> Callable[[Step], Step]:
    """Register the service that the timer ``name`` calls."""

    def register(step: Step) -> Step:
        _STEPS[name] = step
        return step

    return register


def start(*, order_id: UUID, name: TimerName, due_at: datetime) -> Timer:
    """Start a clock of an order, once: a second start keeps the first. Runs in the caller's transaction."""
    timer, _ = Timer.objects.get_or_create(order_id=order_id, name=name, defaults={"due_at": due_at})
    return timer


def stop(*, order_id: UUID, at: datetime) -> None:
    """Stop what still runs for an order that moved on. The caller holds the order's lock."""
    Timer.objects.running().filter(order_id=order_id).update(stopped_at=at)


def fire_due(actor: Actor, at: datetime) -> int:
    """Take the step of every clock that is due at ``at``; return how many did.

    Each in a transaction of its own. A clock whose order has moved on is stopped instead.
    """
    due = Timer.objects.running().filter(due_at__lte=at).order_by("due_at", "id")[:500]
    return sum(_fire(timer, actor, at) for timer in due)


def _fire(timer: Timer, actor: Actor, at: datetime) -> bool:
    try:
        with transaction.atomic():
            _STEPS[timer.name](actor=actor, order_id=timer.order_id, at=at)
            # The step has locked the order, so no second sweep is here at the same time.
            return Timer.objects.running().filter(pk=timer.pk).update(fired_at=at) == 1
    except WrongState:
        log.info("%s came too late: the order has moved on", timer)
        Timer.objects.running().filter(pk=timer.pk).update(stopped_at=at)
    except HarborlineError:
        # One order that cannot move must not stop the clocks of all others; the next sweep tries again.
        log.exception("%s could not fire", timer)
    return False
