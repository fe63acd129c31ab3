"""The operator's bank: transfers recorded by hand or by file, and those whose owner is unknown."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse

from escrow.reconciliation import queries, services
from escrow.reconciliation.forms import AssignForm, ReceiptForm, ReturnForm, StatementForm
from escrow.reconciliation.states import ReceiptState
from marketplace.web.request import MarketRequest
from marketplace.web.views import Action, Screen

_SAID = {
    ReceiptState.APPLIED: "It paid {order}.",
    ReceiptState.WAITING: "It is less than {order} asks for and waits in the buyer’s wallet for the rest.",
    ReceiptState.KEPT: "{order} asks for nothing now; it stays in the buyer’s wallet.",
    ReceiptState.UNMATCHED: "Its owner is unknown. It waits in the queue.",
    ReceiptState.RETURNED: "It was sent back.",
}


class ReceiptConsole(Screen):
    """What arrived at our bank."""

    capability = "money.view"
    template_name = "reconciliation/receipts.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The unknown first, then the newest of the rest."""
        receipts = queries.receipts(self.actor)
        return {
            "suspense": queries.waiting_receipts(self.actor),
            "unmatched": receipts.unmatched().order_by("recorded_at", "pk")[:100],
            "receipts": receipts.exclude(state=ReceiptState.UNMATCHED).order_by("-recorded_at", "-pk")[:50],
            "form": ReceiptForm(),
            "statement_form": StatementForm(),
            "may_move": self.actor.can("money.move"),
        }


class RecordReceipt(Action):
    """One line by hand."""

    capability = "money.move"
    form_class: ClassVar[type[forms.BaseForm]] = ReceiptForm
    screen = ReceiptConsole

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> HttpResponse | str:
        """One service call."""
        data = {name: value for name, value in form.cleaned_data.items() if name != "amount"}
        receipt = services.record_bank_receipt(actor=self.actor, key=self.key, at=self.at, **data)
        order = receipt.order.number if receipt.order else ""
        messages.info(request, _SAID[ReceiptState(receipt.state)].format(order=order))
        return reverse("console-receipts")


class UploadStatement(Action):
    """A bank's file."""

    capability = "money.move"
    form_class: ClassVar[type[forms.BaseForm]] = StatementForm
    form_name = "statement_form"
    screen = ReceiptConsole

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> HttpResponse | str:
        """All lines or none."""
        content = form.cleaned_data["file"].read()
        done = services.record_bank_statement(actor=self.actor, content=content, key=self.key, at=self.at)
        unknown = done.states.get(ReceiptState.UNMATCHED, 0)
        told = f"{sum(done.states.values())} lines, {done.known} of them known before. {unknown} with unknown owner."
        messages.info(request, told)
        return reverse("console-receipts")


class ReceiptScreen(Screen):
    """One transfer, and what may be done with it."""

    capability = "money.view"
    template_name = "reconciliation/receipt.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The transfer and two forms."""
        receipt = queries.get_receipt(self.actor, kwargs["receipt_id"])
        is_open = receipt.state == ReceiptState.UNMATCHED and self.actor.can("money.move")
        return {"receipt": receipt, "is_open": is_open, "form": AssignForm(), "return_form": ReturnForm()}


class AssignReceipt(Action):
    """Say whose it is."""

    capability = "money.view"
    form_class: ClassVar[type[forms.BaseForm]] = AssignForm
    screen = ReceiptScreen

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> HttpResponse | str:
        """One service call."""
        receipt = services.assign_receipt(
            actor=self.actor, receipt_id=kwargs["receipt_id"], key=self.key, at=self.at, **form.cleaned_data
        )
        order = receipt.order.number if receipt.order else ""
        messages.info(request, _SAID[ReceiptState(receipt.state)].format(order=order))
        return reverse("console-receipts")


class ReturnReceipt(Action):
    """Note that it went back."""

    capability = "money.move"
    form_class: ClassVar[type[forms.BaseForm]] = ReturnForm
    form_name = "return_form"
    screen = ReceiptScreen

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> HttpResponse | str:
        """One service call."""
        services.return_receipt(
            actor=self.actor, receipt_id=kwargs["receipt_id"], key=self.key, at=self.at, **form.cleaned_data
        )
        messages.info(request, _SAID[ReceiptState.RETURNED])
        return reverse("console-receipts")
