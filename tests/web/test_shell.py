"""The shell: who sees which navigation, commands and panels, and where they are."""

from typing import cast
from uuid import UUID, uuid4

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from marketplace.lib.actor import ANONYMOUS, Actor
from marketplace.web import context
from marketplace.web.context import Shell
from marketplace.web.request import MarketRequest
from marketplace.web.shell import Command, NavItem, OrganizationChoice, Panel, Registry

COMPANY = UUID(int=7)
BUYER = Actor(
    user_id=UUID(int=1),
    user_name="Ada Lindqvist",
    organization_id=COMPANY,
    sides=frozenset({"buy"}),
    capabilities=frozenset({"rfq.view"}),
)


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> Registry:
    """A shell with entries of its own, for both the registry and the page context."""
    made = Registry()
    made.items += [
        NavItem(side="buy", label="Home", url_name="home", icon="home", order=1),
        NavItem(
            side="buy",
            label="Gallery",
            url_name="gallery",
            icon="eye",
            order=3,
            capability="rfq.view",
            count=lambda _: 4,
        ),
        NavItem(side="buy", label="Awards", url_name="keyboard", icon="eye", order=2, capability="rfq.award"),
        NavItem(side="sell", label="Requests", url_name="command", icon="eye"),
        NavItem(side="buy", label="Nowhere", url_name="no-such-address", icon="eye"),
    ]
    made.commands += [
        Command(label="Post an RFQ", url_name="home", side="buy"),
        Command(label="Payouts", url_name="home", side="sell"),
    ]
    made.panels += [
        Panel(side="buy", slot="needs", order=2, url_name="a"),
        Panel(side="buy", slot="needs", order=1, url_name="b"),
        Panel(side="sell", slot="needs", url_name="c"),
        Panel(side="buy", slot="main", url_name="d"),
    ]
    monkeypatch.setattr(context, "registry", made)
    return made


def page(path: str, actor: Actor = BUYER, host: str = "testserver") -> HttpRequest:
    request = cast(MarketRequest, RequestFactory().get(path, headers={"Host": host}))
    request.actor = actor
    return request


def test_navigation_is_of_ones_side_and_capabilities(registry: Registry) -> None:
    assert [item.label for item in registry.nav_for(BUYER)] == ["Home", "Gallery", "Nowhere"]


def test_strangers_have_none(registry: Registry) -> None:
    assert registry.nav_for(ANONYMOUS) == []
    assert registry.commands_for(ANONYMOUS) == []


def test_lines_know_their_count_and_the_current_page(registry: Registry) -> None:
    lines = Shell(page("/ui/")).nav
    assert [(line.item.label, line.href, line.count, line.current) for line in lines] == [
        ("Home", "/home/", None, False),
        ("Gallery", "/ui/", 4, True),
    ]


def test_commands_match_every_word(registry: Registry) -> None:
    assert [command.label for command in registry.commands_for(BUYER, "rfq POST")] == ["Post an RFQ"]
    assert [command.label for command in registry.commands_for(BUYER, "payouts")] == []


def test_panels_come_in_order(registry: Registry) -> None:
    assert [panel.url_name for panel in registry.panels_for(BUYER, "needs")] == ["b", "a"]


def test_switcher_offers_the_other_organisations(registry: Registry) -> None:
    other = uuid4()
    registry.organizations = lambda actor: [
        OrganizationChoice(id=COMPANY, name="Own"),
        OrganizationChoice(id=other, name="Other"),
    ]
    assert [choice.name for choice in Shell(page("/")).organizations] == ["Other"]
    assert Shell(page("/", ANONYMOUS)).organizations == []


def test_socket_is_on_the_host_of_the_page(settings: object) -> None:
    assert Shell(page("/", host="127.0.0.1:8000")).ws_url == "ws://127.0.0.1:8001/ws/"


def test_unknown_theme_is_auto() -> None:
    request = page("/")
    request.COOKIES["theme"] = "<script>"
    assert Shell(request).theme == "auto"
