"""The socket's door: one per tab, signed in by the page's session, told what changed in the topics it may watch.

From the browser: ``subscribe``, ``unsubscribe``, ``typing`` (each with ``topic``), ``ping``. To it: ``subscribed`` and
``refused``, ``hint``, ``event``, ``typing``, ``pong``, ``resync``. ``subscribed`` means that nothing published from
now on is missed: a client fetches what is stored after it, not before.
"""

import asyncio
import contextlib
import json
import time
from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer

from marketplace.lib.actor import Actor
from marketplace.realtime import actors, topics
from marketplace.realtime.budget import Budget
from marketplace.realtime.frames import PONG, Envelope, frame
from marketplace.realtime.hub import hub
from marketplace.realtime.mailbox import Mailbox, Overflow

SESSION_GONE = 4401
NOT_ALLOWED = 4403
NO_HEARTBEAT = 4408
TOO_SLOW = 4008
TOO_MUCH = 4429

MAX_FRAME_BYTES = 16_384
MAX_TOPICS = 50
HEARTBEAT_SECONDS = 60  # a browser pings every 25 s
RECHECK_SECONDS = 60
WRITE_SECONDS = 10


class TabConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]  # Channels has no types
    """One browser tab."""

    actor: Actor
    session_key: str | None
    user_id = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topics: set[str] = set()
        self.mailbox = Mailbox()
        self.budget = Budget(time.monotonic())
        self.seen_at = time.monotonic()
        # Kept, because the loop itself holds tasks only weakly.
        self.tasks: list[asyncio.Task[None]] = []
        self.closing: asyncio.Task[None] | None = None

    async def connect(self) -> None:
        """Accept, so that the browser learns the reason when it is then refused."""
        await self.accept()
        self.session_key = self.scope["session"].session_key
        self.actor = await self._resolve_actor()
        self.user_id = str(self.actor.user_id or "")
        if self.actor.is_anonymous or self.actor.user_id is None:
            await self.close(SESSION_GONE)
            return
        await hub.ready()
        self.tasks = [asyncio.create_task(self._write()), asyncio.create_task(self._watch_over())]
        self._watch(topics.closing_topic(self.actor.user_id))

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Run until the socket ends, in whatever way, and leave nothing behind in the hub."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            for topic in list(self.topics):
                self._unwatch(topic)
            for task in self.tasks:
                task.cancel()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """One frame from the browser. Whatever is not understood is ignored: an older tab may be open."""
        self.seen_at = time.monotonic()
        if not self.budget.spend(self.seen_at) or len(text_data or bytes_data or "") > MAX_FRAME_BYTES:
            await self.close(TOO_MUCH)
            return
        message: Any = None
        with contextlib.suppress(ValueError):
            message = json.loads(text_data or "")
        if not isinstance(message, dict):
            return
        topic = message.get("topic")
        match message.get("type"):
            case "ping":
                self._queue(PONG)
            case "subscribe" if isinstance(topic, str):
                await self._subscribe(topic)
            case "unsubscribe" if isinstance(topic, str) and not topic.startswith("close:"):
                self._unwatch(topic)
            case "typing" if topic in self.topics:
                await self._tell_typing(topic)

    def deliver(self, envelope: Envelope) -> None:
        """From the hub: queue the frame; an envelope without one ends this person's sockets."""
        if envelope.frame:
            self._queue(envelope.frame, passing=envelope.passing)
        else:
            self._close_soon(NOT_ALLOWED)

    async def _subscribe(self, topic: str) -> None:
        """Say ``subscribed`` only once the topic is watched: what a client fetches after it leaves no hole."""
        allowed = len(self.topics) <= MAX_TOPICS and await database_sync_to_async(topics.allows)(self.actor, topic)
        if not allowed:
            self._queue(frame("refused", topic=topic))
            return
        self._watch(topic)
        self._queue(frame("subscribed", topic=topic))

    async def _tell_typing(self, topic: str) -> None:
        told = frame("typing", topic=topic, who=self.actor.user_name)
        await hub.publish(Envelope(topic, told, passing=True, not_to=self.user_id))

    async def _resolve_actor(self) -> Actor:
        actor: Actor = await database_sync_to_async(actors.actor_of)(self.session_key)
        return actor

    async def _watch_over(self) -> None:
        """Close a socket whose browser has gone quiet, or whose person has lost what let them in."""
        rechecked_at = time.monotonic()
        while True:
            await asyncio.sleep(min(HEARTBEAT_SECONDS, RECHECK_SECONDS) / 4)
            now = time.monotonic()
            if now - self.seen_at > HEARTBEAT_SECONDS:
                self._close_soon(NO_HEARTBEAT)
                return
            if now - rechecked_at >= RECHECK_SECONDS:
                rechecked_at = now
                await self._recheck()

    async def _recheck(self) -> None:
        before, self.actor = self.actor, await self._resolve_actor()
        if self.actor.is_anonymous:
            self._close_soon(SESSION_GONE)
        elif (self.actor.user_id, self.actor.organization_id) != (before.user_id, before.organization_id):
            self._close_soon(NOT_ALLOWED)
        elif self.actor.capabilities != before.capabilities:
            for topic in [topic for topic in self.topics if not topic.startswith("close:")]:
                self._unwatch(topic)
                await self._subscribe(topic)

    async def _write(self) -> None:
        while True:
            text = await self.mailbox.get()
            try:
                await asyncio.wait_for(self.send(text_data=text), WRITE_SECONDS)
            except TimeoutError:
                self._close_soon(TOO_SLOW)
                return
            except OSError:  # the browser has left; the consumer hears of it too
                return

    def _queue(self, text: str, *, passing: bool = False) -> None:
        try:
            self.mailbox.put(text, passing=passing)
        except Overflow:
            self._close_soon(TOO_SLOW)

    def _close_soon(self, code: int) -> None:
        """Close from where waiting is not possible; stops listening now, so that nothing more is delivered."""
        for topic in list(self.topics):
            self._unwatch(topic)
        if self.closing is None:
            self.closing = asyncio.create_task(self.close(code))

    def _watch(self, topic: str) -> None:
        self.topics.add(topic)
        hub.watch(topic, self)

    def _unwatch(self, topic: str) -> None:
        self.topics.discard(topic)
        hub.unwatch(topic, self)
