"""The published catalogue: pages of it, newest first, and which vendors and categories are in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.core.cache import cache
from django.db.models import Count, F, Q

from listings.models import Category, Listing
from listings.queries.cards import CARD_COLUMNS
from listings.querysets import ListingQuerySet
from listings.states import ListingState
from marketplace.lib.actor import Actor
from marketplace.lib.errors import NotFound

NEWEST = ("-published_at", "-id")
PAGE = 24
COUNTS_SECONDS = 30


def visible_ids(actor: Actor, listing_ids: Iterable[UUID]) -> list[UUID]:
    """Which of these listings the actor may see. One query."""
    return list(Listing.objects.visible_to(actor).filter(pk__in=listing_ids).values_list("id", flat=True))


def find_visible(actor: Actor, slug: str) -> Listing | None:
    """A visible listing by its address, with its vendor, or None: to fill in the form of a request."""
    return Listing.objects.visible_to(actor).select_related("vendor", "category").filter(slug=slug).first()


def vendors_in_category(path: str, *, limit: int) -> list[UUID]:
    """Verified vendors with published listings at ``path`` or below, most listings first. One query."""
    rows = (
        Listing.objects.public()
        .in_category(path)
        .values("vendor_id")
        .annotate(n=Count("id"))
        .order_by("-n", "vendor_id")
    )
    return [row["vendor_id"] for row in rows[:limit]]


def category_of_skus(vendor_id: UUID, skus: Iterable[str]) -> str:
    """What kind of goods article numbers are: the name of the category most of them are in, or "". One query."""
    rows = Listing.objects.filter(vendor_id=vendor_id, sku__in=list(skus), category__isnull=False)
    found = rows.values_list("category__name").annotate(n=Count("id")).order_by("-n", "category__name").first()
    return str(found[0]) if found else ""


def category_of_slug(slug: str) -> Category:
    """The category at this address. Raises NotFound."""
    found = Category.objects.select_related("parent").filter(slug=slug).first()
    if found is None:
        raise NotFound
    return found


_LINE = (
    "slug",
    "sku",
    "title",
    "unit",
    "moq",
    "lead_time_days",
    "stock",
    "from_price_minor",
    "from_currency",
    "published_at",
)


@dataclass(frozen=True, slots=True)
class PublicPage:
    """A page of the market's listings as plain rows; ``following`` is the cursor of the next page, or ""."""

    rows: list[dict[str, Any]]
    following: str


def public_page(*, category: str = "", vendor: str = "", after: str = "", size: int = PAGE) -> PublicPage:
    """Published listings newest first, after the listing ``after``; filters are slugs. At most 3 queries, no count.

    Raises NotFound for a category that does not exist.
    """
    rows = Listing.objects.public().order_by(*NEWEST)
    if category:
        rows = rows.in_category(category_of_slug(category).path)
    if vendor:
        rows = rows.filter(vendor__slug=vendor)
    if after:
        rows = _after(rows, after)
    picked = rows.values(
        *_LINE, vendor_slug=F("vendor__slug"), category_slug=F("category__slug"), image=F("card__image")
    )
    found = list(picked[: size + 1])
    for row in found:
        row["vendor"], row["category"] = row.pop("vendor_slug"), row.pop("category_slug")
    return PublicPage(found[:size], found[size - 1]["slug"] if len(found) > size else "")


def _after(rows: ListingQuerySet, slug: str) -> ListingQuerySet:
    """``rows`` (newest first) beyond the listing at ``slug``; unknown marks start over."""
    mark = Listing.objects.filter(slug=slug, published_at__isnull=False).values_list("published_at", "id").first()
    if mark is None:
        return rows
    # The first condition alone lets PostgreSQL start inside the index; the second settles ties.
    return rows.filter(Q(published_at__lt=mark[0]) | Q(id__lt=mark[1]), published_at__lte=mark[0])


class ProductRow(NamedTuple):
    """A listing as a grid reads it."""

    slug: str
    title: str
    card: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ProductPage:
    """A page of one vendor's products. ``categories`` are (slug, name, count), counted without the filters."""

    rows: list[ProductRow]
    following: str
    total: int
    in_stock: int
    categories: list[tuple[str, str, int]]


def vendor_products(
    actor: Actor, vendor_id: UUID, *, category: str = "", in_stock: bool = False, after: str = ""
) -> ProductPage:
    """Published products of one vendor, newest first, after the listing at ``after``. At most 3 queries.

    Counts grow with one vendor's catalogue, so they are kept for half a minute. The storefront itself has
    checked that the actor may see the vendor.
    """
    published = Listing.objects.of_vendor(vendor_id).filter(state=ListingState.PUBLISHED)
    rows = published.order_by(*NEWEST)
    if category:
        rows = rows.filter(category__slug=category)
    if in_stock:
        rows = rows.filter(stock__gte=F("moq"))
    if after:
        rows = _after(rows, after)
    found = [ProductRow(*row) for row in rows.values_list(*CARD_COLUMNS)[: PAGE + 1]]
    categories, stocked = _vendor_counts(vendor_id)
    counted = {slug: count for slug, _, count in categories}
    total = stocked if in_stock and not category else counted.get(category, 0) if category else sum(counted.values())
    following = found[PAGE - 1].slug if len(found) > PAGE else ""
    return ProductPage(found[:PAGE], following, total, stocked, categories)


def _vendor_counts(vendor_id: UUID) -> tuple[list[tuple[str, str, int]], int]:
    key = f"listings:vendor-counts:{vendor_id}"
    kept: tuple[list[tuple[str, str, int]], int] | None = cache.get(key)
    if kept is None:
        published = Listing.objects.of_vendor(vendor_id).filter(state=ListingState.PUBLISHED)
        stocked = Count("id", filter=Q(stock__gte=F("moq")))
        rows = list(
            published.values_list("category__slug", "category__name")
            .annotate(n=Count("id"), stocked=stocked)
            .order_by("-n", "category__name")
        )
        kept = [(slug, name, count) for slug, name, count, _ in rows], sum(row[3] for row in rows)
        cache.set(key, kept, COUNTS_SECONDS)
    return kept
