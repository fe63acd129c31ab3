"""One listing: the heading under which its page is kept, the whole of it, and its price for a quantity."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache as once
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from listings.content import group_tiers
from listings.models import Listing
from listings.pricing import LinePrice, Tier, price_line
from listings.rows import draft_of
from marketplace.lib.actor import Actor
from marketplace.lib.errors import NotFound

_ANY_SLUG = "?"  # stands for the slug in a composed query; no slug looks like it


class Heading(NamedTuple):
    """What names a public listing, and the version under which its page is kept."""

    id: UUID
    version: int
    title: str
    vendor: str


def get_heading(slug: str) -> Heading:
    """The heading of a listing that anybody may see. One query. Raises NotFound."""
    sql, parameters = _heading_sql()
    with connection.cursor() as cursor:
        cursor.execute(sql, [slug if value == _ANY_SLUG else value for value in parameters])
        row = cursor.fetchone()
    if row is None:
        raise NotFound
    return Heading(*row)


@once
def _heading_sql() -> tuple[str, tuple[Any, ...]]:
    """Composed once: to compose this query costs Django more than to show the page that is kept under it."""
    rows = Listing.objects.public().filter(slug=_ANY_SLUG)
    return rows.values_list("id", "version", "title", "vendor__name").query.sql_with_params()


def get_listing(actor: Actor, slug: str) -> Listing:
    """The listing with vendor, storefront, certificates, category, prices and pictures.

    At most 5 queries. Raises NotFound.
    """
    found = (
        Listing.objects.visible_to(actor)
        .select_related("vendor__vendor_profile", "category__parent")
        .prefetch_related("tiers", "images__stored_file", "vendor__vendor_profile__certificates")
        .filter(slug=slug)
        .first()
    )
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True, slots=True)
class Offer:
    """The price ladder of a listing in one currency, priced for one quantity."""

    currency: str
    currencies: tuple[str, ...]
    tiers: tuple[Tier, ...]
    quantity: int
    price: LinePrice | None


def offer(listing: Listing, *, currency: str, quantity: int | None) -> Offer | None:
    """The ladder in ``currency`` (or the listing's own) at ``quantity`` (at least the MOQ). None without prices.

    No query beyond the tiers that ``get_listing`` loaded.
    """
    ladders = group_tiers(draft_of(listing).prices)
    if not ladders:
        return None
    chosen = next(one for one in (currency, listing.from_currency, next(iter(ladders))) if one in ladders)
    tiers = tuple(ladders[chosen])
    wanted = min(max(quantity or 0, listing.moq, tiers[0].min_quantity), 10**9)
    return Offer(chosen, tuple(ladders), tiers, wanted, price_line(tiers, wanted, chosen))


def tier_ranges(offer: Offer) -> list[tuple[str, Decimal]]:
    """Each tier as its range and price: ``("50–1,999", 5.20)``, ``("2,000+", 4.12)``."""
    ends = [*(tier.min_quantity - 1 for tier in offer.tiers[1:]), None]
    return [
        (f"{tier.min_quantity:,}+" if end is None else f"{tier.min_quantity:,}–{end:,}", tier.unit_price)
        for tier, end in zip(offer.tiers, ends, strict=True)
    ]
