"""The door for services: tell the open browsers after commit.

Nothing here is needed for correctness. Each message says that something, already stored, is worth fetching; when
Redis is away it is logged and lost, and the browsers catch up by asking.
"""

import logging
from collections.abc import Iterable
from functools import cache, partial
from typing import Any
from uuid import UUID

import redis
from django.conf import settings
from django.db import transaction

from marketplace.realtime.frames import CHANNEL, Envelope, frame
from marketplace.realtime.topics import closing_topic

logger = logging.getLogger(__name__)


def changed(topic: str, ids: Iterable[object], *, version: int = 0) -> None:
    """After commit: whoever watches ``topic`` should fetch their own fragment of ``ids`` again."""
    _publish_on_commit(Envelope(topic, frame("hint", topic=topic, ids=[str(one) for one in ids], version=version)))


def emit(topic: str, payload: dict[str, Any]) -> None:
    """After commit: a small JSON event about something stored under ``topic``."""
    _publish_on_commit(Envelope(topic, frame("event", topic=topic, event=payload)))


def close_user(user_id: UUID) -> None:
    """After commit: close this person's sockets, because a membership, role or session of theirs has ended."""
    _publish_on_commit(Envelope(closing_topic(user_id)))


def _publish_on_commit(envelope: Envelope) -> None:
    transaction.on_commit(partial(_publish, envelope), robust=True)


def _publish(envelope: Envelope) -> None:
    try:
        _connection().publish(CHANNEL, envelope.pack())
    except redis.RedisError:
        logger.warning("could not tell the sockets of %s; they catch up by themselves", envelope.topic)


@cache
def _connection() -> redis.Redis:
    """One pool per process; short time-outs, because a page waits behind them."""
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=0.5, socket_connect_timeout=0.5)
