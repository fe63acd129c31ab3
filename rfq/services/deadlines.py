"""The sweeps of the clock: bidding closes, offers expire.

Whoever locks a request settles its clock (``locks``), so a late sweep changes nothing but when people are told.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from marketplace.lib.actor import Actor
from rfq.models import QuoteVersion, Rfq
from rfq.negotiation.locks import lock_offer, lock_rfq
from rfq.negotiation.versions import expire
from rfq.states import LIVE, RfqState


def close_due_rfqs(*, actor: Actor, at: datetime, limit: int = 200) -> int:
    """Close every request whose deadline has passed by ``at``, each in its own transaction. Returns how many.

    For the system: ``actor`` must see every request. Publishes RfqClosed for each.
    """
    closed = 0
    for rfq_id in list(Rfq.objects.due(at).order_by("closes_at").values_list("id", flat=True)[:limit]):
        with transaction.atomic():
            closed += lock_rfq(actor, rfq_id, at).state == RfqState.CLOSED
    return closed


def expire_due_offers(*, actor: Actor, at: datetime, limit: int = 200) -> int:
    """Mark every live offer whose validity ended by ``at``, each in its own transaction. Returns how many.

    For the system. Publishes OfferExpired for each.
    """
    due = list(QuoteVersion.objects.expired(at).order_by("valid_until").values_list("id", flat=True)[:limit])
    return sum(_expire(actor, version_id, at) for version_id in due)


def _expire(actor: Actor, version_id: UUID, at: datetime) -> bool:
    with transaction.atomic():
        version = lock_offer(actor, version_id, at)
        if version.state not in LIVE or at < version.valid_until:
            return False
        expire(actor, version, at)
    return True
