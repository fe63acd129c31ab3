"""Settlement terms on both sides: the operator agrees and keeps the rates, the vendor asks."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse

from escrow import queries
from escrow import services as escrow
from escrow.payouts.forms import FALLBACK, AnswerForm, DebtForm, ProposalForm, RateForm, TermsForm
from marketplace.ledger import queries as ledger
from marketplace.ledger import services
from marketplace.ledger.queries import Settling
from marketplace.lib.money import Money
from marketplace.web.request import MarketRequest
from marketplace.web.views import Action, Screen


class Settlement(Screen):
    """Vendors with terms of their own, what they ask for, and the exchange rates."""

    capability = "money.view"
    template_name = "payouts/settlement.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The newest row of each vendor; the newest rates."""
        rows = list(ledger.agreed_terms())
        counts = ledger.terms_of({row.vendor_id for row in rows})
        wanted = {terms.currency for terms in counts.values() if terms.currency and terms.currency != "EUR"}
        return {
            "rows": [
                {"row": row, "terms": counts[row.vendor_id], "words": queries.terms_words(counts[row.vendor_id])}
                for row in rows
            ],
            "missing": sorted(code for code in wanted if ledger.find_rate("EUR", code, self.at) is None),
            "rates": ledger.exchange_rates()[:40],
            "vendors": queries.selling_companies(),
            "rate_form": RateForm(),
            "may_move": self.actor.can("money.move"),
        }


class EnterRate(Action):
    """Enter a rate."""

    capability = "money.move"
    form_class = RateForm
    form_name = "rate_form"
    screen = Settlement

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> HttpResponse | str:
        """One service call."""
        services.enter_exchange_rate(actor=self.actor, **form.cleaned_data, key=self.key, at=self.at)
        messages.info(request, "The rate counts for orders that open from now on.")
        return reverse("settlement")


class TermsPage(Screen):
    """One vendor: its money and its terms."""

    capability = "money.view"
    template_name = "payouts/terms.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """Balances by currency, as the vendor sees them."""
        vendor = queries.get_vendor(kwargs["slug"])
        return {
            "vendor": vendor,
            "balances": queries.vendor_money_dated(vendor.id, self.at),
            "terms": ledger.settlement_terms(vendor.id),
            "proposal": ledger.find_proposal(vendor.id),
            "may_move": self.actor.can("money.move"),
        }


class SetTerms(Action):
    """Agree on terms."""

    capability = "money.view"
    form_class = TermsForm
    screen = TermsPage

    def get_form(self, request: MarketRequest, data: Any = None, files: Any = None, **kwargs: Any) -> forms.BaseForm:
        """Filled with the terms that count."""
        terms = ledger.settlement_terms(queries.get_vendor(kwargs["slug"]).id)
        initial = {
            "currency": terms.currency, "schedule": terms.schedule, "schedule_day": terms.schedule_day,
            "minimum": Money(terms.minimum_minor, terms.currency or FALLBACK).decimal,
            "maturity_days": terms.maturity_days,
            "reserve": f"{terms.reserve_bp // 100}.{terms.reserve_bp % 100:02}", "reserve_days": terms.reserve_days,
            "method": terms.method, "iban": terms.iban, "bic": terms.bic,
        }  # fmt: skip
        return TermsForm(data, initial=initial)

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> HttpResponse | str:
        """One service call."""
        vendor = queries.get_vendor(kwargs["slug"])
        services.set_settlement_terms(
            actor=self.actor, vendor_id=vendor.id, terms=Settling(**form.values()), key=self.key, at=self.at
        )
        messages.info(request, f"{vendor.name} is paid by these terms. Open orders keep theirs.")
        return reverse("settlement")


class AnswerProposal(Action):
    """Agree to what a vendor asks for, or not."""

    capability = "money.move"
    form_class = AnswerForm

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> HttpResponse | str:
        """One service call."""
        vendor = queries.get_vendor(kwargs["slug"])
        agreed = form.cleaned_data["agreed"]
        services.answer_proposal(actor=self.actor, vendor_id=vendor.id, agreed=agreed, key=self.key, at=self.at)
        messages.info(request, f"{vendor.name} {'is paid as it asked' if agreed else 'stays with its terms'}.")
        return reverse("settlement")


class RecordRepayment(Action):
    """The vendor paid to our bank."""

    capability = "money.move"
    form_class = DebtForm

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> HttpResponse | str:
        """One service call."""
        vendor = queries.get_vendor(kwargs["slug"])
        escrow.record_debt_repaid(actor=self.actor, vendor_id=vendor.id, **form.cleaned_data, key=self.key, at=self.at)
        messages.info(request, "The repayment is booked.")
        return reverse("settlement-terms", args=[vendor.slug])


class WriteOffDebt(Action):
    """The vendor will not pay."""

    capability = "money.move"
    form_class = DebtForm

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> HttpResponse | str:
        """One service call."""
        vendor = queries.get_vendor(kwargs["slug"])
        escrow.write_off_debt(actor=self.actor, vendor_id=vendor.id, **form.cleaned_data, key=self.key, at=self.at)
        messages.info(request, "The debt is written off.")
        return reverse("settlement-terms", args=[vendor.slug])


class ProposalPage(Screen):
    """The vendor asks."""

    capability = "payout.view"
    template_name = "payouts/propose.html"


class ProposeTerms(Action):
    """Ask for another currency or other payout days."""

    capability = "payout.view"
    form_class = ProposalForm
    screen = ProposalPage

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> HttpResponse | str:
        """One service call."""
        services.propose_settlement_terms(actor=self.actor, **form.cleaned_data, key=self.key, at=self.at)
        messages.info(request, "We have your request. Nothing changes until the market agrees.")
        return reverse("payout-list")
