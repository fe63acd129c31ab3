"""What the console shows of the outbox."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min, QuerySet

from marketplace.outbox.models import EventState, OutboxEvent


@dataclass(frozen=True)
class Backlog:
    """How many events wait, since when the oldest does, and how many are parked."""

    pending: int
    oldest_at: datetime | None
    parked: int


def backlog() -> Backlog:
    """The state of the queue, two SQL queries."""
    pending = OutboxEvent.objects.filter(state=EventState.PENDING)
    return Backlog(
        pending=pending.count(),
        oldest_at=pending.aggregate(oldest=Min("created_at"))["oldest"],
        parked=parked().count(),
    )


def parked() -> QuerySet[OutboxEvent]:
    """Events that need an operator, newest first."""
    return OutboxEvent.objects.filter(state=EventState.PARKED).order_by("-id")
