"""What chargebacks add to the frame: a line of the operator's rail, and answers that are due."""

from typing import Any

from django.urls import reverse

from escrow.chargebacks import queries
from escrow.chargebacks.states import ChargebackState
from marketplace.lib.actor import Actor
from marketplace.lib.money import Money
from marketplace.web.shell import NavItem, Need, Panel, nav, panel


def _waiting_count(actor: Actor) -> int | None:
    return queries.record(actor).needs_response or None


def _needs(actor: Actor) -> dict[str, Any]:
    waiting = queries.chargebacks(actor).filter(state=ChargebackState.NEEDS_RESPONSE)[:8]
    return {
        "needs": [
            Need(
                chip=f"by {one.due_by:%-d %b}" if one.due_by else "Open",
                tone="bad",
                subject=one.order.number,
                text=f"{Money(one.amount_minor, one.currency)} disputed by the buyer’s bank: evidence is due",
                url=reverse("chargeback", args=[one.ref]),
                action="Answer",
            )
            for one in waiting
        ]
    }


nav(
    NavItem(
        side="operate", label="Chargebacks", url_name="console-chargebacks", icon="alert-triangle", order=46,
        capability="money.view", count=_waiting_count,
    )
)  # fmt: skip
panel(Panel(side="operate", slot="needs", order=15, capability="money.view", query=_needs))
panel(Panel(side="sell", slot="needs", order=15, capability="order.ship", query=_needs))
