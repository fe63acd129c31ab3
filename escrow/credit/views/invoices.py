"""One invoice: its page and documents, and what the two sides and the operator may do with it."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from escrow.credit import documents, queries, services
from escrow.credit.einvoice.model import Paper
from escrow.credit.forms import AnswerForm, CreditNoteForm, ObjectionForm, PayForm, ReasonForm
from marketplace.lib.errors import NotFound
from marketplace.lib.money import Money
from marketplace.web.request import MarketRequest
from marketplace.web.views import Action, Door, Screen


class InvoiceDetail(Screen):
    """The invoice as both sides see it; the commission only for the seller and the operator."""

    capability = "order.view"
    template_name = "credit/invoice.html"
    fragment_name = "credit/parts/invoice.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """Everything of one invoice."""
        page = queries.invoice_page(self.actor, kwargs["number"], self.at)
        return {
            "page": page, "invoice": page.invoice, "is_buyer": self.actor.belongs_to(page.invoice.buyer_id),
            "today": self.at.date(),
        }  # fmt: skip


class InvoiceStepScreen(InvoiceDetail):
    """The page of a step: what will happen, and the form."""

    template_name = "credit/invoice_step.html"
    fragment_name = ""
    step: ClassVar[str] = ""
    title: ClassVar[str] = ""
    says: ClassVar[str] = ""
    button: ClassVar[str] = ""

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The invoice beside the form."""
        more = super().get_context(request, **kwargs)
        return {
            **more, "title": self.title, "says": self.says, "button": self.button,
            "is_possible": self.step in more["page"].may,
        }  # fmt: skip


class InvoiceAction(Action):
    """A step with an amount in the invoice's currency."""

    capability = "order.view"

    def get_form(self, request: MarketRequest, data: Any = None, files: Any = None, **kwargs: Any) -> forms.BaseForm:
        """The form in the invoice's currency."""
        invoice = queries.get_invoice(self.actor, kwargs["number"])
        return self.form_class(data, files, currency=invoice.currency)  # type: ignore[call-arg]  # a MoneyForm


class PayScreen(InvoiceStepScreen):
    """What is due now, and the discount."""

    capability = "order.pay"
    step = "pay"
    title = "Pay"
    says = "The supplier gets its money as soon as the payment is confirmed. More than is due stays in your wallet."
    button = "Pay"


class PayInvoice(InvoiceAction):
    """To the provider's page, or at once from the wallet."""

    capability = "order.pay"
    form_class = PayForm
    screen = PayScreen

    def get_form(self, request: MarketRequest, data: Any = None, files: Any = None, **kwargs: Any) -> forms.BaseForm:
        """Starting with all that is due now."""
        page = queries.invoice_page(self.actor, kwargs["number"], self.at)
        currency = page.invoice.currency
        initial = {"amount": str(Money(page.due.amount_minor, currency).decimal), "source": "provider"}
        return PayForm(data, files, currency=currency, initial=initial)

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> HttpResponse | str:
        """One service call."""
        number, amount = kwargs["number"], form.cleaned_data["amount_minor"]
        if form.cleaned_data["source"] == "wallet":
            services.pay_invoice_from_wallet(
                actor=self.actor, number=number, amount_minor=amount, key=self.key, at=self.at
            )
            messages.info(request, f"{number} is paid from your wallet.")
            return reverse("invoice", args=[number])
        operation = services.pay_invoice(actor=self.actor, number=number, amount_minor=amount, key=self.key, at=self.at)
        return operation.checkout_url or reverse("invoice", args=[number])


class CreditNoteScreen(InvoiceStepScreen):
    """Correct the invoice."""

    step = "credit"
    title = "Issue a credit note"
    says = "The invoice stays as it is; the credit note lowers what the buyer owes and cannot be taken back."
    button = "Issue"


class IssueCreditNote(InvoiceAction):
    """Take back a part."""

    form_class = CreditNoteForm
    screen = CreditNoteScreen

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> HttpResponse | str:
        """One service call."""
        note = services.issue_credit_note(
            actor=self.actor, number=kwargs["number"], key=self.key, at=self.at, **form.cleaned_data
        )
        messages.info(request, f"{note.number} issued. The buyer has been told.")
        return reverse("invoice", args=[kwargs["number"]])


class ObjectScreen(InvoiceStepScreen):
    """Dispute a line."""

    step = "object"
    title = "Dispute a line"
    says = "Only the disputed amount waits; the rest stays due. The supplier credits it, or says why it is right."
    button = "Dispute"


class ObjectToLine(InvoiceAction):
    """Say what is wrong."""

    form_class = ObjectionForm
    screen = ObjectScreen

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> HttpResponse | str:
        """One service call."""
        services.object_to_line(
            actor=self.actor, number=kwargs["number"], position=kwargs["position"], key=self.key, at=self.at,
            **form.cleaned_data,
        )  # fmt: skip
        messages.info(request, "Disputed. The amount is not due until the supplier has answered.")
        return reverse("invoice", args=[kwargs["number"]])


class AnswerObjection(Action):
    """Credit the disputed amount, or make it due again."""

    capability = "order.view"
    form_class = AnswerForm

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> HttpResponse | str:
        """One service call."""
        services.answer_objection(
            actor=self.actor, number=kwargs["number"], objection_id=kwargs["objection_id"], key=self.key, at=self.at,
            **form.cleaned_data,
        )  # fmt: skip
        return reverse("invoice", args=[kwargs["number"]])


class WriteOffScreen(InvoiceStepScreen):
    """Give the claim up."""

    capability = "money.move"
    step = "write_off"
    title = "Write off"
    says = "What is open is given up at the lender’s expense. Large amounts need a second officer."
    button = "Write off"


class WriteOffInvoice(Action):
    """Propose, approve, or do it at once."""

    capability = "money.move"
    form_class = ReasonForm
    screen = WriteOffScreen

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> HttpResponse | str:
        """One service call."""
        made = services.write_off(
            actor=self.actor, number=kwargs["number"], reason=form.cleaned_data["reason"], key=self.key, at=self.at
        )
        done = "Written off." if made.booked_at else "Proposed. Another officer has to approve it."
        messages.info(request, done)
        return reverse("invoice", args=[kwargs["number"]])


class InvoiceDocument(Door):
    """The invoice as PDF with its data inside, or the data alone: UBL 2.1 of EN 16931."""

    capability = "order.view"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Made when it is asked for, from what is frozen."""
        return _file(
            kwargs["number"], kwargs["kind"], documents.of_invoice(queries.get_invoice(self.actor, kwargs["number"]))
        )


class CreditNoteDocument(Door):
    """The credit note likewise."""

    capability = "order.view"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Made when it is asked for."""
        note = queries.get_credit_note(self.actor, kwargs["number"])
        return _file(kwargs["number"], kwargs["kind"], documents.of_credit_note(note))


_TYPES = {"pdf": "application/pdf", "xml": "application/xml"}


def _file(number: str, kind: str, paper: Paper) -> HttpResponse:
    if kind not in _TYPES:
        raise NotFound
    content = documents.pdf(paper) if kind == "pdf" else documents.xml(paper)
    response = HttpResponse(content, content_type=_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{number}.{kind}"'
    return response
