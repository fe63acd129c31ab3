"""The template variable ``shell``: all of the frame, worked out only when a template asks for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import groupby

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from marketplace.lib.actor import Actor
from marketplace.web.request import actor_of
from marketplace.web.shell import NavItem, OrganizationChoice, registry

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "theme"
_BAR_LENGTH = 4


@cache
def address(url_name: str) -> str:
    """The path of ``url_name``, or "" for one that is not installed (``manage.py check`` names those).

    Kept for the life of the process: every frame asks for the same dozen, and Django's search for each is not cheap.
    """
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


@dataclass(frozen=True)
class NavLine:
    """A navigation item as the rail shows it to one actor."""

    item: NavItem
    href: str
    count: int | None
    current: bool


class Shell:
    """The frame of one request. Each part is computed at most once, and only if it is shown."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def actor(self) -> Actor:
        """Who acts."""
        return actor_of(self._request)

    @cached_property
    def path(self) -> str:
        """The address shown, for forms that come back to it."""
        return self._request.get_full_path()

    @cached_property
    def theme(self) -> str:
        """``auto``, ``light`` or ``dark``, from the person's cookie."""
        theme = self._request.COOKIES.get(THEME_COOKIE, "auto")
        return theme if theme in THEMES else "auto"

    @cached_property
    def ws_url(self) -> str:
        """Where this page's socket is: the setting, or the socket port of the page's own host."""
        if settings.WS_URL:
            return f"{settings.WS_URL.rstrip('/')}/ws/"
        scheme = "wss" if self._request.is_secure() else "ws"
        host = self._request.get_host().rsplit(":", 1)[0]
        return f"{scheme}://{host}:{settings.WS_PORT}/ws/"

    @cached_property
    def nav(self) -> list[NavLine]:
        """The lines of the rail; the longest address that this page lies under is current."""
        items = [(item, address(item.url_name)) for item in registry.nav_for(self.actor)]
        found = [(item, href) for item, href in items if href]
        here = max((href for _, href in found if self._request.path.startswith(href)), key=len, default="")
        return [
            NavLine(item, href, item.count(self.actor) if item.count else None, current=href == here)
            for item, href in found
        ]

    @property
    def sections(self) -> Iterator[tuple[str, list[NavLine]]]:
        """The rail by section; the first has no heading."""
        for section, lines in groupby(self.nav, key=lambda line: line.item.section):
            yield section, list(lines)

    @property
    def bar(self) -> list[NavLine]:
        """What fits the bottom bar of a phone; the rest is under More."""
        return self.nav[:_BAR_LENGTH]

    @property
    def more(self) -> list[NavLine]:
        """What the bottom bar has no room for."""
        return self.nav[_BAR_LENGTH:]

    @cached_property
    def organizations(self) -> list[OrganizationChoice]:
        """The other organisations this person may act for."""
        choices = registry.organizations_for(self.actor)
        return [choice for choice in choices if not self.actor.belongs_to(choice.id)]


def shell(request: HttpRequest) -> dict[str, Shell]:
    """Context processor."""
    return {"shell": Shell(request)}
