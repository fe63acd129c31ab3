"""What agreements add to the frame: what lies on the table for somebody."""

from typing import Any

from django.urls import reverse

from escrow.agreements import queries
from marketplace.lib.actor import Actor
from marketplace.web.shell import Need, Panel, Side, panel


def _needs(actor: Actor) -> dict[str, Any]:
    return {
        "needs": [
            Need(
                chip="Agreement", tone="warn", subject=f"{what} of {number}", text=text,
                url=reverse("order-agreements", args=[number]), action="Answer",
            )
            for number, what, text in queries.waiting_for(actor)
        ]
    }  # fmt: skip


_SIDES: tuple[Side, ...] = ("buy", "sell")
for side in _SIDES:
    panel(Panel(side=side, slot="needs", order=22, capability="order.view", query=_needs))
