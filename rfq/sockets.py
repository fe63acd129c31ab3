"""What a browser may listen to: a request as its buyer, a request as a supplier, one bid."""

from uuid import UUID

from marketplace.lib.actor import Actor
from marketplace.realtime import topics
from rfq.models import Quote, Rfq


def _may_watch_rfq(actor: Actor, number: str) -> bool:
    """The buyer's own people and the operator: these hints tell of every bid."""
    seen = Rfq.objects.visible_to(actor).filter(number=number)
    return seen.exists() if actor.operates else seen.of_buyer(actor.organization_id).exists()


def _may_watch_request(actor: Actor, number: str) -> bool:
    """Whoever may see the request: these hints tell only of the request itself."""
    return Rfq.objects.visible_to(actor).filter(number=number).exists()


def _may_watch_bid(actor: Actor, ref: str) -> bool:
    """The two sides of the bid."""
    try:
        quote_id = UUID(ref)
    except ValueError:
        return False
    return Quote.objects.visible_to(actor).filter(pk=quote_id).exists()


topics.register("rfq", _may_watch_rfq)
topics.register("request", _may_watch_request)
topics.register("bid", _may_watch_bid)
