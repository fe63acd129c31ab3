"""The sweeps of the clock: bidding closes, offers expire.

Whoever locks a request settles its clock (``locks``), so a late sweep changes nothing but when people are told.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from marketplace.lib.actor import Actor
from marketplace.outbox.publishing import publish
from rfq.events import OfferExpired
from rfq.models import QuoteVersion, Rfq
from rfq.services.locks import CLOCK, lock_offer, lock_rfq
from rfq.services.threads import tell_answer
from rfq.states import LIVE, VERSION, RfqState


def close_due_rfqs(*, at: datetime, limit: int = 200) -> int:
    """Close every request whose deadline has passed by ``at``, each in its own transaction. Returns how many.

    Publishes RfqClosed for each.
    """
    closed = 0
    for rfq_id in list(Rfq.objects.due(at).order_by("closes_at").values_list("id", flat=True)[:limit]):
        with transaction.atomic():
            closed += lock_rfq(CLOCK, rfq_id, at).state == RfqState.CLOSED
    return closed


def expire_due_offers(*, at: datetime, limit: int = 200) -> int:
    """Mark every live offer whose validity ended by ``at``, each in its own transaction. Returns how many.

    Publishes OfferExpired for each.
    """
    due = list(QuoteVersion.objects.expired(at).order_by("valid_until").values_list("id", flat=True)[:limit])
    return sum(_expire(version_id, at) for version_id in due)


def _expire(version_id: UUID, at: datetime) -> bool:
    with transaction.atomic():
        version = lock_offer(CLOCK, version_id, at)
        if version.state not in LIVE or at < version.valid_until:
            return False
        expire(CLOCK, version, at)
    return True


def expire(actor: Actor, version: QuoteVersion, at: datetime) -> None:
    """End a locked live offer whose validity is over."""
    version.state = VERSION.advance(version.state, "expire")
    version.decided_at = version.valid_until
    version.save(update_fields=["state", "decided_at"])
    tell_answer(actor=actor, version=version, kind="offer.expired", at=at)
    quote = version.quote
    publish(
        OfferExpired(
            rfq_id=quote.rfq_id,
            number=quote.rfq.number,
            buyer_id=quote.rfq.buyer_id,
            quote_id=quote.id,
            vendor_id=quote.vendor_id,
            version_no=version.no,
        )
    )
