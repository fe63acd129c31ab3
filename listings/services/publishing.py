"""Bringing listings on the market and taking them off it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from listings import policy
from listings.content import publishing_problems
from listings.events import ListingPublished, ListingWithdrawn
from listings.models import Listing
from listings.rows import draft_of, locked_listing
from listings.states import LISTING, ListingState
from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import Invalid, NotAllowed, NotFound
from marketplace.outbox.publishing import publish
from vendors.queries import is_verified


class NotVerified(NotAllowed):
    """The company has not passed verification, or was suspended."""

    code = "not_verified"


def publish_listing(*, actor: Actor, listing_id: UUID, at: datetime) -> Listing:
    """Put a draft or withdrawn listing on the market. Needs ``listing.edit`` and a verified company.

    A second call changes nothing. Raises NotFound, NotAllowed, NotVerified, Invalid (what is missing).
    Publishes ListingPublished.
    """
    with transaction.atomic():
        listing = _own(actor, listing_id)
        require(policy.may_edit_catalogue(actor, listing.vendor_id))
        if listing.state == ListingState.PUBLISHED:
            return listing
        if not is_verified(listing.vendor_id):
            raise NotVerified("Only verified companies sell here. Finish the verification of your storefront first.")
        if problems := publishing_problems(draft_of(listing)):
            raise Invalid(f"{listing.sku}: {' '.join(problems.values())}", fields=problems)
        listing.state = LISTING.advance(listing.state, "publish")
        listing.published_at, listing.updated_at = at, at
        listing.version += 1
        listing.save(update_fields=["state", "published_at", "updated_at", "version"])
        publish(ListingPublished(listing_id=listing.id, vendor_id=listing.vendor_id))
    return listing


def withdraw_listing(*, actor: Actor, listing_id: UUID, at: datetime) -> Listing:
    """Take a published listing off the market: its vendor, or a moderator.

    A second call changes nothing. Raises NotFound, NotAllowed, WrongState for a draft. Publishes
    ListingWithdrawn.
    """
    with transaction.atomic():
        listing = _own(actor, listing_id)
        require(policy.may_withdraw_listing(actor, listing.vendor_id))
        if listing.state == ListingState.WITHDRAWN:
            return listing
        listing.state = LISTING.advance(listing.state, "withdraw")
        listing.updated_at = at
        listing.version += 1
        listing.save(update_fields=["state", "updated_at", "version"])
        publish(ListingWithdrawn(listing_id=listing.id, vendor_id=listing.vendor_id))
    return listing


def publish_listings(*, actor: Actor, listing_ids: Sequence[UUID], at: datetime) -> list[Listing]:
    """Publish several at once: all of them, or none. Raises as ``publish_listing``, naming the SKU."""
    with transaction.atomic():
        return [publish_listing(actor=actor, listing_id=listing_id, at=at) for listing_id in sorted(listing_ids)]


def withdraw_listings(*, actor: Actor, listing_ids: Sequence[UUID], at: datetime) -> list[Listing]:
    """Withdraw several at once: all of them, or none. Raises as ``withdraw_listing``."""
    with transaction.atomic():
        return [withdraw_listing(actor=actor, listing_id=listing_id, at=at) for listing_id in sorted(listing_ids)]


def _own(actor: Actor, listing_id: UUID) -> Listing:
    listing = locked_listing(listing_id)
    on_market = listing.state == ListingState.PUBLISHED and is_verified(listing.vendor_id)
    if not (policy.may_view_catalogue(actor, listing.vendor_id) or actor.operates or on_market):
        raise NotFound
    return listing
