"""Bringing a listing on the market and taking it off."""

from collections.abc import Callable

import pytest

from listings import services
from listings.models import Listing
from listings.services.publishing import NotVerified
from marketplace.lib.errors import Invalid, NotAllowed, NotFound
from marketplace.lib.state import WrongState
from marketplace.outbox.models import OutboxEvent
from tests import cast
from tests.cast import Person
from tests.listings.conftest import AT, draft


def state(listing: Listing) -> str:
    """As stored."""
    listing.refresh_from_db()
    return listing.state


def test_it_is_on_the_market(vendor: Person, made: Callable[..., Listing]) -> None:
    listing = services.publish_listing(actor=vendor.actor, listing_id=made().id, at=AT)

    assert (state(listing), listing.published_at, listing.version) == ("PUBLISHED", AT, 2)
    assert list(Listing.objects.public()) == [listing]
    event = OutboxEvent.objects.get(kind="listings.ListingPublished")
    assert event.payload == {"listing_id": str(listing.id), "vendor_id": str(vendor.organization.id)}


@pytest.mark.parametrize(("missing", "field"), [({"category_id": None}, "category"), ({"prices": ()}, "prices")])
def test_what_is_missing_is_named(
    vendor: Person, made: Callable[..., Listing], missing: dict[str, object], field: str
) -> None:
    listing = made(**missing)

    with pytest.raises(Invalid) as refusal:
        services.publish_listing(actor=vendor.actor, listing_id=listing.id, at=AT)

    assert set(refusal.value.fields) == {field}
    assert state(listing) == "DRAFT"


def test_only_verified_companies_publish(carla: Person, categories: None) -> None:
    listing = services.create_listing(actor=carla.actor, draft=draft(), key="make-it", at=AT)

    with pytest.raises(NotVerified):
        services.publish_listing(actor=carla.actor, listing_id=listing.id, at=AT)

    assert state(listing) == "DRAFT"


def test_strangers_and_viewers_may_not(made: Callable[..., Listing], vendor: Person, carla: Person) -> None:
    listing = made()
    viewer = cast.member(vendor.organization, ["vendor.viewer"])

    with pytest.raises(NotFound):
        services.publish_listing(actor=carla.actor, listing_id=listing.id, at=AT)
    with pytest.raises(NotAllowed):
        services.publish_listing(actor=viewer.actor, listing_id=listing.id, at=AT)
    assert state(listing) == "DRAFT"


def test_twice_is_once(vendor: Person, made: Callable[..., Listing]) -> None:
    listing = made(published=True)
    again = services.publish_listing(actor=vendor.actor, listing_id=listing.id, at=AT)

    assert again.version == 2
    assert OutboxEvent.objects.filter(kind="listings.ListingPublished").count() == 1


def test_withdrawn_and_back(vendor: Person, made: Callable[..., Listing]) -> None:
    listing = made(published=True)
    services.withdraw_listing(actor=vendor.actor, listing_id=listing.id, at=AT)
    services.withdraw_listing(actor=vendor.actor, listing_id=listing.id, at=AT)

    assert state(listing) == "WITHDRAWN"
    assert OutboxEvent.objects.filter(kind="listings.ListingWithdrawn").count() == 1
    services.publish_listing(actor=vendor.actor, listing_id=listing.id, at=AT)
    assert state(listing) == "PUBLISHED"


def test_a_draft_cannot_be_withdrawn(vendor: Person, made: Callable[..., Listing]) -> None:
    with pytest.raises(WrongState):
        services.withdraw_listing(actor=vendor.actor, listing_id=made().id, at=AT)


def test_a_moderator_withdraws_but_a_rival_may_not(made: Callable[..., Listing], carla: Person, otto: Person) -> None:
    listing = made(published=True)

    with pytest.raises(NotAllowed):
        services.withdraw_listing(actor=carla.actor, listing_id=listing.id, at=AT)
    services.withdraw_listing(actor=otto.actor, listing_id=listing.id, at=AT)

    assert state(listing) == "WITHDRAWN"
