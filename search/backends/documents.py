"""What of a listing is searched, and with which weight: title first, then codes and names, then the rest."""

import re
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.search import SearchVector
from django.db.models import Value

from search.models import SearchDocument, SearchPlacement

if TYPE_CHECKING:
    from listings.models import Listing

_SEPARATORS = re.compile(r"[^a-z0-9]")
_DESCRIPTION_LENGTH = 4000


def code(text: str) -> str:
    """An SKU as people type it: lower case, without separators."""
    return _SEPARATORS.sub("", text.lower())


def document(listing: "Listing") -> SearchDocument:
    """The document of a published listing with its vendor and category loaded."""
    if listing.category is None or listing.published_at is None or listing.from_price_minor is None:
        raise ValueError(f"{listing} is not complete enough to be on the market")
    return SearchDocument(
        listing_id=listing.id,
        vendor_id=listing.vendor_id,
        vector=_vector(listing),
        codes=[code(listing.sku)],
        ancestors=ancestors(listing.category.path),
        country=listing.vendor.country,
        currency=listing.from_currency,
        price_minor=listing.from_price_minor,
        is_in_stock=listing.stock >= max(listing.moq, 1),
        published_at=listing.published_at,
    )


def placements(listing: "Listing") -> list[SearchPlacement]:
    """The listing's place in its category and each one above."""
    if listing.category is None or listing.published_at is None:
        return []
    return [
        SearchPlacement(category_id=category_id, listing_id=listing.id, published_at=listing.published_at)
        for category_id in ancestors(listing.category.path)
    ]


def ancestors(path: str) -> list[int]:
    """``7-31-402`` → [7, 31, 402]."""
    return [int(part) for part in path.split("-") if part]


def _vector(listing: "Listing") -> Any:
    facts = " ".join(f"{fact['name']} {fact['value']} {fact.get('unit', '')}" for fact in listing.attributes)
    names = f"{listing.sku} {code(listing.sku)} {listing.vendor.name} {listing.category}"
    return (
        SearchVector(Value(listing.title), weight="A", config="english")
        + SearchVector(Value(names), weight="B", config="simple")
        + SearchVector(Value(listing.description[:_DESCRIPTION_LENGTH]), weight="C", config="english")
        + SearchVector(Value(facts[:_DESCRIPTION_LENGTH]), weight="D", config="simple")
    )
