"""Revising content and prices."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from listings import services
from listings.content import Price
from listings.models import Listing
from listings.services.listings import ListingMovedOn, SkuTaken
from marketplace.lib.errors import Invalid, NotFound
from marketplace.outbox.models import OutboxEvent
from tests.cast import Person
from tests.listings.conftest import AT, draft


def test_it_replaces_everything_but_the_address(vendor: Person, made: Callable[..., Listing]) -> None:
    listing = made()
    new = draft(title="Cover", moq=1, stock=0, attributes=(), prices=(Price("USD", 1, Decimal("9.99")),))

    services.update_listing(actor=vendor.actor, listing_id=listing.id, draft=new, version=1, at=AT)

    stored = Listing.objects.get(pk=listing.pk)
    assert (stored.title, stored.slug, stored.version, stored.attributes) == ("Cover", listing.slug, 2, [])
    assert (stored.from_price_minor, stored.from_currency, stored.card["badge"]) == (999, "USD", "")
    assert list(stored.tiers.values_list("currency", "min_quantity")) == [("USD", 1)]
    assert OutboxEvent.objects.filter(kind="listings.ListingChanged").count() == 2


def test_the_same_content_again_changes_nothing(vendor: Person, made: Callable[..., Listing]) -> None:
    listing = made()

    services.update_listing(actor=vendor.actor, listing_id=listing.id, draft=draft(), version=1, at=AT)

    listing.refresh_from_db()
    assert listing.version == 1
    assert OutboxEvent.objects.filter(kind="listings.ListingChanged").count() == 1


def test_an_older_version_is_refused(vendor: Person, made: Callable[..., Listing]) -> None:
    listing = made()
    services.update_listing(actor=vendor.actor, listing_id=listing.id, draft=draft(moq=60), version=1, at=AT)

    with pytest.raises(ListingMovedOn):
        services.update_listing(actor=vendor.actor, listing_id=listing.id, draft=draft(moq=70), version=1, at=AT)

    listing.refresh_from_db()
    assert listing.moq == 60


def test_a_published_listing_stays_complete(vendor: Person, made: Callable[..., Listing]) -> None:
    listing = made(published=True)

    with pytest.raises(Invalid) as refusal:
        services.set_prices(actor=vendor.actor, listing_id=listing.id, prices=[], at=AT)

    assert set(refusal.value.fields) == {"prices"}
    assert listing.tiers.count() == 2


def test_a_taken_sku_is_refused(vendor: Person, made: Callable[..., Listing]) -> None:
    made(sku="OTHER")
    listing = made()

    with pytest.raises(SkuTaken):
        services.update_listing(actor=vendor.actor, listing_id=listing.id, draft=draft(sku="OTHER"), version=1, at=AT)


def test_a_rival_does_not_find_it(made: Callable[..., Listing], carla: Person) -> None:
    listing = made(published=True)

    with pytest.raises(NotFound):
        services.update_listing(actor=carla.actor, listing_id=listing.id, draft=draft(moq=1), version=2, at=AT)
    with pytest.raises(NotFound):
        services.set_prices(actor=carla.actor, listing_id=listing.id, prices=[], at=AT)

    listing.refresh_from_db()
    assert (listing.moq, listing.version) == (50, 2)


def test_prices_are_replaced_in_all_currencies(vendor: Person, made: Callable[..., Listing]) -> None:
    listing = made(published=True)
    prices = [Price("USD", 50, Decimal("6")), Price("EUR", 50, Decimal("5"))]

    services.set_prices(actor=vendor.actor, listing_id=listing.id, prices=prices, at=AT)
    services.set_prices(actor=vendor.actor, listing_id=listing.id, prices=prices, at=AT)

    listing.refresh_from_db()
    assert (listing.version, listing.card["price"], listing.from_price_minor) == (3, "€5.00", 500)
    assert list(listing.tiers.values_list("currency", "unit_price")) == [
        ("EUR", Decimal("5.000000")),
        ("USD", Decimal("6.000000")),
    ]
