"""The door for services: a fact becomes a row in the transaction that made it true."""

import logging
from functools import cache

import redis
from django.conf import settings
from django.db import connection, transaction

from marketplace.lib import clock
from marketplace.outbox.models import OutboxEvent
from marketplace.outbox.registry import Event

NUDGE_CHANNEL = "outbox:nudge"
logger = logging.getLogger(__name__)


def publish(event: Event) -> None:
    """Store ``event``; after commit, wake the drain. Raises if no transaction is open.

    The nudge is a courtesy: if it is lost, the drain finds the row on its next sweep.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("publish() belongs inside the transaction of a service")
    at = clock.now()
    OutboxEvent.objects.create(
        kind=event.kind(), shard=event.shard, payload=event.to_payload(), next_attempt_at=at, created_at=at
    )
    transaction.on_commit(_nudge, robust=True)


@cache
def _redis(url: str) -> "redis.Redis":
    """One client per process: a new one would connect anew after each commit. Threads and forks may share it."""
    return redis.Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1)


def _nudge() -> None:
    try:
        _redis(settings.REDIS_URL).publish(NUDGE_CHANNEL, "1")
    except redis.RedisError:
        logger.warning("could not nudge the outbox drain; the sweep will find the event")
