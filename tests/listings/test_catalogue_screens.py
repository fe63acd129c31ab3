"""The vendor's table and editor, without scripts."""

from collections.abc import Callable
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from listings.models import Listing
from tests.cast import Person
from tests.doors import client_for

FORM = {
    "key": "form-key-1",
    "sku": "BL-40",
    "title": "Bracket 40 mm",
    "category": "3",
    "unit": "pcs",
    "moq": "100",
    "lead_time_days": "10",
    "stock": "0",
    "description": "",
    "attribute_name": ["Material", "", "Thickness"],
    "attribute_kind": ["text", "text", "number"],
    "attribute_value": ["1.4301", "", "2,5"],
    "attribute_unit": ["", "", "mm"],
    "price_currency": ["EUR", "EUR", "USD"],
    "price_quantity": ["100", "", "100"],
    "price_amount": ["0.91", "", "1.05"],
}


@pytest.fixture
def browser(vendor: Person) -> Client:
    """Bruno's browser."""
    return client_for(vendor)


def test_a_product_is_made_of_plain_rows(browser: Client) -> None:
    answer = browser.post("/catalogue/new/", FORM)

    listing = Listing.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/catalogue/{listing.slug}/")
    assert [one["value"] for one in listing.attributes] == ["1.4301", "2.5"]
    assert list(listing.tiers.values_list("currency", "unit_price")) == [
        ("EUR", Decimal("0.910000")),
        ("USD", Decimal("1.050000")),
    ]


def test_a_wrong_row_keeps_what_was_entered(browser: Client) -> None:
    answer = browser.post("/catalogue/new/", {**FORM, "price_amount": ["cheap", "", "1"]})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "is not a price" in page
    assert 'value="Bracket 40 mm"' in page
    assert 'value="cheap"' in page
    assert not Listing.objects.exists()


def test_saving_over_a_later_version_is_refused(browser: Client, made: Callable[..., Listing]) -> None:
    listing = made()
    Listing.objects.filter(pk=listing.pk).update(version=5)

    form = {**FORM, "attribute_value": ["1", "", "2"], "version": "1"}
    answer = browser.post(f"/catalogue/{listing.slug}/", form)

    assert answer.status_code == 409
    assert "Somebody saved this product after you opened it." in answer.content.decode()


def test_publish_and_withdraw_from_the_editor(browser: Client, made: Callable[..., Listing]) -> None:
    listing = made()

    browser.post(f"/catalogue/{listing.slug}/publish/")
    listing.refresh_from_db()
    assert listing.state == "PUBLISHED"
    browser.post(f"/catalogue/{listing.slug}/withdraw/")
    listing.refresh_from_db()
    assert listing.state == "WITHDRAWN"


def test_ticked_products_are_published_all_or_none(browser: Client, made: Callable[..., Listing]) -> None:
    good, bad = made(), made(sku="NO-PRICE", prices=())

    answer = browser.post("/catalogue/change/", {"do": "publish", "slugs": [good.slug, bad.slug]})

    assert answer.status_code == 422
    assert "NO-PRICE: Add at least one price." in answer.content.decode()
    assert set(Listing.objects.values_list("state", flat=True)) == {"DRAFT"}
    browser.post("/catalogue/change/", {"do": "publish", "slugs": [good.slug]})
    good.refresh_from_db()
    assert good.state == "PUBLISHED"


def test_the_table_filters_finds_and_pages(browser: Client, made: Callable[..., Listing]) -> None:
    for number in range(52):
        made(sku=f"A-{number:03d}")
    made(sku="B-1", published=True)

    first = browser.get("/catalogue/").content.decode()
    assert ("A-049" in first, "A-050" in first) == (True, False)
    assert "?after=A-049" in first
    second = browser.get("/catalogue/?after=A-049").content.decode()
    assert ("A-050" in second, "B-1" in second, "A-048" in second) == (True, True, False)
    published = browser.get("/catalogue/?state=PUBLISHED").content.decode()
    assert ("B-1" in published, "A-001" in published) == (True, False)
    assert "A-007" in browser.get("/catalogue/?q=a-007").content.decode()


def test_another_company_finds_nothing(made: Callable[..., Listing], carla: Person) -> None:
    listing = made()
    rival = client_for(carla)

    assert rival.get(f"/catalogue/{listing.slug}/").status_code == 404
    assert rival.post(f"/catalogue/{listing.slug}/publish/").status_code == 404
    assert listing.sku not in rival.get("/catalogue/").content.decode()


def test_a_picture_replaces_the_drawing_and_goes_again(browser: Client, made: Callable[..., Listing]) -> None:
    listing = made()
    raw = BytesIO()
    Image.new("RGB", (800, 600), "#446688").save(raw, "PNG")
    sent = SimpleUploadedFile("front.png", raw.getvalue(), "image/png")

    answer = browser.post(f"/catalogue/{listing.slug}/images/", {"image": sent, "alt": "Front", "key": "image-key-1"})

    listing.refresh_from_db()
    assert answer.status_code == 303
    assert listing.card["image"].startswith("/pictures/")
    assert browser.get(listing.card["image"])["Content-Type"] == "image/webp"
    image = listing.images.get()
    browser.post(f"/catalogue/{listing.slug}/images/{image.id}/remove/")
    listing.refresh_from_db()
    assert listing.card["image"].startswith("/drawings/enclosure-")


def test_a_text_is_no_picture(browser: Client, made: Callable[..., Listing]) -> None:
    listing = made()
    sent = SimpleUploadedFile("front.png", b"\x89PNG\r\n\x1a\nbut not really", "image/png")

    answer = browser.post(f"/catalogue/{listing.slug}/images/", {"image": sent, "alt": "", "key": "image-key-1"})

    assert answer.status_code == 422
    assert not listing.images.exists()
