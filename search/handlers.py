"""The index follows the catalogue."""

from uuid import UUID

from listings.events import ListingChanged, ListingPublished, ListingsImported, ListingWithdrawn
from marketplace.lib.actor import Actor
from marketplace.outbox.registry import on
from search import services
from vendors.events import VendorReinstated, VendorSuspended, VendorVerified

_INDEXER = Actor.for_system("search.index")


@on(ListingPublished)
def on_listing_published_index(event: ListingPublished) -> None:
    """It can be found."""
    services.index_listings(actor=_INDEXER, listing_ids=[event.listing_id])


@on(ListingChanged)
def on_listing_changed_index(event: ListingChanged) -> None:
    """It is found by its new words."""
    services.index_listings(actor=_INDEXER, listing_ids=[event.listing_id])


@on(ListingWithdrawn)
def on_listing_withdrawn_drop(event: ListingWithdrawn) -> None:
    """It is found no more."""
    services.index_listings(actor=_INDEXER, listing_ids=[event.listing_id])


@on(ListingsImported)
def on_listings_imported_index(event: ListingsImported) -> None:
    """A batch can be found."""
    services.index_listings(actor=_INDEXER, listing_ids=[UUID(one) for one in event.listing_ids])


@on(VendorVerified)
def on_vendor_verified_index(event: VendorVerified) -> None:
    """What was published before can be found now."""
    services.index_vendor(actor=_INDEXER, vendor_id=event.organization_id)


@on(VendorReinstated)
def on_vendor_reinstated_index(event: VendorReinstated) -> None:
    """All of it can be found again."""
    services.index_vendor(actor=_INDEXER, vendor_id=event.organization_id)


@on(VendorSuspended)
def on_vendor_suspended_drop(event: VendorSuspended) -> None:
    """Pages stopped showing it when the state changed; now it leaves counts and facets too."""
    services.drop_vendor(actor=_INDEXER, vendor_id=event.organization_id)
