"""The market's own socket process and browsers of its protocol, for tests."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self
from urllib.parse import quote

import redis
from django.db import connection
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from infra.up.environment import ROOT
from infra.up.parts import accepts
from infra.up.ports import free_port
from tests.cast import Person
from tests.doors import client_for
from tests.waiting import until

ORIGIN = "http://127.0.0.1:8000"
PATIENCE_SECONDS = 15


def _database_url() -> str:
    """The test's own database: the process must see what the test writes."""
    values = connection.settings_dict
    login = quote(values["USER"], safe="") + (f":{quote(values['PASSWORD'], safe='')}" if values["PASSWORD"] else "")
    host = quote(values["HOST"], safe="") + (f":{values['PORT']}" if values["PORT"] else "")
    return f"postgresql://{login}@{host}/{values['NAME']}"


class SocketServer:
    """``uvicorn`` on a free port, as ``make run`` starts it."""

    def __init__(self, redis_url: str) -> None:
        self.port = free_port()
        self.redis_url = redis_url
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start and wait until it accepts."""
        environment = {
            **os.environ,
            "DATABASE_URL": _database_url(),
            "REDIS_URL": self.redis_url,
            "LOG_LEVEL": "WARNING",
        }
        command = [
            sys.executable, "-m", "uvicorn", "marketplace.asgi:application", "--ws", "websockets-sansio",
            "--host", "127.0.0.1", "--port", str(self.port), "--lifespan", "off", "--log-level", "warning",
        ]  # fmt: skip
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment)
        until(lambda: accepts(self.port), "the socket process accepts")

    def kill(self) -> None:
        """As a crash does it: no goodbye."""
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None

    @contextmanager
    def tab(self, person: Person | None, *, origin: str | None = ORIGIN) -> Iterator["Tab"]:
        """A browser tab of ``person``."""
        cookies = client_for(person).cookies if person else {}
        headers = {"Cookie": f"sessionid={cookies['sessionid'].value}"} if person else {}
        address = f"ws://127.0.0.1:{self.port}/ws/"
        with connect(address, origin=origin, additional_headers=headers, proxy=None) as socket:  # type: ignore[arg-type]  # an Origin is a str
            yield Tab(socket)


class Tab:
    """Speaks the protocol of ``realtime.consumer`` and never waits for ever."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    def send(self, kind: str, **values: Any) -> None:
        """One frame to the server."""
        self.socket.send(json.dumps({"type": kind, **values}))

    def receive(self) -> dict[str, Any]:
        """The next frame. The first subscription of a process tells all to resync: that is not counted."""
        frame: dict[str, Any] = json.loads(self.socket.recv(PATIENCE_SECONDS))
        return frame

    def expect(self, kind: str) -> dict[str, Any]:
        """The next frame of ``kind``, passing over ``resync``."""
        while (frame := self.receive())["type"] == "resync" != kind:
            pass
        assert frame["type"] == kind, frame
        return frame

    def subscribe(self, topic: str) -> Self:
        """Subscribe and wait until the server says so."""
        self.send("subscribe", topic=topic)
        assert self.expect("subscribed") == {"type": "subscribed", "topic": topic}
        return self

    def closed(self) -> int:
        """The code with which the server closes; frames before it are passed over."""
        try:
            while True:
                self.receive()
        except ConnectionClosed as end:
            return end.rcvd.code if end.rcvd else 1006

    def cut(self) -> None:
        """The network goes away: no close frame reaches anybody."""
        self.socket.socket.close()


def answers(url: str) -> bool:
    """Whether Redis is up there."""
    try:
        with redis.Redis.from_url(url, socket_timeout=1) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False
