"""Who gets a socket, what they may listen to, and how they lose it."""

import json

import pytest
from django.contrib.sessions.models import Session
from websockets.exceptions import InvalidStatus

from marketplace.identity.models import Membership, MembershipState
from marketplace.realtime import hints
from messaging.models import Thread
from tests.cast import Person
from tests.realtime.server import ORIGIN, SocketServer

pytestmark = pytest.mark.django_db(transaction=True)


def test_signed_out_people_are_told_so(server: SocketServer) -> None:
    with server.tab(None) as tab:
        assert tab.closed() == 4401


@pytest.mark.parametrize("origin", ["https://evil.example", "http://127.0.0.1.evil.example", None])
def test_foreign_origin_is_refused(server: SocketServer, ada: Person, origin: str | None) -> None:
    with pytest.raises(InvalidStatus) as refused, server.tab(ada, origin=origin):
        pass
    assert refused.value.response.status_code == 403


def test_own_origin_is_let_in(server: SocketServer, ada: Person) -> None:
    with server.tab(ada, origin=ORIGIN) as tab:
        tab.send("ping")
        tab.expect("pong")


@pytest.mark.parametrize("who", ["carla", "dora", "otto"])
def test_foreign_thread_is_refused_like_an_absent_one(
    server: SocketServer, thread: Thread, who: str, request: pytest.FixtureRequest
) -> None:
    with server.tab(request.getfixturevalue(who)) as tab:
        for topic in (thread.topic, "thread:T-22222222"):
            tab.send("subscribe", topic=topic)
            assert tab.expect("refused") == {"type": "refused", "topic": topic}


def test_refused_topic_is_not_heard(server: SocketServer, thread: Thread, ada: Person, dora: Person) -> None:
    with server.tab(dora) as tab:
        for topic in (thread.topic, f"inbox:{ada.organization.id}", f"close:{ada.user.id}", "nonsense", ""):
            tab.send("subscribe", topic=topic)
            tab.expect("refused")
        tab.send("typing", topic=thread.topic)
        hints.emit(thread.topic, {"kind": "text", "seq": 1})
        hints.changed(f"inbox:{ada.organization.id}", ["x"])
        hints.changed(f"inbox:{dora.organization.id}", ["x"])
        tab.send("ping")
        assert tab.expect("pong") == {"type": "pong"}


def test_unsubscribed_topic_is_not_heard(server: SocketServer, thread: Thread, ada: Person) -> None:
    with server.tab(ada) as tab:
        tab.subscribe(thread.topic)
        tab.send("unsubscribe", topic=thread.topic)
        tab.send("ping")
        tab.expect("pong")
        hints.emit(thread.topic, {"kind": "text", "seq": 1})
        tab.subscribe(f"inbox:{ada.organization.id}")


def test_removed_member_loses_the_socket_and_the_topic(server: SocketServer, thread: Thread, ada: Person) -> None:
    with server.tab(ada) as tab:
        tab.subscribe(thread.topic)
        Membership.objects.filter(user=ada.user).update(state=MembershipState.REMOVED)
        hints.close_user(ada.user.id)
        assert tab.closed() == 4403
    with server.tab(ada) as tab:
        tab.send("subscribe", topic=thread.topic)
        tab.expect("refused")


def test_closing_one_person_leaves_the_others(server: SocketServer, thread: Thread, ada: Person, bruno: Person) -> None:
    with server.tab(ada) as adas, server.tab(bruno) as brunos:
        adas.subscribe(thread.topic)
        brunos.subscribe(thread.topic)
        hints.close_user(ada.user.id)
        assert adas.closed() == 4403
        hints.emit(thread.topic, {"kind": "text", "seq": 1})
        brunos.expect("event")


def test_session_that_ended_lets_nobody_in(server: SocketServer, ada: Person) -> None:
    with server.tab(ada) as tab:
        tab.send("ping")
        tab.expect("pong")
        cookie = tab.socket.request.headers["Cookie"]  # type: ignore[union-attr]  # connected
    Session.objects.all().delete()
    with server.tab(None) as tab:
        assert cookie.startswith("sessionid=")
        assert tab.closed() == 4401


def test_flood_is_cut_off(server: SocketServer, ada: Person) -> None:
    with server.tab(ada) as tab:
        for _ in range(200):
            tab.socket.send(json.dumps({"type": "nothing"}))
        assert tab.closed() == 4429


def test_oversized_frame_is_cut_off(server: SocketServer, ada: Person) -> None:
    with server.tab(ada) as tab:
        tab.send("subscribe", topic="thread:" + "x" * 16_384)
        assert tab.closed() == 4429


NONSENSE = ["", "{", "[]", "1", '{"type":[]}', '{"type":"subscribe","topic":[]}', '{"type":"typing"}']


@pytest.mark.parametrize("nonsense", NONSENSE)
def test_nonsense_is_ignored(server: SocketServer, ada: Person, nonsense: str) -> None:
    with server.tab(ada) as tab:
        tab.socket.send(nonsense)
        tab.send("ping")
        tab.expect("pong")
