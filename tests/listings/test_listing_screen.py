"""The product page."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from listings import services
from listings.content import Price
from listings.models import Listing
from tests.cast import Person
from tests.doors import client_for
from tests.listings.conftest import AT
from vendors.models import VendorProfile


def test_anybody_sees_a_published_product(client: Client, made: Callable[..., Listing]) -> None:
    page = client.get(f"/p/{made(published=True).slug}/").content.decode()

    assert "Die-cast enclosure IP67, 120×80×55 mm" in page
    assert "<p>Aluminium <strong>ADC12</strong>, powder coated.</p>" in page
    assert "50–1,999" in page
    assert "€260.00" in page  # the minimum order of 50 at €5.20
    assert "In stock" in page


@pytest.mark.parametrize(("quantity", "total"), [("2000", "€8,240.00"), ("1999", "€10,394.80"), ("1", "€260.00")])
def test_the_price_follows_the_quantity_without_scripts(
    client: Client, made: Callable[..., Listing], quantity: str, total: str
) -> None:
    page = client.get(f"/p/{made(published=True).slug}/", {"quantity": quantity}).content.decode()

    assert total in page


def test_htmx_gets_the_price_box_alone(client: Client, made: Callable[..., Listing]) -> None:
    answer = client.get(f"/p/{made(published=True).slug}/", {"quantity": "2000"}, headers={"HX-Request": "true"})

    assert answer.content.decode().startswith('<section class="card" id="price"')


def test_drafts_and_suspended_vendors_are_absent(client: Client, made: Callable[..., Listing], vendor: Person) -> None:
    draft, listing = made(), made(published=True, sku="OTHER")
    assert client.get(f"/p/{draft.slug}/").status_code == 404
    assert client_for(vendor).get(f"/p/{draft.slug}/").status_code == 200

    VendorProfile.objects.filter(organization=vendor.organization).update(state="SUSPENDED")
    assert client.get(f"/p/{listing.slug}/").status_code == 404


def test_a_moderator_takes_it_off(made: Callable[..., Listing], otto: Person) -> None:
    listing = made(published=True)

    answer = client_for(otto).post(f"/p/{listing.slug}/moderate/")

    assert answer.status_code == 303
    listing.refresh_from_db()
    assert listing.state == "WITHDRAWN"


def test_strangers_cost_one_query_once_somebody_has_looked(
    client: Client, made: Callable[..., Listing], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    slug = made(published=True).slug

    with django_assert_num_queries(5):
        first = client.get(f"/p/{slug}/").content
    with django_assert_num_queries(1):
        second = client.get(f"/p/{slug}/").content

    assert first == second


def test_strangers_see_a_change_at_once(client: Client, made: Callable[..., Listing], vendor: Person) -> None:
    listing = made(published=True)
    client.get(f"/p/{listing.slug}/")

    services.set_prices(
        actor=vendor.actor,
        listing_id=listing.id,
        prices=[Price(currency="EUR", min_quantity=50, unit_price=Decimal(7))],
        at=AT,
    )

    assert "€350.00" in client.get(f"/p/{listing.slug}/").content.decode()


def test_strangers_are_led_to_sign_in_and_get_no_cookie(client: Client, made: Callable[..., Listing]) -> None:
    slug = made(published=True).slug

    page = client.get(f"/p/{slug}/")

    assert f"?next=/p/{slug}/" in page.content.decode()
    assert not page.cookies


def test_descriptions_cannot_carry_scripts(client: Client, made: Callable[..., Listing]) -> None:
    evil = "<script>alert(1)</script> [x](javascript:alert(1)) ![p](https://evil.example/p.png) # Head"
    page = client.get(f"/p/{made(published=True, description=evil).slug}/").content.decode()

    assert "<script>alert" not in page
    assert 'href="javascript:' not in page
    assert 'src="https://evil' not in page


def test_drawings_are_kept_for_ever_and_unknown_ones_absent(client: Client, db: None) -> None:
    first, second = client.get("/drawings/gear-7.svg"), client.get("/drawings/gear-7.svg")

    assert first.content == second.content
    assert first["Cache-Control"] == "public, max-age=31536000, immutable"
    assert first["Content-Type"] == "image/svg+xml"
    for name in ("gear-256", "gear-07", "dragon-1", "gear"):
        assert client.get(f"/drawings/{name}.svg").status_code == 404


def test_withdrawn_products_say_so_to_their_vendor(made: Callable[..., Listing], vendor: Person) -> None:
    listing = made(published=True)
    services.withdraw_listing(actor=vendor.actor, listing_id=listing.id, at=AT)

    assert "Buyers do not see this product." in client_for(vendor).get(f"/p/{listing.slug}/").content.decode()
