"""Creating a listing."""

from decimal import Decimal

import pytest

from listings import services
from listings.content import Price
from listings.models import Listing, PriceTier
from listings.services.listings import SkuTaken
from marketplace.lib.errors import Invalid, NotAllowed
from marketplace.outbox.idempotency import KeyReused
from marketplace.outbox.models import OutboxEvent
from tests.cast import Person
from tests.listings.conftest import AT, draft


def test_it_is_a_draft_with_its_card(vendor: Person) -> None:
    listing = services.create_listing(actor=vendor.actor, draft=draft(), key="first-key", at=AT)

    listing = Listing.objects.get(pk=listing.pk)
    assert (listing.state, listing.version, listing.vendor_id) == ("DRAFT", 1, vendor.organization.id)
    assert (listing.from_price_minor, listing.from_currency) == (412, "EUR")
    assert listing.card["price"] == "€4.12"
    assert listing.card["at"] == "/ pc at 2,000"
    assert listing.card["line"] == "HWP-1280 · ADC12 · 2.5 mm"
    assert listing.card["badge"] == "In stock"
    assert listing.card["tiers"] == [[50, "€5.20"], [2000, "€4.12"]]
    assert listing.card["image"].startswith("/drawings/enclosure-")
    assert listing.slug.startswith("die-cast-enclosure-ip67-1208055-mm-")
    assert list(PriceTier.objects.values_list("min_quantity", "unit_price")) == [
        (50, Decimal("5.200000")),
        (2000, Decimal("4.120000")),
    ]


def test_each_wrong_field_is_named(vendor: Person) -> None:
    wrong = draft(sku=" ", unit="bushel", moq=0, prices=(Price("EUR", 1, Decimal("1")), Price("EUR", 10, Decimal("2"))))

    with pytest.raises(Invalid) as refusal:
        services.create_listing(actor=vendor.actor, draft=wrong, key="first-key", at=AT)

    assert set(refusal.value.fields) == {"sku", "unit", "moq", "prices"}
    assert refusal.value.fields["prices"] == "From 10 on a unit costs more than from 1 on."
    assert not Listing.objects.exists()


def test_a_buyer_may_not(ada: Person, categories: None) -> None:
    with pytest.raises(NotAllowed):
        services.create_listing(actor=ada.actor, draft=draft(), key="first-key", at=AT)

    assert not Listing.objects.exists()


def test_twice_with_one_key_makes_one(vendor: Person) -> None:
    first = services.create_listing(actor=vendor.actor, draft=draft(), key="first-key", at=AT)
    second = services.create_listing(actor=vendor.actor, draft=draft(), key="first-key", at=AT)

    assert first.id == second.id
    assert Listing.objects.count() == 1
    with pytest.raises(KeyReused):
        services.create_listing(actor=vendor.actor, draft=draft(title="Another"), key="first-key", at=AT)


def test_an_sku_is_taken_once_per_vendor(vendor: Person, carla: Person) -> None:
    services.create_listing(actor=vendor.actor, draft=draft(), key="first-key", at=AT)

    with pytest.raises(SkuTaken):
        services.create_listing(actor=vendor.actor, draft=draft(), key="second-key", at=AT)
    services.create_listing(actor=carla.actor, draft=draft(), key="first-key", at=AT)

    assert Listing.objects.count() == 2


def test_it_tells_the_outbox(vendor: Person) -> None:
    listing = services.create_listing(actor=vendor.actor, draft=draft(), key="first-key", at=AT)

    event = OutboxEvent.objects.get(kind="listings.ListingChanged")
    assert event.payload == {"listing_id": str(listing.id), "vendor_id": str(vendor.organization.id)}
    assert event.shard == f"catalogue:{vendor.organization.id}"
