"""What the catalogue adds to the frame: navigation, commands, home panels, live topics, the storefront's products."""

from typing import Any

from listings import queries, storefront
from marketplace.lib.actor import Actor
from marketplace.realtime import topics
from marketplace.web import shell
from marketplace.web.shell import Command, NavItem, Panel, Stat
from vendors import slots


def published(actor: Actor) -> int:
    """How many products of the company are on the market."""
    return queries.count_published(actor)


def import_panel(actor: Actor) -> dict[str, Any]:
    """The import that runs, or waits for the vendor's word."""
    return {"import": queries.find_current_import(actor)}


def listing_stats(actor: Actor) -> dict[str, Any]:
    """The catalogue in one figure."""
    counts = queries.catalogue_counts(actor)
    drafts = counts["DRAFT"]
    return {"stats": [Stat(label="On the market", value=f"{counts['PUBLISHED']:,}", note=f"{drafts:,} in draft")]}


shell.nav(
    NavItem(
        side="sell", label="Catalogue", url_name="catalogue", icon="layout-grid", order=40, keys="g c",
        capability="listing.view", count=published,
    )
)  # fmt: skip
shell.nav(NavItem(side="sell", label="Imports", url_name="imports", icon="upload", order=45, capability="listing.view"))
shell.command(
    Command(label="Add a product", url_name="catalogue-new", side="sell", capability="listing.edit", icon="plus")
)
shell.command(
    Command(label="Import products", url_name="imports", side="sell", capability="listing.edit", icon="upload", home=30)
)
shell.panel(
    Panel(
        side="sell",
        slot="side",
        order=10,
        capability="listing.view",
        template="listings/panel_import.html",
        query=import_panel,
    )
)
shell.panel(Panel(side="sell", slot="stats", order=40, capability="listing.view", query=listing_stats))
topics.register("import", queries.may_watch_import)
slots.storefront_products(storefront.products)
