"""What credit adds to an order: its invoices' money, its gate before dispatch, its part of the page and timeline."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from escrow import policy as core_policy
from escrow import registry
from escrow.credit import policy
from escrow.credit.machinery.paying import take_payment
from escrow.credit.machinery.reserving import is_on_terms
from escrow.credit.models import CreditReservation, Invoice, InvoicingBlock, PurchaseOrder
from escrow.credit.states import Exposure
from escrow.credit.words import amount
from escrow.registry import OrderAction, OrderPanel
from marketplace.ledger import queries as ledger
from marketplace.ledger.states import OrderState
from marketplace.lib.actor import Actor
from marketplace.lib.money import Money
from marketplace.web.parts import Progress

if TYPE_CHECKING:
    from escrow.models import ReleaseUnit
    from marketplace.ledger.models import Order

registry.takes_leg("invoice")(take_payment)


@registry.ship_gate
def credit_covers_it(order: "Order", unit: "ReleaseUnit") -> str:
    """Where an order counts against the limit only from dispatch on, there must be room for it then."""
    if not is_on_terms(order):
        return ""
    reservation = CreditReservation.objects.select_related("account").filter(order_id=order.id).first()
    if reservation is None or reservation.account.exposure == Exposure.ORDER:
        return ""
    free = ledger.credit_line(reservation.account.number).available + reservation.open_minor
    missing = unit.open_minor - free
    return f"The credit account lacks {Money(missing, order.currency)} for this shipment." if missing > 0 else ""


@registry.order_panel(slot="main", order=30)
def net_terms(actor: Actor, order: "Order", at: datetime) -> OrderPanel | None:
    """Credit, purchase order, invoices and what blocks them."""
    if not is_on_terms(order):
        return None
    invoices = list(Invoice.objects.filter(order_id=order.id).order_by("number"))
    invoiced = {invoice.shipment_id for invoice in invoices}
    blocks = InvoicingBlock.objects.filter(order_id=order.id, resolved_at=None).exclude(shipment__in=invoiced)
    return OrderPanel(
        "credit/parts/order.html",
        {
            "order": order,
            "reservation": CreditReservation.objects.select_related("account__lender")
            .filter(order_id=order.id)
            .first(),
            "purchase_order": PurchaseOrder.objects.filter(order_id=order.id).first(),
            "invoices": invoices,
            "blocks": list(blocks),
            "today": at.date(),
        },
    )


@registry.order_action(order=5)
def advance(actor: Actor, order: "Order", at: datetime) -> list[OrderAction]:
    """Without credit, the buyer may pay in advance."""
    waits = is_on_terms(order) and order.state == OrderState.AWAITING_PAYMENT
    if not waits or not core_policy.may_pay(actor, order):
        return []
    return [OrderAction("Pay in advance", reverse("order-advance", args=[order.number]), "primary")]


@registry.order_action(order=70)
def purchase_order(actor: Actor, order: "Order", at: datetime) -> list[OrderAction]:
    """The buyer puts its paper on file."""
    if not is_on_terms(order) or not policy.may_add_purchase_order(actor, order):
        return []
    return [OrderAction("Purchase order", reverse("purchase-order", args=[order.number]))]


def _told(title: str, progress: Progress = "done") -> registry.Words:
    def words(body: Mapping[str, Any], actor_name: str) -> tuple[str, str, Progress]:
        shown = {name: body.get(name, "") for name in ("number", "level", "resolution", "due")}
        why = body.get("why", "")
        if body.get("due"):
            shown["due"] = f"{date.fromisoformat(body['due']):%-d %B %Y}"
        shown["why"] = " ".join(why) if isinstance(why, list) else why
        text = title.format(amount=amount(body) if "amount_minor" in body else "", **shown)
        head, _, detail = text.partition("; ")
        return head, detail, progress

    return words


for kind, title in {
    "credit_refused": "Waits for credit; no account covers the order",
    "invoiced": "Invoice {number} issued, {amount}; due {due}",
    "invoice_paid": "{amount} paid on invoice {number}",
    "invoice_overdue": "Invoice {number} is overdue, reminder {level}; {amount} due",
    "credit_note": "Credit note {number}, {amount}; {why}",
    "purchase_order": "Purchase order {number} put on file",
    "invoicing_blocked": "Not invoiced; {why}",
    "invoicing_resolved": "Invoiced as delivered; {resolution}",
}.items():
    registry.timeline_words(kind, _told(title, "stopped" if kind == "invoicing_blocked" else "done"))
