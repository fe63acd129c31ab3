"""Redis goes away and comes back: no service fails, no socket dies, and every tab is told to fetch."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from pytest_django import Settings

from infra.up.redis import Redis
from marketplace.realtime import hints
from messaging import queries, services
from messaging.models import Thread
from tests.cast import Person
from tests.messaging.threads import AT
from tests.realtime.server import SocketServer, answers
from tests.waiting import until

pytestmark = pytest.mark.django_db(transaction=True)


class OwnRedis:
    """A Redis that this test may kill."""

    def __init__(self, folder: Path) -> None:
        self.redis = Redis.in_folder(folder, durable=False)
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return self.redis.url

    def start(self) -> None:
        self.process = subprocess.Popen(self.redis.part().command, stdout=subprocess.DEVNULL)
        until(lambda: answers(self.url), "Redis answers")

    def kill(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None


@pytest.fixture
def own_redis(tmp_path: Path, settings: Settings) -> Iterator[OwnRedis]:
    server = OwnRedis(tmp_path)
    server.start()
    settings.REDIS_URL = server.url
    hints._connection.cache_clear()
    yield server
    server.kill()
    hints._connection.cache_clear()


@pytest.fixture
def own_server(own_redis: OwnRedis) -> Iterator[SocketServer]:
    server = SocketServer(own_redis.url)
    server.start()
    yield server
    server.kill()


def test_tabs_resync_and_nothing_is_lost(
    own_redis: OwnRedis, own_server: SocketServer, thread: Thread, ada: Person, bruno: Person
) -> None:
    def say(words: str) -> None:
        services.send_message(actor=bruno.actor, thread_id=thread.id, body=words, client_id=uuid4(), at=AT)

    with own_server.tab(ada) as tab:
        tab.subscribe(thread.topic)
        say("before")
        assert tab.expect("event")["event"]["seq"] == 1
        own_redis.kill()
        say("while Redis is away")
        tab.send("ping")
        tab.expect("pong")
        tab.send("typing", topic=thread.topic)
        own_redis.start()
        while tab.receive()["type"] != "resync":
            pass
        assert [event.seq for event in queries.events_after(ada.actor, thread.id, 1)] == [2]
        say("after")
        assert tab.expect("event")["event"]["seq"] == 3
