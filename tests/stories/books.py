"""What a finished order leaves behind, in a form that two ways to it can be compared by."""

from dataclasses import dataclass

from escrow.models import GatewayOperation, Release
from marketplace.ledger.models import JournalEntry, Order
from messaging.models import Thread, ThreadEvent
from rfq.models import Award, QuoteVersion

TALK = ("text", "attachment")

Legs = dict[str, int]
"""Debit-positive minor units by kind of account."""


@dataclass(frozen=True)
class Traces:
    """Numbers, names and moments are left out: what is here must be equal, whoever pressed the buttons."""

    order: str
    history: list[str]
    journal: list[tuple[str, Legs]]
    operations: list[tuple[str, str, int]]
    quotes: dict[str, str]
    offers: list[tuple[int, str, str, int]]
    thread: list[str]


def traces(number: str) -> Traces:
    """Of the order and of the request behind it."""
    order = Order.objects.get(number=number)
    award = Award.objects.get(order=order)
    thread = award.quote.thread
    assert thread is not None
    offers = QuoteVersion.objects.filter(quote=award.quote).order_by("no")
    return Traces(
        order=order.state,
        history=[event.kind for event in order.events.all()],
        journal=[(entry.kind, _legs(entry)) for entry in _entries(order)],
        operations=[(one.kind, one.state, one.amount_minor) for one in _operations(order)],
        quotes={quote.vendor.slug: quote.state for quote in award.rfq.quotes.select_related("vendor")},
        offers=[(offer.no, offer.maker, offer.state, offer.total_minor) for offer in offers],
        thread=_kinds(thread),
    )


def _entries(order: Order) -> list[JournalEntry]:
    """The order's own, then those of the payout that took its money along."""
    own = list(order.entries.order_by("id"))
    reservation = _payout(order).reservation_entry
    assert reservation is not None
    reserved = JournalEntry.objects.get(pk=reservation)
    return [*own, reserved, JournalEntry.objects.get(resolves=reserved)]


def _legs(entry: JournalEntry) -> Legs:
    return {line.account.kind: line.amount_minor for line in entry.postings.all()}


def _operations(order: Order) -> list[GatewayOperation]:
    return [*order.operations.order_by("created_at"), _payout(order)]


def _payout(order: Order) -> GatewayOperation:
    payout = Release.objects.get(order=order).payout
    assert payout is not None
    assert payout.operation is not None
    return payout.operation


def _kinds(thread: Thread) -> list[str]:
    events = ThreadEvent.objects.filter(thread=thread).exclude(kind__in=TALK)
    return list(events.order_by("seq").values_list("kind", flat=True))
