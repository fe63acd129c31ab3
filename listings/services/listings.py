"""Creating and revising listings and their prices."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from listings import policy
from listings.addresses import listing_slug
from listings.content import ListingDraft, Price, check_draft, publishing_problems
from listings.events import ListingChanged
from listings.models import Listing
from listings.rows import (
    CONTENT_COLUMNS,
    category_of,
    draft_of,
    fill,
    locked_listing,
    own_catalogue,
    picture_of,
    tier_rows,
)
from listings.states import ListingState
from marketplace.identity.models import Organization
from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import Conflict, Invalid, NotFound
from marketplace.outbox import idempotency
from marketplace.outbox.publishing import publish


class SkuTaken(Invalid):
    """Another listing of the same vendor has this SKU."""

    code = "sku_taken"


class ListingMovedOn(Conflict):
    """Somebody else saved the listing after this editor opened it."""

    code = "listing_moved_on"


def _sku_taken(sku: str) -> SkuTaken:
    message = f"You already have a product with the SKU {sku}. Change that one, or choose another SKU."
    return SkuTaken(message, fields={"sku": message})


def create_listing(*, actor: Actor, draft: ListingDraft, key: str, at: datetime) -> Listing:
    """A new draft in the catalogue of the actor's company. Needs ``listing.edit``.

    Raises Invalid (named fields; SkuTaken), NotAllowed. Publishes ListingChanged.
    """
    vendor_id = own_catalogue(actor)
    check_draft(draft)
    with transaction.atomic():
        replay = idempotency.begin(actor=actor, service="listings.create_listing", key=key, inputs=asdict(draft))
        if replay.done:
            return Listing.objects.get(pk=replay.result)
        vendor = Organization.objects.get(pk=vendor_id)
        listing = Listing(vendor=vendor, slug=listing_slug(draft.title, draft.sku, vendor.id), created_at=at)
        fill(listing, draft, category=category_of(draft), home_currency=vendor.currency, image="", at=at)
        try:
            with transaction.atomic():
                listing.save(force_insert=True)
        except IntegrityError as error:
            raise _sku_taken(draft.sku) from error
        listing.tiers.bulk_create(tier_rows(listing, draft.prices))
        publish(ListingChanged(listing_id=listing.id, vendor_id=vendor.id))
        replay.finish(result=listing.id)
    return listing


def update_listing(*, actor: Actor, listing_id: UUID, draft: ListingDraft, version: int, at: datetime) -> Listing:
    """Replace the whole content of a listing; ``version`` is the one that the editor had before them.

    Needs ``listing.edit`` of the vendor. The address stays. Saving the same content again changes
    nothing. Raises Invalid (also where a published listing would lose its category or prices),
    NotFound, NotAllowed, ListingMovedOn. Publishes ListingChanged.
    """
    with transaction.atomic():
        listing = _editable(actor, listing_id)
        current = draft_of(listing)
        if draft == current:
            return listing
        if listing.version != version:
            raise ListingMovedOn(
                "Somebody saved this product after you opened it. Reload it and enter your change again."
            )
        return _revise(listing, draft, current, at)


def set_prices(*, actor: Actor, listing_id: UUID, prices: Sequence[Price], at: datetime) -> Listing:
    """Replace all quantity-break prices of a listing, in all currencies. Needs ``listing.edit`` of the vendor.

    Raises Invalid (``prices``), NotFound, NotAllowed. Publishes ListingChanged.
    """
    with transaction.atomic():
        listing = _editable(actor, listing_id)
        current = draft_of(listing)
        ordered = tuple(sorted(prices, key=lambda price: (price.currency, price.min_quantity)))
        return listing if ordered == current.prices else _revise(listing, replace(current, prices=ordered), current, at)


def _editable(actor: Actor, listing_id: UUID) -> Listing:
    listing = locked_listing(listing_id)
    if not policy.may_view_catalogue(actor, listing.vendor_id):
        raise NotFound
    require(policy.may_edit_catalogue(actor, listing.vendor_id))
    return listing


def _revise(listing: Listing, draft: ListingDraft, current: ListingDraft, at: datetime) -> Listing:
    check_draft(draft)
    if listing.state == ListingState.PUBLISHED and (problems := publishing_problems(draft)):
        raise Invalid("This product is on the market. " + " ".join(problems.values()), fields=problems)
    home = listing.vendor.currency
    fill(listing, draft, category=category_of(draft), home_currency=home, image=picture_of(listing), at=at)
    listing.version += 1
    try:
        with transaction.atomic():
            listing.save(update_fields=["sku", *CONTENT_COLUMNS])
    except IntegrityError as error:
        raise _sku_taken(draft.sku) from error
    if draft.prices != current.prices:
        listing.tiers.all().delete()
        listing.tiers.bulk_create(tier_rows(listing, draft.prices))
    publish(ListingChanged(listing_id=listing.id, vendor_id=listing.vendor_id))
    return listing
