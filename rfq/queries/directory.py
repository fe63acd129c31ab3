"""What the forms offer: suppliers to invite, categories, and lines taken from a product page."""

from decimal import Decimal
from typing import Any

from listings import queries as listings
from listings.taxonomy import category_choices
from marketplace.identity.models import Organization
from marketplace.lib.actor import Actor
from rfq.models import Rfq
from rfq.states import InvitationSource

_OFFERED = 200

__all__ = ["category_choices", "lines_of_listing", "own_currency", "suppliers"]


def suppliers(actor: Actor, *, but_not_of: Rfq | None = None) -> list[Organization]:
    """Verified suppliers other than the actor's company, by name; without those that a request invites already."""
    found = Organization.objects.filter(can_sell=True, vendor_profile__state="VERIFIED")
    if but_not_of is not None:
        invited = but_not_of.invitations.filter(source=InvitationSource.INVITED)
        found = found.exclude(pk__in=invited.values("vendor"))
    return list(found.exclude(pk=actor.organization_id).order_by("name")[:_OFFERED])


def own_currency(actor: Actor) -> str:
    """The currency of the actor's company."""
    return Organization.objects.values_list("currency", flat=True).get(pk=actor.organization_id)


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
