"""Listings that anybody may see, as lists and indexes read them."""

from collections.abc import Iterable
from typing import Any, NotRequired, TypedDict
from uuid import UUID

from listings.models import Listing

CARD_COLUMNS = ("slug", "title", "card")


class CardRow(TypedDict):
    """What ``{% product_cards %}`` needs of one listing."""

    slug: str
    title: str
    image: str
    price: str
    at: str
    line: str
    badge: str
    vendor: NotRequired[str]


def card_row(slug: str, title: str, card: dict[str, Any]) -> CardRow:
    """One card from the columns that every list selects."""
    return CardRow(
        slug=slug,
        title=title,
        image=card.get("image", ""),
        price=card.get("price", ""),
        at=card.get("at", ""),
        line=card.get("line", ""),
        badge=card.get("badge", ""),
    )


def on_the_market(listing_ids: Iterable[UUID]) -> list[Listing]:
    """Those of these listings that anybody may see, with vendor and category: what an index is written from."""
    return list(Listing.objects.public().filter(pk__in=list(listing_ids)).select_related("vendor", "category"))


def public_cards(listing_ids: Iterable[UUID]) -> dict[UUID, CardRow]:
    """The cards of those of these listings that anybody may see, with their vendor's name. One query."""
    rows = Listing.objects.public().filter(pk__in=list(listing_ids))
    return {
        listing_id: {**card_row(slug, title, card), "vendor": vendor}
        for listing_id, slug, title, card, vendor in rows.values_list("id", *CARD_COLUMNS, "vendor__name")
    }


def all_ids(*, vendor_id: UUID | None = None) -> list[UUID]:
    """Every listing's id, or every one of a vendor: for rebuilding an index."""
    rows = Listing.objects.all() if vendor_id is None else Listing.objects.of_vendor(vendor_id)
    return list(rows.order_by("id").values_list("id", flat=True))
