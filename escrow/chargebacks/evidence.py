"""The evidence that a card network is sent, put together from what the order's events say. Pure.

The keys are those that card networks share and the provider names: what was agreed, that it was sent, that it
arrived, what was said and what was paid back. Text is cut to what the provider takes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

LONGEST = 20_000
_SHORT = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One shipment of the order."""

    carrier: str
    tracking_number: str
    shipped_at: datetime
    delivered_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Everything that is told about an order. ``lines`` and ``events`` are sentences, oldest first."""

    order_number: str
    opened_at: datetime
    buyer: str
    vendor: str
    ship_to: str
    total: str
    lines: Sequence[str]
    terms: Sequence[str]
    parcels: Sequence[Parcel]
    accepted_at: datetime | None
    events: Sequence[str]
    refunds: Sequence[str]
    messages: Sequence[str]
    statements: Sequence[str]


def bundle(case: Case) -> Mapping[str, str]:
    """The fields of the evidence that have something to say."""
    first = case.parcels[0] if case.parcels else None
    fields = {
        "customer_name": case.buyer,
        "product_description": _product(case),
        "service_date": _day(case.parcels[-1].delivered_at) if case.parcels else "",
        "shipping_carrier": first.carrier if first else "",
        "shipping_tracking_number": ", ".join(parcel.tracking_number for parcel in case.parcels)[:_SHORT],
        "shipping_date": _day(first.shipped_at) if first else "",
        "shipping_address": case.ship_to,
        "refund_policy_disclosure": (
            "The buyer's payment is held until the goods are accepted; within the inspection period the buyer may open "
            "a dispute on the order. The terms were accepted with the order."
        ),
        "uncategorized_text": _story(case),
    }
    return {name: text[:LONGEST] for name, text in fields.items() if text}


def _product(case: Case) -> str:
    head = f"Order {case.order_number} of {_day(case.opened_at)} between {case.buyer} and {case.vendor}, {case.total}."
    return "\n".join([head, *case.lines])


def _story(case: Case) -> str:
    parts = [
        ("Agreed terms", case.terms),
        ("Shipments", [_told(parcel) for parcel in case.parcels]),
        ("Acceptance", [f"Accepted by the buyer on {_day(case.accepted_at)}."] if case.accepted_at else []),
        ("Refunds", case.refunds),
        ("The supplier's statement", case.statements),
        ("Messages between the parties", case.messages),
        ("History of the order", case.events),
    ]
    return "\n\n".join("\n".join([title, *lines]) for title, lines in parts if lines)


def _told(parcel: Parcel) -> str:
    arrived = f", delivered {_day(parcel.delivered_at)}" if parcel.delivered_at else ", on its way"
    return f"{parcel.carrier} {parcel.tracking_number}: shipped {_day(parcel.shipped_at)}{arrived}"


def _day(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d}" if moment else ""
