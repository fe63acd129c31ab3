"""Pages opened as a person of the cast."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests.browser.look import DESKTOP, Look, new_context
from tests.cast import Person
from tests.doors import client_for

Open = Callable[..., Look]


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer) -> Iterator[Open]:
    """``open_page("/orders/", width=390, theme="dark", person=ada)`` → the ``Look`` at that page.

    No socket process runs beside these pages, so the browser answers their sockets itself, with silence.
    """
    contexts = []

    def open_at(path: str, *, width: int = DESKTOP, theme: str = "light", person: Person | None = None) -> Look:
        context = new_context(browser, width, theme)
        contexts.append(context)
        context.route_web_socket("**/ws/", lambda socket: None)
        cookies = {"theme": theme}
        if person is not None:
            cookies[settings.SESSION_COOKIE_NAME] = client_for(person).cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()])
        return Look.at(context, live_server.url + path, width)

    yield open_at
    for context in contexts:
        context.close()
