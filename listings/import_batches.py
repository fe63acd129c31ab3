"""One batch of an import in one transaction: upsert by SKU, prices replaced, progress and fact included.

Part of the service ``run_import``, which alone calls it.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from listings.addresses import listing_slug
from listings.content import ListingDraft, publishing_problems
from listings.events import ListingsImported
from listings.imports.checking import CheckedRow
from listings.models import Category, Listing, ListingImage, ListingImport, PriceTier
from listings.rows import CARD_WIDTH, CONTENT_COLUMNS, fill, tier_rows
from listings.states import ListingState
from marketplace.identity.models import Organization
from marketplace.lib.actor import Actor
from marketplace.lib.errors import Conflict, NotFound
from marketplace.outbox.publishing import publish
from marketplace.realtime import hints
from marketplace.storage.images import picture_url
from vendors.queries import is_verified

TOPIC = "import"
_UPSERT_COLUMNS = (*CONTENT_COLUMNS, "state", "published_at")


def locked_import(actor: Actor, import_id: UUID) -> ListingImport:
    """The import with its row locked, if ``actor`` may see it. Raises NotFound."""
    found = ListingImport.objects.visible_to(actor).locked().filter(pk=import_id).first()
    if found is None:
        raise NotFound
    return found


def write_batch(running: ListingImport, batch: list[CheckedRow], at: datetime) -> None:
    """Write the drafts of ``batch`` and move ``running.rows_done`` on, all or nothing.

    The company's row is locked first, so two imports of one catalogue take turns. Raises Conflict if
    another worker has moved the import on meanwhile.
    """
    drafts = [row.draft for row in batch if row.draft]
    with transaction.atomic():
        vendor = Organization.objects.select_for_update(no_key=True).get(pk=running.organization_id)
        fresh = ListingImport.objects.locked().get(pk=running.pk)
        if fresh.rows_done != running.rows_done:
            raise Conflict("Another worker is writing this import.")
        listings, known = _listings(vendor, drafts, publish_complete=running.publish_complete, at=at)
        written = _upsert(listings, drafts)
        running.rows_done += len(batch)
        running.rows_new += len(listings) - known
        running.rows_changed += known
        running.save(update_fields=["rows_done", "rows_new", "rows_changed"])
        if written:
            publish(ListingsImported(import_id=running.id, vendor_id=vendor.id, listing_ids=written))
        hints.changed(f"{TOPIC}:{running.id}", [running.id])


def _listings(
    vendor: Organization, drafts: list[ListingDraft], *, publish_complete: bool, at: datetime
) -> tuple[list[Listing], int]:
    """The rows to write, unsaved, and how many of them exist already."""
    skus = [draft.sku for draft in drafts]
    existing = {row.sku: row for row in Listing.objects.of_vendor(vendor.id).locked().filter(sku__in=skus)}
    categories = Category.objects.in_bulk({draft.category_id for draft in drafts if draft.category_id})
    pictures = _pictures(list(existing.values()))
    may_publish = publish_complete and is_verified(vendor.id)
    rows = []
    for draft in drafts:
        listing = existing.get(draft.sku) or Listing(
            vendor=vendor, slug=listing_slug(draft.title, draft.sku, vendor.id), created_at=at, version=0
        )
        category = categories.get(draft.category_id) if draft.category_id else None
        fill(
            listing, draft, category=category, home_currency=vendor.currency, image=pictures.get(listing.pk, ""), at=at
        )
        listing.version += 1
        _decide_state(listing, draft, may_publish=may_publish, at=at)
        rows.append(listing)
    return rows, len(existing)


def _decide_state(listing: Listing, draft: ListingDraft, *, may_publish: bool, at: datetime) -> None:
    """Complete rows go on the market if that was asked for; one that lost its price or category leaves it."""
    complete = not publishing_problems(draft)
    if listing.state == ListingState.PUBLISHED and not complete:
        listing.state = ListingState.DRAFT
    elif listing.state == ListingState.DRAFT and complete and may_publish:
        listing.state, listing.published_at = ListingState.PUBLISHED, at


def _upsert(listings: list[Listing], drafts: list[ListingDraft]) -> list[str]:
    Listing.objects.bulk_create(
        listings, update_conflicts=True, unique_fields=["id"], update_fields=list(_UPSERT_COLUMNS)
    )
    PriceTier.objects.filter(listing__in=[listing.id for listing in listings if listing.version > 1]).delete()
    PriceTier.objects.bulk_create(
        [tier for listing, draft in zip(listings, drafts, strict=True) for tier in tier_rows(listing, draft.prices)]
    )
    return [str(listing.id) for listing in listings]


def _pictures(listings: list[Listing]) -> Mapping[Any, str]:
    """The first photo of each listing that has one."""
    found: dict[Any, str] = {}
    for image in ListingImage.objects.filter(listing__in=listings).select_related("stored_file"):
        found.setdefault(image.listing_id, picture_url(image.stored_file, CARD_WIDTH))
    return found
