"""One Chromium for all tests that drive a browser."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.look import open_browser


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Started once: it takes a second, a context takes milliseconds."""
    # Playwright keeps an event loop in this thread; Django would take every query for one from a coroutine.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with open_browser() as opened:
        yield opened
