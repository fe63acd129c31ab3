"""What both sides reach: a request's files, the thread's side panel, the answers to the offer on the table."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from marketplace.lib.errors import NotFound
from marketplace.storage import files as storage
from marketplace.web.parts import Step
from marketplace.web.request import MarketRequest
from marketplace.web.views import Action, Screen
from rfq import forms, queries, services
from rfq.models import Quote
from rfq.moves import price_moves
from rfq.queries.requests import get_request, get_rfq
from rfq.states import Maker, QuoteState, VersionState
from rfq.views.comparing import order_url, thread_url


class ThreadPanel(Screen):
    """The fragment beside the thread: the request, how the price moved, how far the order is, the files."""

    template_name = "rfq/panel.html"
    signed_in = True

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """For either side of the negotiation; the supplier is never told of other bids."""
        quote = queries.get_negotiation(self.actor, kwargs["code"])
        buys = self.actor.belongs_to(quote.rfq.buyer_id)
        rfq = (get_rfq if buys else get_request)(self.actor, quote.rfq.number)
        return {
            "rfq": rfq,
            "buys": buys,
            "moves": price_moves(list(quote.versions.all()), buys=buys),
            "steps": _steps(quote),
            "order": rfq.award.order if quote.state == QuoteState.AWARDED else None,
        }


def _steps(quote: Quote) -> list[Step]:
    """Quote, agree, pay, ship, done: the order's own page goes on from Pay."""
    newest = list(quote.versions.all())[-1]
    agreed = newest.state in (VersionState.AGREED, VersionState.AWARDED)
    awarded = quote.state == QuoteState.AWARDED
    return [
        Step(label="Quote", state="done"),
        Step(label="Agree", state="done" if awarded else "now", note="agreed" if agreed and not awarded else ""),
        Step(label="Pay", state="now" if awarded else "todo"),
        Step(label="Ship"),
        Step(label="Done"),
    ]


class DownloadFile(Screen):
    """A file of a request, for everybody who may see the request."""

    signed_in = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A short-lived link to the storage."""
        stored = queries.get_rfq_file(self.actor, kwargs["number"], kwargs["position"])
        return HttpResponseRedirect(storage.download_url(stored))


class AnswerOffer(Action):
    """An answer to the offer that the thread showed. The body names the offer and the hash of its terms."""

    signed_in = True
    form_class = forms.AnswerForm

    def version_id(self, form: Any, code: str) -> UUID:
        """The offer, if it belongs to this thread. Raises NotFound."""
        quote = queries.get_negotiation(self.actor, code)
        wanted = form.cleaned_data["version_id"]
        if wanted not in {version.id for version in quote.versions.all()}:
            raise NotFound
        return UUID(str(wanted))


class AcceptOffer(AnswerOffer):
    """Accept: a supplier agrees to the buyer's terms, a buyer's acceptance opens the order."""

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> HttpResponse | str:
        """Accept exactly the terms seen."""
        version = services.accept_offer(
            actor=self.actor,
            version_id=self.version_id(form, kwargs["code"]),
            terms_hash=form.cleaned_data["terms_hash"],
            key=self.key,
            at=self.at,
        )
        if version.maker == Maker.VENDOR:
            return order_url(version.quote.award.order.number)
        return thread_url(kwargs["code"])


class DeclineOffer(AnswerOffer):
    """Decline; the other side may make another offer."""

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> str:
        """Decline and stay in the thread."""
        version_id = self.version_id(form, kwargs["code"])
        reason = form.cleaned_data["reason"]
        services.decline_offer(actor=self.actor, version_id=version_id, reason=reason, key=self.key, at=self.at)
        return thread_url(kwargs["code"])


class WithdrawOffer(AnswerOffer):
    """The supplier takes the quote back from within the thread."""

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> str:
        """Withdraw and stay in the thread."""
        quote = queries.get_negotiation(self.actor, kwargs["code"])
        services.withdraw_quote(actor=self.actor, quote_id=quote.id, key=self.key, at=self.at)
        return thread_url(kwargs["code"])
