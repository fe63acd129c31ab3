"""Two people in one thread over real sockets: everything arrives in order, and nothing is lost on the way back."""

from uuid import uuid4

import pytest

from messaging import queries, services
from messaging.models import Thread
from tests.cast import Person
from tests.doors import client_for
from tests.messaging.threads import AT
from tests.realtime.server import SocketServer, Tab

pytestmark = pytest.mark.django_db(transaction=True)


def _say(person: Person, thread: Thread, words: str) -> None:
    client_for(person).post(f"/messages/{thread.code}/send/", {"body": words, "client_id": str(uuid4())})


def _next_seq(tab: Tab) -> int:
    """The number of the next message that the tab hears of; read marks are passed over."""
    while (event := tab.expect("event")["event"])["kind"] == "read":
        pass
    return int(event["seq"])


def test_both_hear_every_message_in_order(server: SocketServer, thread: Thread, ada: Person, bruno: Person) -> None:
    with server.tab(ada) as adas, server.tab(bruno) as brunos:
        adas.subscribe(thread.topic)
        brunos.subscribe(thread.topic)
        for number in range(6):
            _say((ada, bruno)[number % 2], thread, f"message {number}")
        for tab, person in ((adas, ada), (brunos, bruno)):
            assert [_next_seq(tab) for _ in range(6)] == [1, 2, 3, 4, 5, 6]
            words = [event.body["text"] for event in queries.events_after(person.actor, thread.id, 0)]
            assert words == [f"message {number}" for number in range(6)]


def test_resume_after_a_cut_loses_nothing(server: SocketServer, thread: Thread, ada: Person, bruno: Person) -> None:
    shown: list[int] = []

    def fetch() -> None:
        shown.extend(event.seq for event in queries.events_after(ada.actor, thread.id, shown[-1] if shown else 0))

    with server.tab(ada) as tab:
        tab.subscribe(thread.topic)
        _say(bruno, thread, "before")
        assert _next_seq(tab) == 1
        fetch()
        tab.cut()
    for words in ("while", "she", "was away"):
        _say(bruno, thread, words)
    with server.tab(ada) as tab:
        tab.subscribe(thread.topic)
        _say(bruno, thread, "between subscribing and fetching")
        fetch()
        assert _next_seq(tab) == 5
        fetch()
    assert shown == [1, 2, 3, 4, 5]


def test_resume_after_the_process_was_killed(server: SocketServer, thread: Thread, ada: Person, bruno: Person) -> None:
    with server.tab(ada) as tab:
        tab.subscribe(thread.topic)
        server.kill()
        _say(bruno, thread, "nobody listens")
    server.start()
    with server.tab(ada) as tab:
        tab.subscribe(thread.topic)
        assert [event.seq for event in queries.events_after(ada.actor, thread.id, 0)] == [1]
        _say(bruno, thread, "now")
        assert _next_seq(tab) == 2


def test_read_marks_reach_the_other_side(server: SocketServer, thread: Thread, ada: Person, bruno: Person) -> None:
    _say(bruno, thread, "Hello")
    with server.tab(bruno) as tab:
        tab.subscribe(thread.topic)
        services.mark_read(actor=ada.actor, thread_id=thread.id, seq=1, at=AT)
        assert tab.expect("event")["event"] == {
            "kind": "read",
            "seq": 1,
            "organization": str(ada.organization.id),
        }


def test_inbox_is_hinted_for_each_side(server: SocketServer, thread: Thread, ada: Person, bruno: Person) -> None:
    topic = f"inbox:{ada.organization.id}"
    with server.tab(ada) as tab:
        tab.subscribe(topic)
        _say(bruno, thread, "Hello")
        assert tab.expect("hint") == {"type": "hint", "topic": topic, "ids": [thread.code], "version": 1}


def test_typing_reaches_the_others_only(server: SocketServer, thread: Thread, ada: Person, bruno: Person) -> None:
    with server.tab(ada) as adas, server.tab(bruno) as brunos:
        adas.subscribe(thread.topic)
        brunos.subscribe(thread.topic)
        adas.send("typing", topic=thread.topic)
        assert brunos.expect("typing") == {"type": "typing", "topic": thread.topic, "who": "Ada Lindqvist"}
        adas.send("ping")
        assert adas.expect("pong") == {"type": "pong"}


def test_rolled_back_message_is_not_announced(server: SocketServer, thread: Thread, ada: Person, bruno: Person) -> None:
    with server.tab(bruno) as tab:
        tab.subscribe(thread.topic)
        client_for(ada).post(f"/messages/{thread.code}/send/", {"body": "", "client_id": str(uuid4())})
        tab.send("ping")
        assert tab.expect("pong") == {"type": "pong"}
