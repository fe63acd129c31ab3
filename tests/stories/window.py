"""A person at a browser: signs in as people do, looks, and takes the steps of the job one screen at a time."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Self

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.look import new_context
from tests.cast import PASSWORD, Person
from tests.waiting import until

PATIENCE_MS = 20_000


@dataclass
class Window:
    """One browser window of ``person``."""

    person: Person
    page: Page
    address: str
    topics: set[str] = field(default_factory=set)
    """What the page's socket is subscribed to."""

    def __post_init__(self) -> None:
        self.page.set_default_timeout(PATIENCE_MS)
        self.page.on("websocket", lambda socket: socket.on("framereceived", self._receive))

    @classmethod
    def of(cls, person: Person, address: str, browser: Browser, *, scripts: bool = True) -> Self:
        """Open the sign-in page, fill in the form, arrive."""
        page = new_context(browser, java_script_enabled=scripts).new_page()
        window = cls(person, page, address)
        window.go("/account/login/")
        page.get_by_label("E-mail address").fill(person.user.email)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url("**/home/")
        return window

    def go(self, path: str) -> None:
        """Load a page by its path."""
        self.page.goto(self.address + path)

    def watch(self, path: str, topic: str) -> None:
        """Load a page and wait until its socket is subscribed to ``topic``: from now on it hears of everything."""
        self.topics.clear()
        self.go(path)
        until(lambda: self._hears(topic), f"{path} is subscribed to {topic}")

    def _hears(self, topic: str) -> bool:
        self.page.title()  # Playwright hands out what the browser said while it is asked something
        return topic in self.topics

    def _receive(self, frame: str | bytes) -> None:
        message = json.loads(frame)
        if message["type"] == "subscribed":
            self.topics.add(message["topic"])

    def press(self, name: str) -> None:
        """Click the button or the link called ``name``."""
        page = self.page
        page.get_by_role("button", name=name, exact=True).or_(page.get_by_role("link", name=name, exact=True)).click()

    def fill(self, **values: str) -> None:
        """Fill fields by their names."""
        for name, value in values.items():
            self.page.locator(f"[name={name}]").fill(value)

    def sees(self, text: str) -> None:
        """Wait until ``text`` is on the screen."""
        expect(self.page.get_by_text(text).first).to_be_visible(timeout=PATIENCE_MS)

    def sees_in(self, place: Locator, text: str) -> None:
        """Wait until ``place`` says ``text``."""
        expect(place).to_contain_text(text, timeout=PATIENCE_MS)

    @property
    def path(self) -> str:
        """Where the window is."""
        return self.page.url.removeprefix(self.address)


Doors = Callable[..., Window]
