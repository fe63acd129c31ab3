"""Credit accounts: the buyer's lines, the lender's receivables, the operator's exposure, and their decisions."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse

from escrow.credit import queries, services
from escrow.credit.forms import DecisionForm, LimitForm, ReasonForm, RequestForm
from escrow.credit.models import CreditAccount
from escrow.credit.services import CreditTerms
from escrow.credit.states import WAITING_ACCOUNTS
from marketplace.lib.money import Money
from marketplace.storage import files
from marketplace.web.request import MarketRequest
from marketplace.web.views import Action, Screen


class CreditOverview(Screen):
    """What the buyer may owe, owes, and has to pay."""

    capability = "statement.view"
    template_name = "credit/overview.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """Lines as bars, open invoices by age, and what was settled last."""
        invoices = queries.owed_by(self.actor)
        return {
            "rows": queries.bought_on(self.actor),
            "invoices": invoices,
            "ages": queries.ages(invoices, self.at.date()),
            "settled": queries.settled_of(self.actor, side="buyer"),
            "may_request": self.actor.can("order.pay"),
            "today": self.at.date(),
        }


class Receivables(Screen):
    """What a vendor is owed, by age and buyer; who asks for credit; what cannot be invoiced."""

    capability = "payout.view"
    template_name = "credit/receivables.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The ageing matrix, requests first."""
        invoices = queries.owed_to(self.actor)
        rows = queries.lent_on(self.actor)
        return {
            "requests": [row for row in rows if row.account.state in WAITING_ACCOUNTS],
            "rows": [row for row in rows if row.account.state not in WAITING_ACCOUNTS],
            "invoices": invoices,
            "ages": queries.ages(invoices, self.at.date()),
            "matrix": queries.ages_by_buyer(invoices, self.at.date()),
            "blocks": queries.open_blocks(self.actor),
            "settled": queries.settled_of(self.actor, side="seller"),
            "today": self.at.date(),
        }


class CreditConsole(Screen):
    """The market's exposure: all accounts, the queue, what is overdue."""

    capability = "money.view"
    template_name = "credit/console.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """Open invoices of everybody."""
        rows = queries.rows(list(queries.accounts_visible_to(self.actor)[:200]))
        invoices = list(queries.invoices_visible_to(self.actor).open().order_by("due_date")[:500])
        return {
            "requests": [row for row in rows if row.account.state in WAITING_ACCOUNTS],
            "rows": [row for row in rows if row.account.state not in WAITING_ACCOUNTS],
            "ages": queries.ages(invoices, self.at.date()),
            "matrix": queries.ages_by_buyer(invoices, self.at.date()),
            "overdue": [invoice for invoice in invoices if invoice.due_date < self.at.date()],
            "blocks": queries.open_blocks(self.actor),
            "today": self.at.date(),
        }


class AccountDetail(Screen):
    """One credit account: its line, terms, diary, and the steps of this side."""

    capability = "order.view"
    template_name = "credit/account.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """For both sides and the operator."""
        page = queries.account_page(self.actor, kwargs["number"])
        documents = list(page.account.documents.select_related("file"))
        return {"page": page, "account": page.account, "line": page.line, "documents": documents}


class StepScreen(Screen):
    """The page of a step of an account: what will happen, and the form."""

    capability = "order.view"
    template_name = "credit/step.html"
    title: ClassVar[str] = ""
    says: ClassVar[str] = ""
    button: ClassVar[str] = ""

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The account beside the form."""
        page = queries.account_page(self.actor, kwargs["number"])
        back = reverse("credit-account", args=[page.account.number])
        return {
            "page": page, "account": page.account, "line": page.line, "title": self.title, "says": self.says,
            "button": self.button, "back": back,
        }  # fmt: skip


class RequestScreen(Screen):
    """Ask for credit."""

    capability = "order.pay"
    template_name = "credit/request.html"


class RequestCredit(Action):
    """Send the request with its papers."""

    capability = "order.pay"
    screen = RequestScreen

    def get_form(self, request: MarketRequest, data: Any = None, files: Any = None, **kwargs: Any) -> forms.BaseForm:
        """With the lenders to choose from; one may be named in the address."""
        return RequestForm(data, files, lenders=queries.lenders(), initial={"lender": request.GET.get("lender", "")})

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> HttpResponse | str:
        """Keep the paper first, because storage is outside our transaction."""
        values = form.cleaned_data
        document, ids = values.pop("document", None), []
        if document:
            stored = files.store(
                organization_id=self.actor.organization_id, purpose="document", name=document.name,
                content=document.read(), at=self.at,
            )  # fmt: skip
            ids = [stored.id]
        account = services.request_credit(actor=self.actor, **values, document_ids=ids, key=self.key, at=self.at)
        messages.info(request, f"{account.number} requested. {account.lender.name} decides.")
        return reverse("credit-account", args=[account.number])


class DecisionScreen(StepScreen):
    """Limit and terms."""

    title = "Grant credit"
    says = "The buyer can order on these terms at once. What it cannot pay is the lender’s loss."
    button = "Grant"


class ApproveCredit(Action):
    """Grant it."""

    capability = "order.view"
    screen = DecisionScreen

    def get_form(self, request: MarketRequest, data: Any = None, files: Any = None, **kwargs: Any) -> forms.BaseForm:
        """Starting with what was asked for."""
        account = queries.get_account(self.actor, kwargs["number"])
        asked = str(Money(account.requested_minor, account.currency).decimal)
        return DecisionForm(data, files, currency=account.currency, initial={"amount": asked})

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> HttpResponse | str:
        """One service call."""
        values = dict(form.cleaned_data)
        limit = values.pop("amount_minor")
        account = services.approve_credit(
            actor=self.actor, number=kwargs["number"], limit_minor=limit, terms=CreditTerms(**values), key=self.key,
            at=self.at,
        )  # fmt: skip
        messages.info(request, f"{account.number} is active: {Money(account.limit_minor, account.currency)}.")
        return reverse("credit-account", args=[account.number])


class LimitScreen(StepScreen):
    """Another limit."""

    title = "Change the limit"
    says = "What is ordered or owed stays covered; a lower limit holds for what comes next."
    button = "Change"


class ChangeLimit(Action):
    """Raise or lower it."""

    capability = "order.view"
    screen = LimitScreen

    def get_form(self, request: MarketRequest, data: Any = None, files: Any = None, **kwargs: Any) -> forms.BaseForm:
        """Starting with the limit of now."""
        account = queries.get_account(self.actor, kwargs["number"])
        limit = str(Money(account.limit_minor, account.currency).decimal)
        return LimitForm(data, files, currency=account.currency, initial={"amount": limit})

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> HttpResponse | str:
        """One service call."""
        account = services.change_limit(
            actor=self.actor, number=kwargs["number"], limit_minor=form.cleaned_data["amount_minor"],
            reason=form.cleaned_data["reason"], key=self.key, at=self.at,
        )  # fmt: skip
        return _changed(request, account)


class AccountStep(Action):
    """Review, decline, withdraw, hold, lift, suspend, resume or close."""

    capability = "order.view"
    form_class = ReasonForm

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> HttpResponse | str:
        """One service call."""
        account = services.take_account_step(
            actor=self.actor, number=kwargs["number"], action=kwargs["action"],
            reason=form.cleaned_data["reason"], key=self.key, at=self.at,
        )  # fmt: skip
        return _changed(request, account)


def _changed(request: MarketRequest, account: CreditAccount) -> str:
    messages.info(request, f"{account.number} is {account.get_state_display().lower()}.")
    return reverse("credit-account", args=[account.number])
