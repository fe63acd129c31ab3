"""What returns add to the page of an order: its returns, the button that starts one, their words on the timeline."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from escrow import registry
from escrow.returns import journey, queries
from marketplace.lib.actor import Actor
from marketplace.web.parts import Progress

if TYPE_CHECKING:
    from marketplace.ledger.models import Order


@registry.order_panel(slot="side", order=30)
def returns_of_order(actor: Actor, order: "Order", at: datetime) -> registry.OrderPanel | None:
    """The order's returns, if there are any."""
    rows = queries.returns_of_order(order.id)
    return registry.OrderPanel("returns/panels/returns.html", {"returns": rows, "order": order}) if rows else None


@registry.order_action(order=60)
def return_goods(actor: Actor, order: "Order", at: datetime) -> list[registry.OrderAction]:
    """For the buyer, once goods were shipped."""
    if not queries.may_request_now(actor, order):
        return []
    return [registry.OrderAction("Return goods", reverse("order-return", args=[order.number]))]


def _words(body: Mapping[str, Any], actor_name: str) -> tuple[str, str, Progress]:
    title, _ = journey.event_words(str(body.get("action", "")), {})
    return title, f"{body.get('return', '')} by {actor_name}".strip(), "done"


registry.timeline_words("return", _words)
