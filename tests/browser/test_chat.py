"""Two people in one thread, each in a browser of their own: words appear, survive a dead socket, are marked read."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.conf import settings as current_settings
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from messaging import registry, services
from messaging.models import Thread
from tests.browser.look import DESKTOP, PHONE, Look, new_context
from tests.cast import Person
from tests.doors import client_for
from tests.messaging.threads import AT, offer_body, thread_between
from tests.realtime.server import SocketServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@dataclass
class Market:
    """Pages and sockets of one running market."""

    url: str
    sockets: SocketServer

    def open(self, browser: Browser, person: Person, width: int = DESKTOP, theme: str = "light") -> BrowserContext:
        """A browser in which ``person`` is signed in."""
        context = new_context(browser, width, theme)
        session = client_for(person).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": self.url}])
        return context


@pytest.fixture
def market(live_server: LiveServer, settings: Settings) -> Iterator[Market]:
    sockets = SocketServer(current_settings.REDIS_URL)
    settings.WS_URL = f"ws://{urlsplit(live_server.url).hostname}:{sockets.port}"
    policy = {**current_settings.CONTENT_SECURITY_POLICY["DIRECTIVES"], "connect-src": ["'self'", settings.WS_URL]}
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": policy}
    sockets.start()
    yield Market(live_server.url, sockets)
    sockets.kill()


@pytest.fixture
def thread(ada: Person, bruno: Person, monkeypatch: pytest.MonkeyPatch) -> Thread:
    """Between Ada and Bruno, about something whose owner shows no panel."""
    monkeypatch.setattr(registry, "_subjects", {})
    return thread_between(ada, bruno)


def _enter(context: BrowserContext, market: Market, thread: Thread) -> Page:
    """Open the thread and wait until the socket is subscribed."""
    page = context.new_page()
    with page.expect_websocket() as opened:
        page.goto(f"{market.url}/messages/{thread.code}/")
    opened.value.wait_for_event(
        "framereceived", lambda frame: '"subscribed"' in str(frame) and thread.code in str(frame)
    )
    return page


def _write(page: Page, words: str) -> None:
    page.get_by_label("Message", exact=True).fill(words)
    page.keyboard.press("Enter")


def _words(page: Page) -> list[str]:
    return [words.split("\n")[0] for words in page.locator(".message").all_inner_texts()]


def test_words_pass_between_two_browsers(
    market: Market, browser: Browser, thread: Thread, ada: Person, bruno: Person
) -> None:
    with market.open(browser, ada) as hers, market.open(browser, bruno) as his:
        adas, brunos = _enter(hers, market, thread), _enter(his, market, thread)
        _write(adas, "Can you split it?")
        expect(brunos.locator(".message")).to_have_count(1)
        expect(adas.locator(".message.mine:not(.pending)")).to_have_count(1)
        brunos.get_by_label("Message", exact=True).press_sequentially("Yes")
        expect(adas.locator("[data-typing]")).to_have_text("Bruno Kowalski is typing…")
        brunos.keyboard.press("Enter")
        expect(adas.locator(".message")).to_have_count(2)
        expect(adas.locator(".message.mine small")).to_contain_text("read")
        assert _words(adas) == _words(brunos) == ["Can you split it?", "Yes"]
        expect(brunos.locator(".message.pending")).to_have_count(0)


def test_dead_socket_loses_no_word(
    market: Market, browser: Browser, thread: Thread, ada: Person, bruno: Person
) -> None:
    with market.open(browser, ada) as hers:
        page = _enter(hers, market, thread)
        market.sockets.kill()
        for words in ("While", "she was", "away"):
            services.send_message(actor=bruno.actor, thread_id=thread.id, body=words, client_id=uuid4(), at=AT)
        market.sockets.start()
        expect(page.locator(".message")).to_have_count(3, timeout=20_000)
        assert _words(page) == ["While", "she was", "away"]


def test_words_written_offline_go_out_later(market: Market, browser: Browser, thread: Thread, ada: Person) -> None:
    with market.open(browser, ada) as hers:
        page = _enter(hers, market, thread)
        hers.set_offline(True)
        _write(page, "Written in a tunnel")
        expect(page.locator(".message.pending")).to_contain_text("Not sent yet")
        assert not thread.events.exists()
        hers.set_offline(False)
        expect(page.locator(".message.pending")).to_have_count(0, timeout=20_000)
        expect(page.locator(".message.mine")).to_have_count(1)
        assert thread.events.get().body == {"text": "Written in a tunnel"}


def test_draft_survives_leaving(market: Market, browser: Browser, thread: Thread, ada: Person) -> None:
    with market.open(browser, ada) as hers:
        page = _enter(hers, market, thread)
        page.get_by_label("Message", exact=True).press_sequentially("Half a thought")
        page.goto(f"{market.url}/messages/")
        page.goto(f"{market.url}/messages/{thread.code}/")
        expect(page.get_by_label("Message", exact=True)).to_have_value("Half a thought")


def test_new_offer_greys_out_the_old_one_live(
    market: Market, browser: Browser, thread: Thread, ada: Person, bruno: Person
) -> None:
    def offer(number: int, price: str) -> None:
        services.append(
            actor=bruno.actor,
            thread_id=thread.id,
            kind="offer.made",
            body=offer_body(number, price, valid_until="2999-01-01T00:00:00+00:00"),
            client_id=uuid4(),
            at=AT,
        )

    offer(1, "4.98")
    with market.open(browser, ada) as hers:
        page = _enter(hers, market, thread)
        expect(page.locator(".offer.live")).to_contain_text("no. 1")
        offer(2, "4.90")
        expect(page.locator(".offer.live")).to_contain_text("no. 2")
        expect(page.locator(".offer.old")).to_contain_text("Superseded")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_thread_looks_right(
    market: Market, browser: Browser, thread: Thread, ada: Person, bruno: Person, width: int, theme: str, tmp_path: Path
) -> None:
    services.send_message(actor=bruno.actor, thread_id=thread.id, body="Powder is in stock.", client_id=uuid4(), at=AT)
    services.append(
        actor=bruno.actor,
        thread_id=thread.id,
        kind="offer.countered",
        body=offer_body(3, "4.82", "4.70", valid_until="2999-01-01T00:00:00+00:00"),
        client_id=uuid4(),
        at=AT,
    )
    with market.open(browser, ada, width, theme) as hers:
        for path in ("/messages/", f"/messages/{thread.code}/"):
            look = Look.at(hers, market.url + path, width)
            assert look.violations() == []
            assert look.overflow() == []
            assert look.complaints == []
