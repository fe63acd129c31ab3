"""What returns add to the frame: the rail, what waits for somebody, and the operator's overview."""

from typing import Any

from django.urls import reverse

from escrow.returns import journey, queries
from marketplace.lib.actor import Actor
from marketplace.web.shell import NavItem, Need, Panel, Side, nav, panel

_SHOWN = 6


def _waiting(actor: Actor) -> int | None:
    return queries.waiting_for(actor).count() or None


def _needs(actor: Actor) -> dict[str, Any]:
    return {
        "needs": [
            Need(
                chip="Return", tone="warn", subject=f"{row.number} of {row.order.number}", text=journey.next_step(row),
                url=reverse("return-room", args=[row.number]), action="Review",
            )
            for row in queries.waiting_for(actor)[:_SHOWN]
        ]
    }  # fmt: skip


_SIDES: tuple[Side, ...] = ("buy", "sell", "operate")
for side in _SIDES:
    nav(
        NavItem(
            side=side, label="Returns", url_name="return-list", icon="arrow-back-up", order=36,
            capability="order.view", count=_waiting,
        )
    )  # fmt: skip
    panel(Panel(side=side, slot="needs", order=24, capability="order.view", query=_needs))
