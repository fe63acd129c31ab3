"""Orders: the list, one order, and its documents."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse

from escrow import documents, queries, registry
from escrow.forms import SHOWN, FilterForm
from escrow.states import UnitKind
from marketplace.ledger import queries as ledger
from marketplace.lib import clock
from marketplace.lib.actor import Actor
from marketplace.lib.errors import NotFound
from marketplace.storage import files
from marketplace.web.request import MarketRequest
from marketplace.web.views import Door, Screen
from messaging import queries as messaging

PAGE = 25


class OrderList(Screen):
    """The actor's orders. Every filter is in the address."""

    capability = "order.view"
    template_name = "escrow/orders.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """One keyset page of lines; ``before`` is the number of the last order of the page before."""
        form = FilterForm(request.GET)
        filters = form.cleaned_data if form.is_valid() else {}
        show = filters.get("show") or ("all" if self.actor.operates else "open")
        text = filters.get("q", "")
        orders = queries.orders_for(self.actor, show=show, text=text)
        if filters.get("before"):
            last = ledger.get_order(self.actor, filters["before"])
            orders = orders.filter(Q(opened_at__lt=last.opened_at) | Q(opened_at=last.opened_at, id__lt=last.id))
        found = list(orders[: PAGE + 1])
        following = {"show": show, "q": text, "before": found[PAGE - 1].number} if len(found) > PAGE else {}
        return {
            "rows": queries.order_rows(self.actor, found[:PAGE]),
            "show": show,
            "text": text,
            "tabs": SHOWN[1:] if self.actor.operates else SHOWN,
            "next_url": f"?{urlencode(following)}" if following else "",
        }


_STEPS: tuple[tuple[str, str, str, registry.Tone], ...] = (
    ("pay", "Pay into escrow", "order-pay", "primary"),
    ("ship", "Mark as shipped", "order-ship", "primary"),
    ("accept", "Accept goods", "order-accept", "primary"),
    ("ready", "Report ready", "order-ready", "primary"),
    ("deliver", "Report delivery", "order-deliver", "plain"),
)


def order_actions(actor: Actor, page: queries.OrderPage, at: datetime) -> list[registry.OrderAction]:
    """The buttons of an order's page: the core's and the other packages', plain ones first, one primary at most."""
    stages = any(unit.kind == UnitKind.MILESTONE for unit in page.units)
    # A payment that is only planned is made from the table of payments.
    steps = page.may if page.is_payment_due else page.may - {"pay"}
    found = [
        registry.OrderAction(
            "Accept milestone" if step == "accept" and stages else label, reverse(name, args=[page.order.number]), tone
        )
        for step, label, name, tone in _STEPS
        if step in steps
    ]
    if "refund" in page.may:
        label = "Cancel and refund" if page.side == "buy" else "Refund the buyer"
        found.append(registry.OrderAction(label, reverse("order-refund", args=[page.order.number])))
    found += registry.actions(actor, page.order, at)
    primary = [action for action in found if action.tone == "primary"]
    rest = [replace(action, tone="plain") for action in found if action not in primary[:1]]
    return [*rest, *primary[:1]]


class OrderDetail(Screen):
    """One order with its money, in the shape of the side that looks."""

    capability = "order.view"
    template_name = "escrow/order.html"
    fragment_name = "escrow/parts/order.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The order's page, its documents, and the thread it was agreed in."""
        page = queries.order_page(self.actor, kwargs["number"])
        at = clock.now()
        return {
            "page": page,
            "order": page.order,
            "actions": order_actions(self.actor, page, at),
            "main_panels": self._panels("main", page, at),
            "side_panels": self._panels("side", page, at),
            "documents": documents.available(page.order),
            "thread_url": self._thread(page),
        }

    def _panels(self, slot: registry.Slot, page: queries.OrderPage, at: datetime) -> list[str]:
        found = registry.panels(slot, self.actor, page.order, at)
        return [
            render_to_string(panel.template, {"order": page.order, "page": page, **panel.context}, self.request)
            for panel in found
        ]

    def _thread(self, page: queries.OrderPage) -> str:
        kind, _, ref = page.order.source.partition(":")
        other_id = page.order.vendor_id if page.side == "buy" else page.order.buyer_id
        if page.side == "operate":
            return ""
        code = messaging.find_thread_code(self.actor, subject_kind=kind.upper(), subject_ref=ref, other_id=other_id)
        return reverse("thread", args=[code]) if code else ""


class OrderDocument(Door):
    """A document of an order as PDF, made when it is asked for."""

    capability = "order.view"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """404 for an order that is not visible, or a document that does not exist yet."""
        order = ledger.get_order(self.actor, kwargs["number"])
        if kwargs["kind"] not in {document.kind for document in documents.available(order)}:
            raise NotFound
        response = HttpResponse(documents.render(order, kwargs["kind"]), content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="{order.number}-{kwargs["kind"]}.pdf"'
        return response


class ShipmentDocument(Door):
    """The paper that the vendor sent along, for both sides."""

    capability = "order.view"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Hand on to a signed link of the storage."""
        stored = queries.shipment_document(self.actor, kwargs["number"], kwargs["position"])
        return HttpResponseRedirect(files.download_url(stored))
