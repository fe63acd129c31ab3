"""A vendor's own catalogue, in every state."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from listings.models import Listing
from listings.states import ListingState
from marketplace.lib.actor import Actor
from marketplace.lib.errors import NotFound


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
