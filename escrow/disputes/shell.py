"""What cases add to the frame: the rail, what waits for somebody, and the officers' queue."""

from typing import Any

from django.urls import reverse

from escrow.disputes import queries
from marketplace.lib.actor import Actor
from marketplace.web.shell import Command, NavItem, Need, Panel, Side, command, nav, panel

_SHOWN = 4


def _waiting(actor: Actor) -> int | None:
    return queries.waiting_for(actor).count() or None


def _needs(actor: Actor) -> dict[str, Any]:
    rows = queries.case_rows(actor, list(queries.waiting_for(actor)[:_SHOWN]))
    return {
        "needs": [
            Need(
                chip=f"by {row.due_at:%-d %b}" if row.due_at else "Open", tone="bad" if row.case.forced_at else "warn",
                subject=row.case.number, text=f"{row.case.get_type_display()}, {row.case.order.number}: {row.waits}",
                url=reverse("case-room", args=[row.case.number]), action="Open",
            )
            for row in rows
        ]
    }  # fmt: skip


_SIDES: tuple[Side, ...] = ("buy", "sell")
for side in _SIDES:
    nav(
        NavItem(
            side=side, label="Disputes", url_name="case-list", icon="scale", order=95, section="Finance",
            capability="order.view", count=_waiting,
        )
    )  # fmt: skip
    panel(Panel(side=side, slot="needs", order=22, capability="order.view", query=_needs))
nav(
    NavItem(
        side="operate", label="Disputes", url_name="console-cases", icon="gavel", order=35, capability="market.view",
        count=_waiting,
    )
)  # fmt: skip
panel(Panel(side="operate", slot="needs", order=22, capability="dispute.decide", query=_needs))
command(Command(label="Search precedents", url_name="console-precedents", side="operate", capability="dispute.decide"))
