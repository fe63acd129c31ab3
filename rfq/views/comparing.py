"""The buyer's decision: compare, counter, award."""

from decimal import Decimal
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from marketplace.lib.errors import Conflict, NotFound
from marketplace.web.request import MarketRequest
from marketplace.web.views import Action, Screen
from rfq import exports, forms, queries, services
from rfq.comparison import Weighting
from rfq.models import QuoteVersion
from rfq.queries.quotes import QuoteForBuyer


def order_url(number: str) -> str:
    """The page of an order, which belongs to another package: by name."""
    return reverse("order-detail", args=[number])


def thread_url(code: str) -> str:
    """The negotiation's thread."""
    return reverse("thread", args=[code])


def chosen_weighting(request: HttpRequest) -> Weighting:
    """From the address; balanced where it says nothing we know."""
    wanted = request.GET.get("weights", "")
    return Weighting(wanted) if wanted in set(map(str, Weighting)) else Weighting.BALANCED


class Compare(Screen):
    """All bids side by side."""

    template_name = "rfq/compare.html"
    capability = "rfq.view"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The comparison, weighted as the address says."""
        rfq = queries.get_rfq(self.actor, kwargs["number"])
        weighting = chosen_weighting(request)
        found = queries.comparison(self.actor, rfq, self.at, weighting)
        return {
            "rfq": rfq,
            "comparison": found,
            "weightings": [(one.value, one.label, one == weighting) for one in Weighting],
            "bidding": rfq.takes_quotes(self.at),
            "funnel": queries.funnel(rfq),
            "may_award": self.actor.can("rfq.award") and self.actor.belongs_to(rfq.buyer_id),
            "scores": _scores(found),
            "columns": len(found.bids) + 1,
            **_percentages(found),
        }


def _percentages(found: queries.Comparison) -> dict[str, str]:
    """Spread and distance to the target as people write percentages."""
    summary = found.summary
    if summary is None:
        return {}
    against = summary.against_target_permille
    return {
        "spread": f"{Decimal(summary.spread_permille) / 10:.1f}",
        "against": "" if against is None else f"{Decimal(against) / 10:+.1f}".replace("-", "−"),
    }


def _scores(found: queries.Comparison) -> dict[str, Any] | None:
    """The radar of the recommended bid against the median of the field; needs a field."""
    if found.recommended is None or len(found.bids) < 2:
        return None
    marks = [(bid.column.cost_mark, bid.column.speed_mark, bid.column.reliability_mark) for bid in found.bids]
    median = [sorted(column)[len(column) // 2] for column in zip(*marks, strict=True)]
    own = found.recommended.column
    axes = [("Cost", own.cost_mark), ("Speed", own.speed_mark), ("Reliability", own.reliability_mark)]
    return {"axes": axes, "median": median, "name": found.recommended.quote.vendor_name}


class ExportComparison(Screen):
    """The comparison as a file for the buyer's own tools."""

    capability = "rfq.view"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """CSV or XLSX, by the address."""
        rfq = queries.get_rfq(self.actor, kwargs["number"])
        found = queries.comparison(self.actor, rfq, self.at, chosen_weighting(request))
        make, content_type = exports.FORMATS[kwargs["format"]]
        name = f"{rfq.number}-quotes.{kwargs['format']}"
        return HttpResponse(
            make(rfq, found),
            content_type=content_type,
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


class BidScreen(Screen):
    """A page about one bid."""

    capability: ClassVar[str | None] = "rfq.award"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The request, the bid, and the offer on the table."""
        rfq = queries.get_rfq(self.actor, kwargs["number"])
        return {"rfq": rfq, "bid": queries.get_bid(self.actor, rfq, kwargs["vendor"], self.at)}


class CounterScreen(BidScreen):
    """The form of a counter-offer beside the offer it answers."""

    template_name = "rfq/counter.html"


class AwardScreen(BidScreen):
    """The last look before the order opens."""

    template_name = "rfq/award.html"


class BidAction(Action):
    """A step on one bid."""

    capability: ClassVar[str | None] = "rfq.award"

    def bid(self) -> QuoteForBuyer:
        """The bid in the address."""
        rfq = queries.get_rfq(self.actor, self.kwargs["number"])
        return queries.get_bid(self.actor, rfq, self.kwargs["vendor"], self.at)


class MakeCounterOffer(BidAction):
    """Answer a bid with other terms."""

    screen = CounterScreen
    form_class = forms.OfferForm

    def get_form(self, request: MarketRequest, data: Any = None, files: Any = None, **kwargs: Any) -> forms.OfferForm:
        """Starts from the offer on the table."""
        rfq = queries.get_rfq(self.actor, kwargs["number"])
        return forms.OfferForm(data, rfq=rfq, base=self._offer(), at=self.at)

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> str:
        """Send it and go to the thread."""
        seen = next((one for one in self.bid().history if one.no == form.cleaned_data["seen_no"]), None)
        if seen is None:
            raise NotFound
        version = services.make_counter_offer(
            actor=self.actor, version_id=seen.id, proposal=form.proposal(), key=self.key, at=self.at
        )
        return thread_url(version.quote.thread.code) if version.quote.thread else reverse("rfq-list")

    def _offer(self) -> QuoteVersion:
        offer = self.bid().offer
        if offer is None:
            raise Conflict("The prices are sealed until bidding closes. Negotiate after that.")
        return offer


class AwardQuote(BidAction):
    """Choose the bid: opens the order. The form carries the hash of the terms that the screen showed."""

    screen = AwardScreen
    form_class = forms.TermsForm

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> str:
        """Award and go to the order."""
        award = services.award_quote(
            actor=self.actor,
            quote_id=self.bid().id,
            terms_hash=form.cleaned_data["terms_hash"],
            key=self.key,
            at=self.at,
        )
        return order_url(award.order.number)
