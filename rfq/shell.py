"""What requests add to the frame: navigation, home panels, commands, and their part of a thread's page."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from marketplace.lib import clock
from marketplace.lib.actor import Actor
from marketplace.lib.errors import NotFound
from marketplace.lib.money import Money
from marketplace.web import shell
from marketplace.web.shell import Command, NavItem, Panel
from messaging import registry
from messaging.registry import NO_ACTIONS, OfferActions, Subject, ThreadRef
from rfq import panels, policy, queries
from rfq.models import Quote, Rfq
from rfq.negotiation.threads import SUBJECT
from rfq.states import Maker, QuoteState, RfqState, VersionState


def _bidding(actor: Actor) -> int:
    return queries.count_bidding(actor, clock.now())


def _unanswered(actor: Actor) -> int:
    return queries.count_unanswered(actor, clock.now())


def _buys(actor: Actor, thread: ThreadRef) -> bool:
    return Rfq.objects.of_buyer(actor.organization_id).filter(number=thread.subject_ref).exists()


def _page_url(actor: Actor, thread: ThreadRef) -> str:
    return reverse("rfq-detail" if _buys(actor, thread) else "request-detail", args=[thread.subject_ref])


def _panel_url(actor: Actor, thread: ThreadRef) -> str:  # the panel looks at the actor itself
    return reverse("rfq-thread-panel", args=[thread.code])


def _new_offer_url(actor: Actor, thread: ThreadRef) -> str:
    """The buyer's form of a counter-offer, or the supplier's request page with the quote form."""
    quote = _running(actor, thread)
    if quote is None:
        return ""
    if actor.belongs_to(quote.vendor_id):
        return reverse("request-detail", args=[quote.rfq.number]) if actor.can("quote.submit") else ""
    may = policy.may_make_counter_offer(actor, quote)
    return reverse("rfq-counter", args=[quote.rfq.number, quote.vendor.slug]) if may else ""


def _offer_actions(actor: Actor, thread: ThreadRef, offer: Mapping[str, Any]) -> OfferActions:
    quote = _running(actor, thread)
    version = (
        next((one for one in quote.versions.all() if str(one.id) == offer.get("version_id")), None) if quote else None
    )
    if quote is None or version is None or version.state != VersionState.OPEN or not version.is_live(clock.now()):
        return NO_ACTIONS
    version.quote = quote
    if not policy.may_answer_offer(actor, version):
        mine = version.maker == Maker.VENDOR and policy.may_withdraw_quote(actor, quote)
        return OfferActions(withdraw_url=reverse("offer-withdraw", args=[thread.code])) if mine else NO_ACTIONS
    buying = version.maker == Maker.VENDOR
    return OfferActions(
        accept_url=reverse("offer-accept", args=[thread.code]),
        accept_label=f"Accept {Money(version.total_minor, version.currency)}",
        decline_url=reverse("offer-decline", args=[thread.code]),
        counter_url=_new_offer_url(actor, thread),
        note="Accepting opens a binding order with these terms. You pay into escrow next; nothing is charged now."
        if buying
        else "Accepting binds you to these terms until they expire. The buyer then places the order.",
    )


def _order_url(actor: Actor, thread: ThreadRef, body: Mapping[str, Any]) -> str:  # the order looks at the actor itself
    return reverse("order-detail", args=[body["order_number"]])


def _running(actor: Actor, thread: ThreadRef) -> Quote | None:
    """The negotiation, while it can still move."""
    try:
        quote = queries.get_negotiation(actor, thread.code)
    except NotFound:
        return None
    running = quote.state == QuoteState.ACTIVE and quote.rfq.state in (RfqState.OPEN, RfqState.CLOSED)
    return quote if running and not quote.rfq.is_sealed(clock.now()) else None


shell.nav(
    NavItem(
        side="buy", label="RFQs", url_name="rfq-list", icon="file-text", order=10, keys="g r",
        capability="rfq.view", count=_bidding,
    )
)  # fmt: skip
shell.nav(
    NavItem(
        side="sell", label="Open RFQs", url_name="request-list", icon="file-text", order=10, keys="g r",
        capability="request.view", count=_unanswered,
    )
)  # fmt: skip
shell.command(Command(label="Post an RFQ", url_name="rfq-new", side="buy", capability="rfq.post", icon="plus", home=10))
shell.command(
    Command(label="Browse open RFQs", url_name="request-list", side="sell", capability="request.view", home=20)
)
shell.panel(Panel(side="buy", slot="needs", order=10, capability="rfq.view", query=panels.buyer_needs))
shell.panel(Panel(side="buy", slot="stats", order=10, capability="rfq.view", query=panels.buyer_stats))
shell.panel(
    Panel(
        side="buy", slot="main", order=50, capability="rfq.view", template="rfq/panel_bidding.html",
        query=panels.bidding_rfqs,
    )
)  # fmt: skip
shell.panel(Panel(side="sell", slot="needs", order=10, capability="request.view", query=panels.vendor_needs))
shell.panel(Panel(side="sell", slot="stats", order=10, capability="request.view", query=panels.vendor_stats))
shell.panel(
    Panel(
        side="sell", slot="main", order=50, capability="request.view", template="rfq/panel_won.html",
        query=panels.orders_won,
    )
)  # fmt: skip
registry.register(
    Subject(
        kind=SUBJECT,
        page_url=_page_url,
        panel_url=_panel_url,
        new_offer_url=_new_offer_url,
        new_offer_label="New counter-offer",
        offer_actions=_offer_actions,
        order_url=_order_url,
    )
)
