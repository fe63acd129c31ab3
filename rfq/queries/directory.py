"""What the forms offer: suppliers to invite, categories, and lines taken from a product page."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from buyers import queries as buyers
from listings import queries as listings
from listings.taxonomy import category_choices, category_names
from marketplace.identity.models import Organization
from marketplace.lib.actor import Actor
from marketplace.lib.errors import Invalid
from rfq.models import Rfq
from rfq.states import InvitationSource

_OFFERED = 200

__all__ = [
    "address_choices",
    "category_choices",
    "category_id",
    "lines_of_listing",
    "own_currency",
    "suppliers",
    "vendor_ids",
]


def suppliers(actor: Actor, *, but_not_of: Rfq | None = None) -> list[Organization]:
    """Verified suppliers other than the actor's company, by name; without those that a request invites already."""
    found = Organization.objects.filter(can_sell=True, vendor_profile__state="VERIFIED")
    if but_not_of is not None:
        invited = but_not_of.invitations.filter(source=InvitationSource.INVITED)
        found = found.exclude(pk__in=invited.values("vendor"))
    return list(found.exclude(pk=str(actor.organization_id)).order_by("name")[:_OFFERED])


def vendor_ids(slugs: Sequence[str]) -> tuple[UUID, ...]:
    """The companies with these slugs. Raises Invalid for an unknown one; the service says who may be invited."""
    found = dict(Organization.objects.filter(slug__in=slugs).values_list("slug", "id"))
    missing = [slug for slug in slugs if slug not in found]
    if missing:
        raise Invalid.field("vendors", f"There is no supplier {missing[0]!r}.")
    return tuple(found[slug] for slug in slugs)


def category_id(slug: str | None) -> int | None:
    """The category with this slug; None for none. Raises Invalid."""
    if not slug:
        return None
    known = category_names()
    if slug not in known:
        raise Invalid.field("category", f"There is no category {slug!r}.")
    return known[slug]


def address_choices(actor: Actor) -> dict[str, tuple[str, dict[str, str]]]:
    """The company's delivery addresses by id, the default first: what a list shows, and the text that orders keep."""
    return {str(one.id): (str(one), buyers.address_lines(one)) for one in buyers.addresses(actor)}


def own_currency(actor: Actor) -> str:
    """The currency of the actor's company."""
    return Organization.objects.values_list("currency", flat=True).get(pk=str(actor.organization_id))


def lines_of_listing(actor: Actor, slug: str) -> dict[str, Any]:
    """Initial values of a request for one product: its title, category, vendor and first line. Empty if invisible."""
    listing = listings.find_visible(actor, slug)
    if listing is None:
        return {}
    line = {
        "description": listing.title[:300],
        "quantity": Decimal(listing.moq),
        "unit": listing.unit,
        "listing_id": listing.id,
    }
    return {
        "title": listing.title[:200],
        "category": listing.category_id,
        "vendors": [str(listing.vendor_id)],
        "lines": [line],
    }
