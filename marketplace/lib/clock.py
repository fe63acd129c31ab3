"""The only place that reads the time.

Business time is an argument (``at``) of every service; doors take it from here. Tests pass literals. The
demo market is built by the same services at moments of the past: it stops this clock while it does.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_stopped: ContextVar[datetime | None] = ContextVar("stopped", default=None)


def now() -> datetime:
    """The current moment, aware, in UTC."""
    return _stopped.get() or datetime.now(UTC)


@contextmanager
def stopped_at(moment: datetime) -> Iterator[None]:
    """Inside, ``now()`` answers ``moment``: for replaying a history, never in a running market."""
    token = _stopped.set(moment)
    try:
        yield
    finally:
        _stopped.reset(token)
