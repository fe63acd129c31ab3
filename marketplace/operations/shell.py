"""What the console's own queue adds to the operator's frame."""

from typing import Any

from django.urls import reverse

from marketplace.lib.actor import Actor
from marketplace.outbox import queries
from marketplace.web.shell import NavItem, Need, Panel, Stat, nav, panel


def _parked_count(actor: Actor) -> int | None:
    return queries.parked().count() or None


def _needs(actor: Actor) -> dict[str, Any]:
    count = queries.parked().count()
    if not count:
        return {"needs": []}
    text = (
        "event was given up after repeated failures" if count == 1 else "events were given up after repeated failures"
    )
    need = Need(
        chip="Parked", tone="bad", subject=f"{count} {text}", text="", url=reverse("outbox-parked"), action="Review"
    )
    return {"needs": [need]}


def _stats(actor: Actor) -> dict[str, Any]:
    backlog = queries.backlog()
    note = f"oldest since {backlog.oldest_at:%H:%M} UTC" if backlog.oldest_at else "nothing waits"
    return {"stats": [Stat(label="Events to deliver", value=f"{backlog.pending:,}", note=note)]}


nav(
    NavItem(
        side="operate",
        label="Event delivery",
        url_name="outbox-parked",
        icon="refresh",
        section="System",
        order=90,
        capability="market.view",
        count=_parked_count,
        hot=True,
    )
)
panel(Panel(side="operate", slot="needs", order=90, capability="market.view", query=_needs))
panel(Panel(side="operate", slot="stats", order=90, capability="market.view", query=_stats))
