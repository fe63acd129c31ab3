"""The one listener of this process: frames come in from Redis once and go to each socket that watches their topic.

Channels' own layers are not used: they drop messages for all sockets of a process when one of them is slow, and say
nothing when Redis was away (see ``docs/adr/0001-stack.md``). Here a lost connection is noticed, mended and told to
every browser as ``resync``; PostgreSQL has everything that was missed.
"""

import asyncio
import contextlib
import logging
from typing import Protocol

from django.conf import settings
from redis import RedisError
from redis.asyncio import Redis
from redis.asyncio.client import PubSub

from marketplace.realtime.frames import CHANNEL, RESYNC, Envelope

logger = logging.getLogger(__name__)
_PATIENCE_SECONDS = 1.0
_FIRST_PAUSE_SECONDS = 0.2
_LONGEST_PAUSE_SECONDS = 10.0


class Listener(Protocol):
    """A socket, as the hub sees it. ``deliver`` must not wait."""

    user_id: str

    def deliver(self, envelope: Envelope) -> None:
        """Queue the frame, or obey the close."""


class Hub:
    """Topics and who watches them. Lives in one event loop; start it from there."""

    def __init__(self) -> None:
        self._watchers: dict[str, set[Listener]] = {}
        self._redis: Redis | None = None
        # The loop keeps only a weak reference to a task: without this one the reader would be collected.
        self._reader: asyncio.Task[None] | None = None
        self._listening = asyncio.Event()

    async def ready(self) -> None:
        """Start the reader if need be and give it a second to hear Redis; if it takes longer, a resync will follow."""
        if self._reader is None or self._reader.done():
            self._reader = asyncio.create_task(self._supervise(), name="realtime-hub")
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._listening.wait(), _PATIENCE_SECONDS)

    def watch(self, topic: str, listener: Listener) -> None:
        """Deliver ``topic`` to ``listener`` from now on."""
        self._watchers.setdefault(topic, set()).add(listener)

    def unwatch(self, topic: str, listener: Listener) -> None:
        """Stop delivering ``topic`` to ``listener``."""
        watchers = self._watchers.get(topic, set())
        watchers.discard(listener)
        if not watchers:
            self._watchers.pop(topic, None)

    async def publish(self, envelope: Envelope) -> None:
        """Send to the sockets of all processes. Lost without a word while Redis is away: only typing comes this way."""
        try:
            await self._connection().publish(CHANNEL, envelope.pack())
        except RedisError:
            logger.debug("%s was not passed on", envelope.topic)

    @property
    def alive(self) -> bool:
        """The reader hears Redis now."""
        return self._reader is not None and not self._reader.done() and self._listening.is_set()

    def _connection(self) -> Redis:
        if self._redis is None:
            # No time-out on reads: a quiet market is not a broken connection. TCP and PING notice those.
            self._redis = Redis.from_url(
                settings.REDIS_URL, socket_timeout=None, socket_keepalive=True, health_check_interval=15
            )
        return self._redis

    async def _supervise(self) -> None:
        """Read for ever; when reading fails, wait and begin again."""
        pause = _FIRST_PAUSE_SECONDS
        while True:
            try:
                async with self._connection().pubsub() as pubsub:
                    await pubsub.subscribe(CHANNEL)
                    pause = _FIRST_PAUSE_SECONDS
                    await self._read(pubsub)
            except (RedisError, OSError) as error:
                logger.warning("the socket hub lost Redis (%s); trying again in %.1f s", error, pause)
            except Exception:
                logger.exception("the socket hub stumbled; starting again in %.1f s", pause)
            self._listening.clear()
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE_SECONDS)

    async def _read(self, pubsub: PubSub) -> None:
        while True:
            message = await pubsub.get_message(timeout=15)
            if message is None:
                continue
            if message["type"] == "subscribe":
                # Each subscription ends a silence: the start, a restart by us, a connection that the library mended.
                self._listening.set()
                self._tell_all_to_resync()
            elif message["type"] == "message":
                self._spread(Envelope.unpack(message["data"].decode()))

    def _spread(self, envelope: Envelope) -> None:
        for listener in list(self._watchers.get(envelope.topic, ())):
            if not envelope.not_to or listener.user_id != envelope.not_to:
                listener.deliver(envelope)

    def _tell_all_to_resync(self) -> None:
        everybody = {listener for watchers in self._watchers.values() for listener in watchers}
        logger.info("the socket hub listens; %d sockets fetch what they missed", len(everybody))
        for listener in everybody:
            listener.deliver(Envelope("resync", RESYNC))


hub = Hub()
