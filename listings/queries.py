"""What screens, API and other packages read of the catalogue. Each function's number of SQL queries is fixed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache as once
from typing import Any, NamedTuple, NotRequired, TypedDict
from uuid import UUID

from django.core.cache import cache
from django.db import connection
from django.db.models import Count, F, Q, QuerySet

from listings.content import group_tiers
from listings.models import Category, ImportRowError, Listing, ListingImport
from listings.pricing import LinePrice, Tier, price_line
from listings.querysets import ListingQuerySet
from listings.rows import draft_of
from listings.states import ImportState, ListingState
from marketplace.lib.actor import Actor
from marketplace.lib.errors import NotFound

CARD_COLUMNS = ("slug", "title", "card")
NEWEST = ("-published_at", "-id")
PAGE = 24
PROBLEMS = 100
COUNTS_SECONDS = 30
_ANY_SLUG = "?"  # stands for the slug in a composed query; no slug looks like it


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


def cards(rows: QuerySet[Listing, Any]) -> list[CardRow]:
    """The card of each listing in ``rows``, in their order. One query without model objects."""
    return [card_row(slug, title, card) for slug, title, card in rows.values_list(*CARD_COLUMNS)]


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


def get_own_listing(actor: Actor, slug: str) -> Listing:
    """A listing of the actor's own company, in any state. 3 queries. Raises NotFound."""
    found = (
        Listing.objects.of_vendor(actor.organization_id)
        .select_related("vendor", "category")
        .prefetch_related("tiers", "images")
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


@dataclass(frozen=True, slots=True)
class CataloguePage:
    """A page of the vendor's own table."""

    rows: Sequence[Listing]
    following: str
    counts: dict[str, int]


def catalogue_page(actor: Actor, *, state: str = "", text: str = "", after: str = "", size: int = 50) -> CataloguePage:
    """The actor's own listings by SKU, from after the SKU ``after``; ``text`` finds in SKU and title. 2 queries."""
    own = Listing.objects.of_vendor(actor.organization_id)
    rows = own.select_related("category").defer("description", "attributes").order_by("sku")
    if state in ListingState.values:
        rows = rows.filter(state=state)
    if text:
        rows = rows.filter(Q(sku__icontains=text) | Q(title__icontains=text))
    if after:
        rows = rows.filter(sku__gt=after)
    found = list(rows[: size + 1])
    following = found[size - 1].sku if len(found) > size else ""
    return CataloguePage(found[:size], following, catalogue_counts(actor))


def catalogue_counts(actor: Actor) -> dict[str, int]:
    """How many of the actor's own listings are in each state. One query."""
    rows = Listing.objects.of_vendor(actor.organization_id).values_list("state").annotate(Count("id")).order_by()
    return dict.fromkeys(ListingState.values, 0) | dict(rows)


def count_published(actor: Actor) -> int:
    """How many of the actor's own listings are published. One query."""
    return Listing.objects.of_vendor(actor.organization_id).filter(state=ListingState.PUBLISHED).count()


def own_listings(actor: Actor) -> QuerySet[Listing]:
    """The actor's own catalogue for the API, lazily."""
    return Listing.objects.of_vendor(actor.organization_id).select_related("category").prefetch_related("tiers")


def own_ids(actor: Actor, slugs: Iterable[str]) -> list[UUID]:
    """Ids of the actor's own listings at these addresses. One query."""
    return list(Listing.objects.of_vendor(actor.organization_id).filter(slug__in=slugs).values_list("id", flat=True))


def imports_of(actor: Actor) -> QuerySet[ListingImport]:
    """The imports of the actor's company, newest first, lazily."""
    return ListingImport.objects.visible_to(actor).select_related("created_by").order_by("-created_at", "-id")


def get_import(actor: Actor, number: str) -> ListingImport:
    """An import of the actor's company by its number. Raises NotFound."""
    found = imports_of(actor).select_related("default_category", "stored_file").filter(number=number).first()
    if found is None:
        raise NotFound
    return found


def find_current_import(actor: Actor) -> ListingImport | None:
    """The company's newest import if it still waits, runs or has problems to mend: the home panel."""
    newest = imports_of(actor).first()
    return newest if newest and (newest.state != ImportState.DONE or newest.rows_refused) else None


def may_watch_import(actor: Actor, ref: str) -> bool:
    """Whether the actor may listen to the progress of the import with this id."""
    try:
        return ListingImport.objects.visible_to(actor).filter(pk=UUID(ref)).exists()
    except ValueError:
        return False


def import_problems(chosen: ListingImport, *, after: int = 0, size: int = PROBLEMS) -> list[ImportRowError]:
    """Problems in the order of the file, after the problem with id ``after``."""
    return list(problems_of(chosen).filter(id__gt=after).order_by("id")[:size])


def problems_of(chosen: ListingImport) -> QuerySet[ImportRowError]:
    """All problems of an import, lazily."""
    return chosen.row_errors.all()


def refused_rows(chosen: ListingImport) -> tuple[list[str], list[tuple[dict[str, str], str]]]:
    """The header and each refused row with its problems in one text: what the file to mend is made of. One query."""
    header: dict[str, None] = dict.fromkeys(chosen.meanings)
    rows: dict[int, tuple[dict[str, str], list[str]]] = {}
    for problem in chosen.row_errors.order_by("id").iterator(chunk_size=2000):
        cells, messages = rows.setdefault(problem.row, (problem.raw, []))
        messages.append(f"{problem.column}: {problem.message}" if problem.column else problem.message)
        header.update(dict.fromkeys(cells))
    return list(header), [(cells, " ".join(messages)) for cells, messages in rows.values()]


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
