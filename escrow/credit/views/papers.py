"""Around an order on terms: the buyer's purchase order, and shipments that cannot be invoiced."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse

from escrow.credit import queries, services
from escrow.credit.forms import PurchaseOrderForm, ResolutionForm
from marketplace.ledger import queries as ledger
from marketplace.lib.money import Money
from marketplace.storage import files
from marketplace.web.request import MarketRequest
from marketplace.web.views import Action, Screen


class PurchaseOrderScreen(Screen):
    """The buyer's own number and paper."""

    capability = "order.view"
    template_name = "credit/purchase_order.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The order and what is on file."""
        order = ledger.get_order(self.actor, kwargs["number"])
        return {
            "order": order, "title": "Purchase order", "button": "Put on file",
            "says": "Its number stands on every invoice. Its figures are compared with the contract and each delivery.",
        }  # fmt: skip


class AddPurchaseOrder(Action):
    """Put it on file."""

    capability = "order.view"
    screen = PurchaseOrderScreen

    def get_form(self, request: MarketRequest, data: Any = None, files: Any = None, **kwargs: Any) -> forms.BaseForm:
        """Starting with the order's total."""
        order = ledger.get_order(self.actor, kwargs["number"])
        initial = {"amount": str(Money(order.total_minor, order.currency).decimal)}
        return PurchaseOrderForm(data, files, currency=order.currency, initial=initial)

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> HttpResponse | str:
        """Keep the file first, because storage is outside our transaction."""
        document = form.cleaned_data["document"]
        stored = None
        if document:
            stored = files.store(
                organization_id=self.actor.organization_id, purpose="document", name=document.name,
                content=document.read(), at=self.at,
            )  # fmt: skip
        made = services.add_purchase_order(
            actor=self.actor, number=kwargs["number"],
            purchase_order_number=form.cleaned_data["purchase_order_number"],
            total_minor=form.cleaned_data["amount_minor"], file_id=stored.id if stored else None, key=self.key,
            at=self.at,
        )  # fmt: skip
        messages.info(request, f"{made.number} is on file.")
        return reverse("order-detail", args=[kwargs["number"]])


class AdvanceScreen(PurchaseOrderScreen):
    """Escrow instead of credit."""

    capability = "order.pay"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The order's total."""
        order = ledger.get_order(self.actor, kwargs["number"])
        return {
            "order": order, "title": "Pay in advance", "button": f"Pay {Money(order.total_minor, order.currency)}",
            "says": "The money is held until you accept the goods, as for any order that is paid into escrow.",
        }  # fmt: skip


class PayInAdvance(Action):
    """To the provider's page."""

    capability = "order.pay"
    screen = AdvanceScreen

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> HttpResponse | str:
        """One service call."""
        operation = services.pay_in_advance(actor=self.actor, number=kwargs["number"], key=self.key, at=self.at)
        return operation.checkout_url or reverse("order-payment", args=[kwargs["number"]])


class ResolveScreen(Screen):
    """What differs, and why it is right all the same."""

    capability = "order.view"
    template_name = "credit/purchase_order.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The order and its open difference."""
        order = ledger.get_order(self.actor, kwargs["number"])
        return {
            "order": order, "title": "Invoice as delivered", "button": "Invoice as delivered",
            "says": "The shipment is invoiced although the papers differ.",
            "differences": queries.differences_of(order.id, kwargs["block_id"]),
        }  # fmt: skip


class ResolveDifference(Action):
    """Invoice it as delivered."""

    capability = "order.view"
    form_class = ResolutionForm
    screen = ResolveScreen

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> HttpResponse | str:
        """One service call."""
        services.resolve_difference(
            actor=self.actor, number=kwargs["number"], block_id=kwargs["block_id"], key=self.key, at=self.at,
            **form.cleaned_data,
        )  # fmt: skip
        messages.info(request, "Invoiced as delivered.")
        return reverse("order-detail", args=[kwargs["number"]])
