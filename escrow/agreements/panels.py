"""What agreements add to an order: gates of dispatch, what lateness costs, panels, buttons, and timeline words."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from escrow import registry
from escrow.agreements import clauses, journey, queries
from escrow.machinery import schedule
from marketplace.lib.actor import Actor
from marketplace.web.parts import Progress

if TYPE_CHECKING:
    from escrow.models import ReleaseUnit
    from marketplace.ledger.models import Order


@registry.ship_gate
def inspected_first(order: "Order", unit: "ReleaseUnit") -> str:
    """Goods leave only after the inspection that was agreed."""
    return queries.hindrance(order)


@registry.before_release
def late_compensation(order: "Order", unit: "ReleaseUnit", amount: int, at: datetime) -> list[registry.Deduction]:
    """What was dispatched late costs what the contract says, out of its own release."""
    clause = schedule.plan_of(order).late
    weeks = queries.late_weeks(order, unit, at) if clause.bp_per_week else 0
    owed = clauses.compensation(amount, clause, weeks)
    return [registry.Deduction(owed, f"Late by {journey.weeks(weeks)}, {unit.title}")] if owed else []


@registry.order_panel(slot="main", order=40)
def agreements(actor: Actor, order: "Order", at: datetime) -> registry.OrderPanel | None:
    """What is on the table, and the inspection before dispatch."""
    page = queries.agreements_page(actor, order.number, at)
    if not (page.amendments or page.cancellations or page.inspection or page.extensions):
        return None
    context = {"agreements": page, "order": order, "table": journey.table(page), "at": at}
    return registry.OrderPanel("agreements/panels/agreements.html", context)


@registry.order_action(order=70)
def agree(actor: Actor, order: "Order", at: datetime) -> list[registry.OrderAction]:
    """For those who may bind a side while the order is under way."""
    page = queries.agreements_page(actor, order.number, at)
    found = []
    if page.extendable:
        found.append(registry.OrderAction("Extend inspection", reverse("order-extend", args=[order.number])))
    if page.may or page.right:
        found.append(registry.OrderAction("Change or cancel", reverse("order-agreements", args=[order.number])))
    return found


def _amendment(body: Mapping[str, Any], actor_name: str) -> tuple[str, str, Progress]:
    return f"Amendment {body.get('no')} {body.get('what')}", f"by {actor_name}", "done"


def _cancellation(body: Mapping[str, Any], actor_name: str) -> tuple[str, str, Progress]:
    what = str(body.get("what"))
    title = "Order cancelled" if what == "accepted" else f"Cancellation {what}"
    return title, f"by {actor_name}: {body.get('reason', '')}", "stopped" if what == "accepted" else "done"


def _extension(body: Mapping[str, Any], actor_name: str) -> tuple[str, str, Progress]:
    return f"Inspection extended by {body.get('days')} days", f"by {actor_name}", "done"


def _inspection(body: Mapping[str, Any], actor_name: str) -> tuple[str, str, Progress]:
    return journey.inspection_words(str(body.get("what")), str(body.get("inspector", "")), actor_name)


registry.timeline_words("amendment", _amendment)
registry.timeline_words("cancellation", _cancellation)
registry.timeline_words("extend_inspection", _extension)
registry.timeline_words("inspection", _inspection)
