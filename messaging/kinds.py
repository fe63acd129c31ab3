"""What can happen in a thread, as data. One cursor covers it all: nothing in a thread is ever edited in place."""

from typing import Literal

Kind = Literal[
    "text",
    "attachment",
    "offer.made",
    "offer.countered",
    "offer.accepted",
    "offer.declined",
    "offer.withdrawn",
    "offer.expired",
    "order.opened",
    "notice",
]

KINDS: frozenset[str] = frozenset(Kind.__args__)  # type: ignore[attr-defined]  # Literal keeps its values there
OFFERS: frozenset[str] = frozenset({"offer.made", "offer.countered"})
# The event that ends an offer says how: this is the offer's state, and there is no other copy of it.
OUTCOMES: dict[str, str] = {
    "offer.made": "superseded",
    "offer.countered": "superseded",
    "offer.accepted": "accepted",
    "offer.declined": "declined",
    "offer.withdrawn": "withdrawn",
    "offer.expired": "expired",
}
