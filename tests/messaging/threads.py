"""A thread about RFQ-2481 and the offers in it, for the tests of messages, sockets and browsers."""

from datetime import UTC, datetime
from typing import Any

from messaging import services
from messaging.models import Thread
from tests.cast import Person

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def thread_between(buyer: Person, vendor: Person) -> Thread:
    """Empty, about RFQ-2481."""
    return services.open_thread(
        actor=buyer.actor,
        subject_kind="RFQ",
        subject_ref="RFQ-2481",
        title="IP67 die-cast enclosures",
        organization_ids=[buyer.organization.id, vendor.organization.id],
        at=AT,
    )


def offer_body(number: int, unit_price: str, previous: str | None = None, **more: Any) -> dict[str, Any]:
    """An offer of 5,000 pieces as rfq writes it."""
    return {
        "offer_no": number,
        "version_id": f"00000000-0000-7000-8000-00000000000{number}",
        "maker_name": "Nordmetal Zabrze",
        "currency": "EUR",
        "total_minor": 2_410_000,
        "lines": [
            {
                "description": "Enclosure rev C",
                "quantity": "5000",
                "unit": "pcs",
                "unit_price": unit_price,
                "previous_unit_price": previous,
            }
        ],
        "incoterm": "DAP Rotterdam",
        "lead_time_days": 18,
        "payment": "Net 30",
        "valid_until": "2026-03-04T07:30:00+00:00",
        "terms_hash": f"hash-{number}",
        **more,
    }
