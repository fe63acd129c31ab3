"""The supplier's door: find requests, quote, revise, withdraw."""

from typing import Any, ClassVar, cast

from django.urls import reverse

from marketplace.lib.errors import NotFound
from marketplace.web.request import MarketRequest
from marketplace.web.views import Action, Screen
from rfq import forms, policy, queries, services
from rfq.queries.requests import Tab
from vendors import queries as vendors

_PAGE = 50
_TABS: tuple[tuple[Tab, str], ...] = (("matching", "For you"), ("open", "All open"), ("mine", "Answered"))


class RequestList(Screen):
    """Requests a supplier may answer."""

    template_name = "rfq/requests.html"
    capability = "request.view"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """One tab of the list; tab and search are in the address."""
        wanted, text = request.GET.get("tab", ""), request.GET.get("q", "").strip()
        tab = cast(Tab, wanted) if wanted in dict(_TABS) else "matching"
        return {
            "requests": list(queries.requests_for(self.actor, tab=tab, at=self.at, text=text)[:_PAGE]),
            "tabs": [(value, label, value == tab) for value, label in _TABS],
            "tab": tab,
            "text": text,
            "at": self.at,
        }


class RequestDetail(Screen):
    """One request with the supplier's own quote and the form to make or revise it."""

    template_name = "rfq/request.html"
    capability = "request.view"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The request and what this supplier may do."""
        rfq = queries.get_request(self.actor, kwargs["number"])
        own = queries.find_own_quote(self.actor, rfq, self.at)
        company = self.actor.organization_id
        verified = company is not None and vendors.is_verified(company)
        may_write = policy.may_submit_quote(self.actor, rfq) and verified
        open_to_quote = own.may_revise if own else rfq.takes_quotes(self.at)
        return {
            "rfq": rfq,
            "own": own,
            "bidding": rfq.takes_quotes(self.at),
            "sealed": rfq.is_sealed(self.at),
            "may_quote": may_write and open_to_quote,
            "unverified": not verified,
            "may_withdraw": own is not None and own.may_withdraw and self.actor.can("quote.submit"),
            "may_answer": own is not None and own.may_answer and self.actor.can("quote.submit"),
        }


class SubmitQuote(Action):
    """Quote, or revise the quote. GET shows the request with the form."""

    capability: ClassVar[str | None] = "request.view"
    screen = RequestDetail
    form_class = forms.OfferForm

    def get_form(self, request: MarketRequest, data: Any = None, files: Any = None, **kwargs: Any) -> forms.OfferForm:
        """Starts from the newest offer by either side."""
        rfq = queries.get_request(self.actor, kwargs["number"])
        own = queries.find_own_quote(self.actor, rfq, self.at)
        return forms.OfferForm(data, rfq=rfq, base=own.offer if own else None, at=self.at)

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> str:
        """Send it and stay with the request."""
        services.submit_quote(
            actor=self.actor,
            rfq_id=form.rfq.id,
            proposal=form.proposal(),
            seen_no=form.cleaned_data["seen_no"],
            key=self.key,
            at=self.at,
        )
        return reverse("request-detail", args=[form.rfq.number])


class WithdrawQuote(Action):
    """Take the own quote back."""

    capability: ClassVar[str | None] = "quote.submit"

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> str:
        """Withdraw and stay with the request."""
        rfq = queries.get_request(self.actor, kwargs["number"])
        own = queries.find_own_quote(self.actor, rfq, self.at)
        if own is None:
            raise NotFound
        services.withdraw_quote(actor=self.actor, quote_id=own.id, key=self.key, at=self.at)
        return reverse("request-detail", args=[rfq.number])
