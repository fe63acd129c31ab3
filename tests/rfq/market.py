"""A request to quote on, and the steps of a negotiation with their everyday values."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

from marketplace.identity.models import Organization
from marketplace.lib.actor import Actor
from rfq import services
from rfq.drafts import LineDraft, RfqDraft
from rfq.models import Quote, QuoteVersion, Rfq
from rfq.terms import Proposal
from tests.cast import JOINED, Person
from vendors.models import VendorProfile

CLOCK = Actor.for_system("rfq.clock")
AT = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)
CLOSES = datetime(2026, 11, 30, 23, 59, tzinfo=UTC)
AFTER = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
VALID = datetime(2026, 12, 31, 23, 59, tzinfo=UTC)
LONG_AFTER = datetime(2027, 1, 2, 9, 0, tzinfo=UTC)


def key() -> str:
    """A fresh idempotency key."""
    return uuid4().hex


def verify(organization: Organization) -> None:
    """Let the company sell."""
    VendorProfile.objects.get_or_create(
        organization=organization,
        defaults={"state": "VERIFIED", "headline": organization.name, "applied_at": JOINED, "verified_at": JOINED},
    )


def enclosures(**changes: Any) -> RfqDraft:
    """5,000 enclosures at a target of €5.04."""
    line = LineDraft("Enclosure 120×80×55, IP67", Decimal(5000), "pcs", Decimal("5.04"))
    values: dict[str, Any] = {
        "title": "IP67 die-cast enclosures",
        "lines": (line,),
        "closes_at": CLOSES,
        "place": "Delft, NL",
        **changes,
    }
    return RfqDraft(**values)


def offer(price: str = "4.98", *, freight: int = 90_000, days: int = 18, **changes: Any) -> Proposal:
    """€4.98 each and €900 freight: €25,800.00, DAP Rotterdam in 18 days."""
    values: dict[str, Any] = {
        "prices": {1: Decimal(price)},
        "freight_minor": freight,
        "incoterm": "DAP",
        "place": "Rotterdam",
        "lead_time_days": days,
        "valid_until": VALID,
        **changes,
    }
    return Proposal(**values)


def post(buyer: Person, at: datetime = AT, **changes: Any) -> Rfq:
    """A posted request."""
    return services.post_rfq(actor=buyer.actor, draft=enclosures(**changes), key=key(), at=at)


def quote(vendor: Person, rfq: Rfq, price: str = "4.98", at: datetime = LATER, **changes: Any) -> Quote:
    """A supplier's quote."""
    return services.submit_quote(actor=vendor.actor, rfq_id=rfq.id, proposal=offer(price, **changes), key=key(), at=at)


def counter(buyer: Person, made: Quote, price: str = "4.70", at: datetime = LATER) -> QuoteVersion:
    """The buyer's answer to the newest offer of ``made``."""
    return services.make_counter_offer(
        actor=buyer.actor, version_id=newest(made).id, proposal=offer(price), key=key(), at=at
    )


def newest(made: Quote) -> QuoteVersion:
    """The offer on the table."""
    return QuoteVersion.objects.current().get(quote_id=made.id)


def states(made: Quote) -> list[str]:
    """The states of all offers of a quote, in order."""
    return list(QuoteVersion.objects.filter(quote_id=made.id).order_by("no").values_list("state", flat=True))
