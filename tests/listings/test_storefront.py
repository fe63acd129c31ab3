"""The Products tab of a storefront."""

from collections.abc import Callable
from decimal import Decimal

from django.core.cache import cache
from django.test import Client

from listings.content import Price
from listings.models import Listing
from tests.cast import Person


def test_cards_filters_and_quantity_bands(client: Client, vendor: Person, made: Callable[..., Listing]) -> None:
    cache.delete(f"listings:vendor-counts:{vendor.organization.id}")
    made(sku="ENC", title="Enclosure A", published=True)
    made(sku="BRA", title="Bracket B", category_id=3, stock=0, published=True, prices=(Price("EUR", 1, Decimal(2)),))
    address = f"/s/{vendor.organization.slug}/"

    page = client.get(address).content.decode()
    assert ("Enclosure A" in page, "Bracket B" in page, "2 products" in page) == (True, True, True)
    brackets = client.get(address, {"category": "brackets"}).content.decode()
    assert ("Enclosure A" in brackets, "Bracket B" in brackets, "1 product" in brackets) == (False, True, True)
    stocked = client.get(address, {"stock": "1"}).content.decode()
    assert ("Enclosure A" in stocked, "Bracket B" in stocked) == (True, False)
    small = client.get(address, {"band": "1000"}).content.decode()
    assert "<b>€5.20</b> / pc at 50" in small
    assert "<b>€4.12</b> / pc at 2,000" in page
