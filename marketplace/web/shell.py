"""What packages add to the frame around their screens: navigation, commands, home panels.

Each package registers its own in ``<package>/shell.py``, which is imported at start. The toolkit
therefore knows no package, and a package that is taken out takes its entries with it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from marketplace.lib.actor import Actor

Side = Literal["buy", "sell", "operate"]
Slot = Literal["stats", "needs", "main", "side"]

_SLOT_TEMPLATES = {"stats": "web/panels/stats.html", "needs": "web/panels/needs.html"}


@dataclass(frozen=True, kw_only=True)
class NavItem:
    """One line of the rail. ``count`` is asked on each page, so it must be one cheap query."""

    side: Side
    label: str
    url_name: str
    icon: str
    order: int = 100
    capability: str | None = None
    section: str = ""
    keys: str = ""
    hot: bool = False
    count: Callable[[Actor], int | None] | None = None


@dataclass(frozen=True, kw_only=True)
class Command:
    """One line of the command menu. ``side`` None is for everyone who may (see ``capability``).

    ``home`` above 0 also makes it a button on the home page; the lowest is the filled one.
    """

    label: str
    url_name: str
    side: Side | None = None
    capability: str | None = None
    icon: str = "arrow-right"
    keys: str = ""
    home: int = 0


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A part of the home page: a ``template`` with what ``query(actor)`` returns, or a fragment at ``url_name``.

    In the slots ``stats`` and ``needs`` the template may be left out; ``query`` then returns
    ``{"stats": [Stat, …]}`` or ``{"needs": [Need, …]}``. Stats of all packages form one strip,
    needs one list.
    """

    side: Side
    slot: Slot
    order: int = 100
    capability: str | None = None
    url_name: str = ""
    title: str = ""
    template: str = ""
    query: Callable[[Actor], dict[str, Any]] | None = None

    @property
    def template_name(self) -> str:
        """The template given, or the standard one of the slot."""
        return self.template or _SLOT_TEMPLATES[self.slot]


@dataclass(frozen=True, kw_only=True)
class Stat:
    """One figure of a strip: what it is, its value as text, and a note that gives it meaning."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Need:
    """One thing that waits for this person: a chip that says how urgent, the subject, and one action."""

    chip: str
    subject: str
    text: str
    url: str
    action: str = "Open"
    tone: str = "info"


@dataclass(frozen=True, kw_only=True)
class OrganizationChoice:
    """An organisation that this person may act for."""

    id: UUID
    name: str


def _visible(actor: Actor, side: Side | None, capability: str | None) -> bool:
    return (side is None or side in actor.sides) and (capability is None or actor.can(capability))


@dataclass
class Registry:
    """All entries of all packages. One instance lives in this module; tests make their own."""

    items: list[NavItem] = field(default_factory=list)
    commands: list[Command] = field(default_factory=list)
    panels: list[Panel] = field(default_factory=list)
    finders: list[str] = field(default_factory=list)
    organizations: Callable[[Actor], Iterable[OrganizationChoice]] | None = None

    def nav_for(self, actor: Actor) -> list[NavItem]:
        """The rail of this actor, in order; an address that two sides share appears once."""
        seen: dict[str, NavItem] = {}
        for item in sorted(self.items, key=lambda item: (item.section, item.order, item.label)):
            if _visible(actor, item.side, item.capability):
                seen.setdefault(item.url_name, item)
        return list(seen.values())

    def commands_for(self, actor: Actor, query: str = "") -> list[Command]:
        """Commands and navigation that this actor may use and whose label holds every word of ``query``."""
        words = query.lower().split()
        jumps = [
            Command(label=item.label, url_name=item.url_name, icon=item.icon, keys=item.keys)
            for item in self.nav_for(actor)
        ]
        own = [command for command in self.commands if _visible(actor, command.side, command.capability)]
        return [command for command in [*jumps, *own] if all(word in command.label.lower() for word in words)]

    def actions_for(self, actor: Actor) -> list[Command]:
        """The buttons of this actor's home page, the main one first."""
        mine = [one for one in self.commands if one.home and _visible(actor, one.side, one.capability)]
        return sorted(mine, key=lambda one: one.home)[:3]

    def panels_for(self, actor: Actor, slot: Slot) -> list[Panel]:
        """The home panels of this actor in one slot, in order."""
        mine = [panel for panel in self.panels if panel.slot == slot and _visible(actor, panel.side, panel.capability)]
        return sorted(mine, key=lambda panel: panel.order)

    def organizations_for(self, actor: Actor) -> list[OrganizationChoice]:
        """What the organisation switcher offers: nothing until the identity package registers its reader."""
        return list(self.organizations(actor)) if self.organizations and not actor.is_anonymous else []

    def url_names(self) -> set[str]:
        """Every address that an entry points to."""
        lines = {item.url_name for item in self.items} | {command.url_name for command in self.commands}
        return lines | {panel.url_name for panel in self.panels if panel.url_name} | set(self.finders)


registry = Registry()


def nav(item: NavItem) -> None:
    """Add a line to the rail (and with it a jump to the command menu)."""
    registry.items.append(item)


def command(entry: Command) -> None:
    """Add a line to the command menu."""
    registry.commands.append(entry)


def panel(entry: Panel) -> None:
    """Add a panel to the home page."""
    registry.panels.append(entry)


def finder(url_name: str) -> None:
    """Add an address that answers ``?q=`` with result lines (``<li>``) for the command menu."""
    registry.finders.append(url_name)


def organizations(reader: Callable[[Actor], Iterable[OrganizationChoice]]) -> None:
    """Name the reader of the organisations that a person may switch to."""
    registry.organizations = reader


SIDES: tuple[Side, ...] = ("buy", "sell", "operate")
for _side in SIDES:
    nav(NavItem(side=_side, label="Home", url_name="home", icon="home", order=0, keys="g h"))
command(Command(label="Keyboard", url_name="keyboard", capability="organization.view", icon="keyboard", keys="?"))
