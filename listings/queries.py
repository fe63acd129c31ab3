"""What screens, API and other packages read of the catalogue. Each function's number of SQL queries is fixed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, NotRequired, TypedDict
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from listings.content import group_tiers
from listings.models import Category, ImportRowError, Listing, ListingImport, PriceTier
from listings.pricing import LinePrice, Tier, price_line
from listings.services.rows import draft_of
from listings.states import ImportState, ListingState
from marketplace.lib.actor import Actor
from marketplace.lib.errors import NotFound

CARD_COLUMNS = ("slug", "title", "card")
NEWEST = ("-published_at", "-id")
PAGE = 24
PROBLEMS = 100


class CardRow(TypedDict):
    """What ``listings/_card.html`` needs of one listing."""

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


def get_listing(actor: Actor, slug: str) -> Listing:
    """The listing with vendor, storefront, category and its parent, prices, pictures and certificates. At most 5 queries. Raises NotFound."""
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
    rows = Listing.objects.public().in_category(path).values("vendor_id").annotate(n=Count("id")).order_by("-n", "vendor_id")
    return [row["vendor_id"] for row in rows[:limit]]


def category_of_slug(slug: str) -> Category:
    """The category at this address. Raises NotFound."""
    found = Category.objects.select_related("parent").filter(slug=slug).first()
    if found is None:
        raise NotFound
    return found


def public_listings(actor: Actor, *, category: str = "", vendor: str = "") -> QuerySet[Listing]:
    """Published listings for the API's list, filtered by slugs; order by ``NEWEST`` for keyset pages. Lazy.

    Raises NotFound for a category that does not exist.
    """
    rows = Listing.objects.public()
    if category:
        rows = rows.in_category(category_of_slug(category).path)
    if vendor:
        rows = rows.filter(vendor__slug=vendor)
    return rows


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
    return list(chosen.row_errors.filter(id__gt=after).order_by("id")[:size])


def refused_rows(chosen: ListingImport) -> tuple[list[str], list[tuple[dict[str, str], str]]]:
    """The header and each refused row with its problems in one text: what the file to mend is made of. One query."""
    header: dict[str, None] = dict.fromkeys(chosen.meanings)
    rows: dict[int, tuple[dict[str, str], list[str]]] = {}
    for problem in chosen.row_errors.order_by("id").iterator(chunk_size=2000):
        cells, messages = rows.setdefault(problem.row, (problem.raw, []))
        messages.append(f"{problem.column}: {problem.message}" if problem.column else problem.message)
        header.update(dict.fromkeys(cells))
    return list(header), [(cells, " ".join(messages)) for cells, messages in rows.values()]


@dataclass(frozen=True, slots=True)
class CatalogueStats:
    """The vendor's catalogue in four numbers."""

    published: int
    drafts: int
    out_of_stock: int
    changed_at: datetime | None


def tiers_of(listing_ids: Iterable[UUID]) -> QuerySet[PriceTier]:
    """Prices of several listings, for indexes built above this package."""
    return PriceTier.objects.filter(listing_id__in=listing_ids).order_by("listing_id", "currency", "min_quantity")


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
