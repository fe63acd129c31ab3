"""What a socket does when time passes or its reader is slow: in one process, with short times and no database."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from functools import wraps
from types import SimpleNamespace
from typing import Any, ParamSpec, Self
from uuid import UUID

import pytest
from asgiref.testing import ApplicationCommunicator

from marketplace.lib.actor import ANONYMOUS, Actor
from marketplace.realtime import actors, topics
from marketplace.realtime import consumer as door
from marketplace.realtime.consumer import TabConsumer
from marketplace.realtime.frames import Envelope, frame
from marketplace.realtime.hub import Hub
from marketplace.realtime.mailbox import LIMIT, Mailbox, Overflow

P = ParamSpec("P")


def in_its_own_loop(test: Callable[P, Coroutine[Any, Any, None]]) -> Callable[P, None]:
    """Run a test's coroutine in a fresh thread: the browser tests keep a loop running in the main one."""

    @wraps(test)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        with ThreadPoolExecutor(1) as pool:
            pool.submit(asyncio.run, test(*args, **kwargs)).result()

    return run


ADA = Actor(user_id=UUID(int=11), user_name="Ada", organization_id=UUID(int=1), capabilities=frozenset({"rfq.view"}))


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Hub:
    """A hub of this test's event loop."""
    hub = Hub()
    monkeypatch.setattr(door, "hub", hub)
    return hub


@pytest.fixture
def people(monkeypatch: pytest.MonkeyPatch) -> list[Actor]:
    """Whom the session stands for at each look; the last one stays."""
    seen = [ADA]
    monkeypatch.setattr(actors, "actor_of", lambda key: seen.pop(0) if len(seen) > 1 else seen[0])
    monkeypatch.setattr(topics, "_policies", {"test": lambda actor, ref: actor.can("rfq.view") and ref == "mine"})
    return seen


class Tab:
    """A browser tab without a network: what uvicorn would pass on, passed on."""

    def __init__(self) -> None:
        scope = {"type": "websocket", "path": "/ws/", "session": SimpleNamespace(session_key="key")}
        self.wire = ApplicationCommunicator(TabConsumer.as_asgi(), scope)

    async def open(self) -> Self:
        await self.wire.send_input({"type": "websocket.connect"})
        assert (await self.wire.receive_output(10))["type"] == "websocket.accept"
        return self

    async def send(self, kind: str, topic: str) -> None:
        text = json.dumps({"type": kind, "topic": topic})
        await self.wire.send_input({"type": "websocket.receive", "text": text})

    async def expect(self, kind: str) -> None:
        """The next frame, passing over ``resync``."""
        while (found := json.loads((await self.wire.receive_output(10))["text"])["type"]) == "resync":
            pass
        assert found == kind

    async def closed(self) -> int:
        """The code of the close, passing over frames."""
        while (message := await self.wire.receive_output(10))["type"] != "websocket.close":
            pass
        code: int = message["code"]
        return code

    async def leave(self) -> None:
        await self.wire.send_input({"type": "websocket.disconnect", "code": 1001})
        await self.wire.wait(10)


@in_its_own_loop
async def test_silent_browser_is_closed(hub: Hub, people: list[Actor], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "HEARTBEAT_SECONDS", 0.05)
    assert await (await Tab().open()).closed() == 4408


@pytest.mark.parametrize(
    ("later", "code"),
    [
        (ANONYMOUS, 4401),
        (Actor(user_id=ADA.user_id, organization_id=UUID(int=2)), 4403),
        (Actor(user_id=UUID(int=12), organization_id=ADA.organization_id), 4403),
    ],
    ids=["signed out", "other organisation", "other person"],
)
@in_its_own_loop
async def test_recheck_closes_who_is_no_longer_the_same(
    hub: Hub, people: list[Actor], monkeypatch: pytest.MonkeyPatch, later: Actor, code: int
) -> None:
    monkeypatch.setattr(door, "RECHECK_SECONDS", 0.05)
    people.append(later)
    tab = await Tab().open()
    assert await tab.closed() == code


@in_its_own_loop
async def test_recheck_takes_back_topics_of_a_lost_capability(
    hub: Hub, people: list[Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "RECHECK_SECONDS", 0.4)
    people.append(Actor(user_id=ADA.user_id, user_name="Ada", organization_id=ADA.organization_id))
    tab = await Tab().open()
    await tab.send("subscribe", "test:mine")
    await tab.expect("subscribed")
    await tab.expect("refused")
    assert "test:mine" not in hub._watchers
    await tab.leave()


@in_its_own_loop
async def test_slow_reader_is_closed_and_forgotten(hub: Hub, people: list[Actor]) -> None:
    stuck, closed = asyncio.Event(), asyncio.Event()
    sent: list[dict[str, object]] = []

    async def send(message: dict[str, object]) -> None:
        sent.append(message)
        if message["type"] == "websocket.close":
            closed.set()
        elif message["type"] == "websocket.send":
            await stuck.wait()

    incoming: asyncio.Queue[dict[str, object]] = asyncio.Queue()
    scope = {"type": "websocket", "session": SimpleNamespace(session_key="key")}
    running = asyncio.create_task(TabConsumer()(scope, incoming.get, send))
    await incoming.put({"type": "websocket.connect"})
    await incoming.put({"type": "websocket.receive", "text": '{"type":"subscribe","topic":"test:mine"}'})
    while "test:mine" not in hub._watchers:
        await asyncio.sleep(0)
    for number in range(LIMIT + 2):
        hub._spread(Envelope("test:mine", frame("event", number=number)))
    await asyncio.wait_for(closed.wait(), 10)
    assert [message["code"] for message in sent if message["type"] == "websocket.close"] == [4008], sent
    assert "test:mine" not in hub._watchers
    running.cancel()


@in_its_own_loop
async def test_leaving_removes_every_trace(hub: Hub, people: list[Actor]) -> None:
    tab = await Tab().open()
    await tab.send("subscribe", "test:mine")
    await tab.expect("subscribed")
    assert set(hub._watchers) == {"test:mine", f"close:{ADA.user_id}"}
    await tab.leave()
    assert hub._watchers == {}


@in_its_own_loop
async def test_tab_has_a_limit_of_topics(hub: Hub, people: list[Actor], monkeypatch: pytest.MonkeyPatch) -> None:
    tab = await Tab().open()
    monkeypatch.setattr(topics, "_policies", {"test": lambda actor, ref: True})
    monkeypatch.setattr(door, "MAX_TOPICS", 2)
    for topic, answer in (("test:1", "subscribed"), ("test:2", "subscribed"), ("test:3", "refused")):
        await tab.send("subscribe", topic)
        await tab.expect(answer)


def test_mailbox_drops_typing_from_half_full_and_overflows_at_the_end() -> None:
    mailbox = Mailbox()
    for number in range(128):
        mailbox.put(str(number))
    mailbox.put("typing", passing=True)
    for number in range(128, 256):
        mailbox.put(str(number))
    with pytest.raises(Overflow):
        mailbox.put("256")
