"""The only place that reads the time.

Business time is an argument (``at``) of every service; doors take it from here. Tests pass literals.
"""

from datetime import UTC, datetime


def now() -> datetime:
    """The current moment, aware, in UTC."""
    return datetime.now(UTC)
