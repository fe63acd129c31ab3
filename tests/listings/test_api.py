"""The JSON door: lists, a product's life, imports."""

from collections.abc import Callable

import pytest
from pytest_django import DjangoAssertNumQueries

from listings.models import Listing, ListingImport
from marketplace.outbox.drain import drain_until_empty
from tests.cast import Person
from tests.doors import Api, api_for
from tests.listings.conftest import upload
from tests.listings.test_imports import BAD

BODY = {
    "sku": "BL-40",
    "title": "Bracket 40 mm",
    "category_id": 3,
    "moq": 100,
    "attributes": [{"name": "Thickness", "kind": "number", "value": "2.50", "unit": "mm"}],
    "prices": [{"currency": "EUR", "min_quantity": 100, "unit_price": "0.91"}],
}


def test_from_draft_to_market_and_back(vendor: Person) -> None:
    api = api_for(vendor)

    made = api.post("listings", BODY).json()
    assert (made["state"], made["version"], made["vendor"]) == ("DRAFT", 1, vendor.organization.slug)
    assert made["attributes"] == [{"name": "Thickness", "kind": "number", "value": "2.5", "unit": "mm"}]
    assert made["prices"] == [{"currency": "EUR", "min_quantity": 100, "unit_price": "0.910000"}]
    slug = made["slug"]
    assert Api().get(f"listings/{slug}").status_code == 404
    assert api.post(f"listings/{slug}/publish").json()["state"] == "PUBLISHED"
    assert Api().get(f"listings/{slug}").json()["category"] == "brackets"
    assert api.put(f"listings/{slug}", {**BODY, "moq": 200, "version": 2}).json()["moq"] == 200
    assert api.put(f"listings/{slug}", {**BODY, "moq": 300, "version": 2}).status_code == 409
    cheaper = [{"currency": "EUR", "min_quantity": 100, "unit_price": "0.8"}]
    priced = api.put(f"listings/{slug}/prices", {"prices": cheaper})
    assert priced.json()["prices"][0]["unit_price"] == "0.800000"
    assert api.post(f"listings/{slug}/withdraw").json()["state"] == "WITHDRAWN"


def test_the_public_list_pages_by_key_without_counting(
    made: Callable[..., Listing], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(5):
        made(sku=f"A-{number}", published=True)
    made(sku="DRAFT")

    with django_assert_num_queries(1):
        first = Api().get("listings", page_size=2).json()
    second = Api().get("listings", page_size=2, after=first["results"][-1]["slug"]).json()
    third = Api().get("listings", page_size=2, after=second["results"][-1]["slug"]).json()

    seen = [row["sku"] for page in (first, second, third) for row in page["results"]]
    assert sorted(seen) == ["A-0", "A-1", "A-2", "A-3", "A-4"]
    assert first["next"].endswith(f"?page_size=2&after={first['results'][-1]['slug']}")
    assert third["next"] is None
    assert first["results"][0]["from_price_minor"] == 412


def test_filters_by_category_and_vendor(made: Callable[..., Listing], vendor: Person) -> None:
    made(sku="ENC", published=True)
    made(sku="BRA", published=True, category_id=3)

    def skus(**query: str) -> list[str]:
        return sorted(row["sku"] for row in Api().get("listings", **query).json()["results"])

    assert skus(category="brackets") == ["BRA"]
    assert skus(category="metal-parts") == ["BRA", "ENC"]
    assert skus(vendor=vendor.organization.slug) == ["BRA", "ENC"]
    assert skus(vendor="nobody") == []
    assert Api().get("listings", category="nowhere").status_code == 404


def test_wrong_bodies_name_their_fields(vendor: Person) -> None:
    answer = api_for(vendor).post("listings", {**BODY, "unit": "bushel", "moq": 0})

    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == {"unit", "moq"}


@pytest.mark.django_db(transaction=True)
def test_an_import_runs_through_the_api(vendor: Person) -> None:
    api, stored = api_for(vendor), upload(vendor, "catalogue.csv", BAD.encode())

    started = api.post("imports", {"file_id": str(stored.id)}).json()
    drain_until_empty()
    checked = api.get(f"imports/{started['number']}").json()
    problems = api.get(f"imports/{started['number']}/problems").json()["results"]

    assert (checked["state"], checked["rows_refused"], len(problems)) == ("CHECKED", 4, 7)
    assert api.post(f"imports/{started['number']}/confirm").json()["state"] == "RUNNING"
    drain_until_empty()
    assert ListingImport.objects.get().state == "DONE"
    assert [row["sku"] for row in api.get("listings/own").json()["results"]] == ["BL-40"]
