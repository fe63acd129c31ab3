"""The home page's parts: what waits for a buyer or a supplier, and how the supplier's bids do."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from marketplace.ledger import queries as ledger
from marketplace.lib import clock
from marketplace.lib.actor import Actor
from marketplace.lib.money import Money
from marketplace.web import moments
from marketplace.web.shell import Need, Stat
from rfq import queries
from rfq.models import Quote, QuoteVersion, Rfq
from rfq.states import LIVE, Maker, QuoteState, RfqState, VersionState

_SHOWN = 4
_SOON = timedelta(hours=48)
_MONTHS = 6


def buyer_needs(actor: Actor) -> dict[str, Any]:
    """Agreed offers to award, offers that expire within two days, closed requests to compare."""
    at = clock.now()
    mine = QuoteVersion.objects.current().filter(
        quote__rfq__buyer_id=actor.organization_id, quote__state=QuoteState.ACTIVE, state__in=LIVE, valid_until__gt=at
    )
    readable = mine.exclude(quote__rfq__in=Rfq.objects.bidding(at).filter(sealed=True))
    offers = readable.select_related("quote__rfq", "quote__vendor").order_by("valid_until")
    agreed = [_award_need(one) for one in offers.filter(state=VersionState.AGREED)[:_SHOWN]]
    ending = offers.filter(state=VersionState.OPEN, maker=Maker.VENDOR, valid_until__lt=at + _SOON)[:_SHOWN]
    return {"needs": [*agreed, *(_ending_need(one, at) for one in ending), *_compare_needs(actor)]}


def buyer_stats(actor: Actor) -> dict[str, Any]:
    """Requests that suppliers may still answer, and the quotes on them so far."""
    bidding = list(_bidding(actor))
    quotes = sum(rfq.quotes_count for rfq in bidding)  # type: ignore[attr-defined]  # annotated by rfqs_of_buyer
    return {"stats": [Stat(label="Bidding open", value=str(len(bidding)), note=f"{_count(quotes, 'quote')} so far")]}


def bidding_rfqs(actor: Actor) -> dict[str, Any]:
    """The requests that close first."""
    return {"rfqs": _bidding(actor).order_by("closes_at")[:_SHOWN]}


def _bidding(actor: Actor) -> QuerySet[Rfq]:
    return queries.rfqs_of_buyer(actor, state=RfqState.OPEN).filter(closes_at__gt=clock.now())


def _award_need(version: QuoteVersion) -> Need:
    quote = version.quote
    return Need(
        chip="Agreed",
        tone="good",
        subject=quote.rfq.number,
        text=f"{quote.vendor.name} accepted your {Money(version.total_minor, version.currency)}. Award the order.",
        url=reverse("rfq-award", args=[quote.rfq.number, quote.vendor.slug]),
        action="Award",
    )


def _ending_need(version: QuoteVersion, at: datetime) -> Need:
    quote = version.quote
    return Need(
        chip=f"{moments.span(version.valid_until - at)} left",
        tone="warn",
        subject=quote.rfq.number,
        text=f"{quote.vendor.name} offers {Money(version.total_minor, version.currency)} until then.",
        url=reverse("rfq-compare", args=[quote.rfq.number]),
        action="Compare",
    )


def _compare_needs(actor: Actor) -> list[Need]:
    active = Count("quotes", filter=Q(quotes__state=QuoteState.ACTIVE, quotes__current_no__gt=0))
    closed = Rfq.objects.of_buyer(actor.organization_id).filter(state=RfqState.CLOSED).annotate(bids=active)
    return [
        Need(
            chip="To compare",
            subject=rfq.number,
            text=f"Bidding on {rfq.title} is over: {_count(rfq.bids, 'quote')}.",  # type: ignore[attr-defined]  # annotated above
            url=reverse("rfq-compare", args=[rfq.number]),
            action="Compare",
        )
        for rfq in closed.filter(bids__gt=0).order_by("-closes_at")[:_SHOWN]
    ]


def vendor_needs(actor: Actor) -> dict[str, Any]:
    """The buyer's counter-offers to answer, then requests that wait for a first quote."""
    at = clock.now()
    counters = (
        QuoteVersion.objects.current()
        .filter(quote__vendor_id=actor.organization_id, maker=Maker.BUYER, state=VersionState.OPEN, valid_until__gt=at)
        .select_related("quote__rfq", "quote__thread")
        .order_by("valid_until")[:_SHOWN]
    )
    waiting = Rfq.objects.requests_for(actor).bidding(at).told(actor.organization_id)
    fresh = waiting.unanswered_by(actor.organization_id).select_related("buyer").order_by("closes_at")[:_SHOWN]
    return {"needs": [*(_reply_need(one, at) for one in counters), *(_quote_need(one, at) for one in fresh)]}


def _reply_need(version: QuoteVersion, at: datetime) -> Need:
    quote = version.quote
    left = version.valid_until - at
    return Need(
        chip=f"{moments.span(left)} left" if left < _SOON else "Counter-offer",
        tone="warn" if left < _SOON else "info",
        subject=quote.rfq.number,
        text=f"counter-offer from {version.maker_name}: {Money(version.total_minor, version.currency)}",
        url=reverse("thread", args=[quote.thread.code]) if quote.thread else reverse("request-list"),
        action="Reply",
    )


def _quote_need(rfq: Rfq, at: datetime) -> Need:
    return Need(
        chip=f"Closes in {moments.span(rfq.closes_at - at)}",
        subject=rfq.number,
        text=f"{rfq.buyer.name} asks for {rfq.title}",
        url=reverse("request-detail", args=[rfq.number]),
        action="Quote",
    )


def vendor_stats(actor: Actor) -> dict[str, Any]:
    """Bid win rate over decided bids, and the value of orders won this month."""
    at = clock.now()
    decided = Quote.objects.filter(vendor_id=actor.organization_id).aggregate(
        won=Count("id", filter=Q(state=QuoteState.AWARDED)), lost=Count("id", filter=Q(state=QuoteState.LOST))
    )
    total = decided["won"] + decided["lost"]
    rate = f"{Decimal(100 * decided['won'] / Decimal(total)):.0f}%" if total else "–"
    month = list(_orders_won(actor, _month_start(at, 0)))
    return {
        "stats": [
            Stat(label="Bid win rate", value=rate, note=f"{decided['won']} of {total} decided"),
            Stat(
                label="Won this month",
                value=_sum_text(month),
                note=_count(len(month), "order"),
            ),
        ]
    }


def _sum_text(orders: list[dict[str, Any]]) -> str:
    """The sum in the currency with the most orders; other currencies are not mixed in."""
    if not orders:
        return "–"
    currencies = [order["currency"] for order in orders]
    home = max(sorted(set(currencies)), key=currencies.count)
    return str(Money(sum(order["total_minor"] for order in orders if order["currency"] == home), home))


def orders_won(actor: Actor) -> dict[str, Any]:
    """Value of orders won per month over half a year, for the line chart; in the most used currency."""
    at = clock.now()
    starts = [_month_start(at, back) for back in range(_MONTHS - 1, -1, -1)]
    orders = list(_orders_won(actor, starts[0]))
    currencies = [order["currency"] for order in orders]
    home = max(sorted(set(currencies)), key=currencies.count) if currencies else "EUR"
    values = [
        Money(
            sum(o["total_minor"] for o in orders if o["currency"] == home and _month_start(o["opened_at"], 0) == start),
            home,
        )
        for start in starts
    ]
    return {
        "series": [("Orders won", [value.decimal for value in values])],
        "labels": [f"{start:%b}" for start in starts],
        "currency": home,
        "count": len(orders),
    }


def _orders_won(actor: Actor, since: datetime) -> QuerySet[Any, Any]:
    orders = ledger.orders_visible_to(actor).filter(vendor_id=actor.organization_id, opened_at__gte=since)
    return orders.exclude(state="CANCELLED").values("currency", "total_minor", "opened_at")


def _month_start(at: datetime, back: int) -> datetime:
    months = at.year * 12 + at.month - 1 - back
    return at.replace(year=months // 12, month=months % 12 + 1, day=1, hour=0, minute=0, second=0, microsecond=0)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
