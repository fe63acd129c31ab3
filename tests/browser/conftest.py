"""One Chromium for all browser tests, and pages opened as a person of the cast."""

import os
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests.browser.look import DESKTOP, Look, new_context, open_browser
from tests.cast import Person
from tests.doors import client_for

# Playwright keeps an event loop in this thread; Django would take every query for one from a coroutine.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

Open = Callable[..., Look]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Started once: it takes a second, a context takes milliseconds."""
    with open_browser() as opened:
        yield opened


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer) -> Iterator[Open]:
    """``open_page("/orders/", width=390, theme="dark", person=ada)`` → the ``Look`` at that page."""
    contexts = []

    def open_at(path: str, *, width: int = DESKTOP, theme: str = "light", person: Person | None = None) -> Look:
        context = new_context(browser, width, theme)
        contexts.append(context)
        cookies = {"theme": theme}
        if person is not None:
            cookies[settings.SESSION_COOKIE_NAME] = client_for(person).cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()])
        return Look.at(context, live_server.url + path, width)

    yield open_at
    for context in contexts:
        context.close()
