"""Photos of a listing. Without one the drawn picture stands in."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from listings import policy
from listings.events import ListingChanged
from listings.models import Listing, ListingImage
from listings.rows import draft_of, fill, locked_listing, picture_of
from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import Conflict, NotFound
from marketplace.outbox import idempotency
from marketplace.outbox.publishing import publish
from marketplace.storage import files, images

MAX_IMAGES = 12


class TooManyImages(Conflict):
    """The gallery is full."""

    code = "too_many_images"


def add_image(*, actor: Actor, listing_id: UUID, file_id: UUID, alt: str, key: str, at: datetime) -> ListingImage:
    """Add an uploaded picture at the end of the gallery. Needs ``listing.edit`` of the vendor.

    The small versions are drawn before the transaction. Raises NotFound, NotAllowed, Invalid for what is no
    picture, TooManyImages (12). Publishes ListingChanged.
    """
    stored = files.get_file(actor, file_id)
    images.make_derivatives(stored)
    with transaction.atomic():
        inputs = {"listing": listing_id, "file": file_id, "alt": alt}
        replay = idempotency.begin(actor=actor, service="listings.add_image", key=key, inputs=inputs)
        if replay.done:
            return ListingImage.objects.get(pk=replay.result)
        listing = _editable(actor, listing_id)
        if listing.images.count() >= MAX_IMAGES:
            raise TooManyImages(f"A product has at most {MAX_IMAGES} pictures. Remove one first.")
        last = listing.images.aggregate(last=Max("position"))["last"]
        image = ListingImage.objects.create(
            listing=listing, stored_file=stored, position=0 if last is None else last + 1, alt=alt.strip()[:160]
        )
        _renew_card(listing, at)
        replay.finish(result=image.id)
    return image


def remove_image(*, actor: Actor, listing_id: UUID, image_id: UUID, at: datetime) -> None:
    """Take a picture out of the gallery; one that is gone already is no error. Needs ``listing.edit`` of the vendor.

    Raises NotFound, NotAllowed. Publishes ListingChanged.
    """
    with transaction.atomic():
        listing = _editable(actor, listing_id)
        removed, _ = listing.images.filter(pk=image_id).delete()
        if removed:
            _renew_card(listing, at)


def _editable(actor: Actor, listing_id: UUID) -> Listing:
    listing = locked_listing(listing_id)
    if not policy.may_view_catalogue(actor, listing.vendor_id):
        raise NotFound
    require(policy.may_edit_catalogue(actor, listing.vendor_id))
    return listing


def _renew_card(listing: Listing, at: datetime) -> None:
    image, home = picture_of(listing), listing.vendor.currency
    fill(listing, draft_of(listing), category=listing.category, home_currency=home, image=image, at=at)
    listing.version += 1
    listing.save(update_fields=["card", "version", "updated_at"])
    publish(ListingChanged(listing_id=listing.id, vendor_id=listing.vendor_id))
