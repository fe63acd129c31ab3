"""Requests: the buyer's list and page, the supplier's list and page."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from django.db.models import Count, Prefetch, Q, QuerySet

from marketplace.lib.actor import Actor
from marketplace.lib.errors import NotFound
from rfq.models import Quote, Rfq, RfqInvitation
from rfq.states import Maker, QuoteState, RfqState

if TYPE_CHECKING:
    from marketplace.storage.models import StoredFile

Tab = Literal["matching", "open", "mine"]
_COUNTED = Q(quotes__current_no__gt=0) & ~Q(quotes__state=QuoteState.WITHDRAWN)


def rfqs_visible_to(actor: Actor) -> QuerySet[Rfq]:
    """Every request that the actor may see, newest first, with its buyer."""
    return Rfq.objects.visible_to(actor).select_related("buyer", "category").order_by("-created_at", "-id")


def readable_rfqs(actor: Actor) -> QuerySet[Rfq]:
    """Requests for machines: visible, and within the capabilities of the caller's role or key."""
    seen = rfqs_visible_to(actor).prefetch_related("lines", "files__stored_file")
    if not (actor.can("rfq.view") or actor.can("market.view")):
        seen = seen.exclude(buyer_id=actor.organization_id)
    if not (actor.can("request.view") or actor.can("market.view")):
        seen = seen.filter(buyer_id=actor.organization_id)
    return seen


def get_readable_rfq(actor: Actor, number: str) -> Rfq:
    """One of ``readable_rfqs``, with the order it became. Raises NotFound."""
    found = readable_rfqs(actor).select_related("award__order").filter(number=number).first()
    if found is None:
        raise NotFound
    return found


def rfqs_of_buyer(actor: Actor, *, state: str = "", text: str = "") -> QuerySet[Rfq]:
    """The actor's company's requests, newest first, each with ``quotes_count`` and ``told_count``."""
    found = Rfq.objects.of_buyer(actor.organization_id).select_related("category", "award__order")
    if state in RfqState.values:
        found = found.filter(state=state)
    if text:
        found = found.filter(Q(title__icontains=text) | Q(number__iexact=text))
    counted = found.annotate(
        quotes_count=Count("quotes", filter=_COUNTED, distinct=True),
        told_count=Count("invitations", distinct=True),
    )
    return counted.order_by("-created_at", "-id")


def state_counts(actor: Actor) -> dict[str, int]:
    """How many requests of the actor's company stand in each state. One query."""
    rows = Rfq.objects.of_buyer(actor.organization_id).values_list("state").annotate(Count("id"))
    return dict(rows)


def get_rfq(actor: Actor, number: str) -> Rfq:
    """The buyer's own request (or any posted one for the operator) with lines and files. Raises NotFound."""
    seen = Rfq.objects.visible_to(actor)
    if not (actor.operates or actor.is_system):
        seen = seen.of_buyer(actor.organization_id)
    return _one(seen, number)


def get_request(actor: Actor, number: str) -> Rfq:
    """Another company's request as a supplier sees it, with lines and files. Raises NotFound."""
    return _one(Rfq.objects.requests_for(actor), number)


def _one(seen: QuerySet[Rfq], number: str) -> Rfq:
    found = (
        seen.select_related("buyer", "category", "award__order", "award__quote__vendor")
        .prefetch_related("lines__listing", "files__stored_file")
        .filter(number=number)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def get_rfq_file(actor: Actor, number: str, position: int) -> "StoredFile":
    """The file at ``position`` (from 1) of a request that the actor may see. Raises NotFound."""
    rfq = Rfq.objects.visible_to(actor).filter(number=number).first()
    found = list(rfq.files.select_related("stored_file")[position - 1 : position]) if rfq and position > 0 else []
    if not found:
        raise NotFound
    return found[0].stored_file


def requests_for(actor: Actor, *, tab: Tab, at: datetime, text: str = "") -> QuerySet[Rfq]:
    """A supplier's list: those that invite or match them, all that take quotes, or those they answered.

    Each has ``own``: a list with the supplier's quote, if any. The next deadline comes first; answered ones
    newest first.
    """
    found = Rfq.objects.requests_for(actor)
    if tab == "mine":
        found = found.answered_by(actor.organization_id)
    elif tab == "matching":
        found = found.bidding(at).told(actor.organization_id)
    else:
        found = found.bidding(at)
    if text:
        found = found.filter(Q(title__icontains=text) | Q(number__iexact=text))
    own = Quote.objects.filter(vendor_id=actor.organization_id)
    told = RfqInvitation.objects.filter(vendor_id=actor.organization_id)
    return (
        found.select_related("buyer", "category")
        .annotate(lines_count=Count("lines", distinct=True))
        .prefetch_related(
            "lines", Prefetch("quotes", own, to_attr="own"), Prefetch("invitations", told, to_attr="told_me")
        )
        .order_by(*(("-created_at", "-id") if tab == "mine" else ("closes_at", "id")))
    )


def count_bidding(actor: Actor, at: datetime) -> int:
    """Open requests of the actor's company. One query."""
    return Rfq.objects.of_buyer(actor.organization_id).bidding(at).count()


def count_unanswered(actor: Actor, at: datetime) -> int:
    """Requests that invite or match the supplier, take quotes, and have none of theirs. One query."""
    waiting = Rfq.objects.requests_for(actor).bidding(at).told(actor.organization_id)
    return waiting.unanswered_by(actor.organization_id).count()


@dataclass(frozen=True, slots=True)
class Funnel:
    """How a request fares: suppliers told, those who quoted, those in negotiation."""

    told: int
    quoted: int
    negotiating: int


def funnel(rfq: Rfq) -> Funnel:
    """Counts of one request that the caller has read through an actor. Two queries."""
    quoted = rfq.quotes.filter(current_no__gt=0).exclude(state=QuoteState.WITHDRAWN)
    counts = quoted.aggregate(
        quoted=Count("id", distinct=True),
        negotiating=Count("id", distinct=True, filter=Q(versions__maker=Maker.BUYER)),
    )
    return Funnel(told=rfq.invitations.count(), quoted=counts["quoted"], negotiating=counts["negotiating"])
