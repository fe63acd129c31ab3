"""What cases add to the page of an order: its cases, the button that opens one, and their words on the timeline."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from escrow import registry
from escrow.disputes import journey, queries
from marketplace.lib.actor import Actor
from marketplace.web.parts import Progress

if TYPE_CHECKING:
    from marketplace.ledger.models import Order


@registry.order_panel(slot="side", order=20)
def cases_of_order(actor: Actor, order: "Order", at: datetime) -> registry.OrderPanel | None:
    """The order's cases, if there are any."""
    cases = queries.cases_of_order(order.id)
    rows = queries.case_rows(actor, cases) if cases else []
    return registry.OrderPanel("disputes/panels/cases.html", {"cases": rows, "order": order}) if rows else None


@registry.order_action(order=55)
def report_a_problem(actor: Actor, order: "Order", at: datetime) -> list[registry.OrderAction]:
    """For the buyer, as long as something may be claimed."""
    if not queries.may_open_now(actor, order):
        return []
    return [registry.OrderAction("Report a problem", reverse("order-problem", args=[order.number]))]


def _words(body: Mapping[str, Any], actor_name: str) -> tuple[str, str, Progress]:
    title, _ = journey.event_words(str(body.get("action", "")), {}, "EUR")
    return f"{body.get('case', '')}: {title}", f"by {actor_name}" if actor_name != "Harborline" else "", "done"


registry.timeline_words("case", _words)
