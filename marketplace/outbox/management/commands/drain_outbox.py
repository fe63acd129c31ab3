"""``manage.py drain_outbox``: the process that delivers facts until it is told to stop."""

import logging
import signal
import threading
from typing import Any

import redis
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from marketplace.lib import clock
from marketplace.outbox.drain import drain_once
from marketplace.outbox.publishing import NUDGE_CHANNEL

SWEEP_SECONDS = 2.0
logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Deliver events as they come: woken by a nudge, and by a sweep in case a nudge was lost."""

    help = "Deliver the outbox until stopped (SIGTERM or Ctrl-C finish the event in hand)."

    def add_arguments(self, parser: CommandParser) -> None:
        """``--once`` empties the queue and ends."""
        parser.add_argument("--once", action="store_true", help="deliver what is due, then end")

    def handle(self, *args: Any, once: bool = False, **options: Any) -> None:
        """Run the loop."""
        stop = threading.Event()
        if not once:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: stop.set())
        nudges = _Nudges()
        while not stop.is_set():
            while not stop.is_set() and drain_once(clock.now()):
                pass
            if once:
                return
            close_old_connections()
            nudges.wait(SWEEP_SECONDS, stop)


class _Nudges:
    """Waits for the next nudge; without Redis it merely waits for the sweep."""

    def __init__(self) -> None:
        self._subscription: redis.client.PubSub | None = None

    def wait(self, seconds: float, stop: threading.Event) -> None:
        try:
            if self._subscription is None:
                client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=seconds + 1)
                self._subscription = client.pubsub(ignore_subscribe_messages=True)
                self._subscription.subscribe(NUDGE_CHANNEL)
            self._subscription.get_message(timeout=seconds)
        except redis.RedisError:
            logger.warning("Redis does not answer; sweeping every %s s without nudges", seconds)
            self._subscription = None
            stop.wait(seconds)
