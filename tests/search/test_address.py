"""The address of a search is read strictly: what we do not know is named, never guessed."""

import pytest
from django.test import Client

from marketplace.lib.errors import Invalid
from search.address import read_address
from search.backends.base import SearchRequest
from tests.doors import api_for
from tests.search.conftest import Market


def test_nothing_is_everything() -> None:
    assert read_address({}).request == SearchRequest(currency="EUR")
    assert not read_address({"q": "valve", "sort": "price"}).is_filtered


def test_every_parameter_is_read() -> None:
    found = read_address(
        {"q": " valve ", "vendor": "nord-metal", "country": "pl", "price_min": "1.50", "in_stock": "1", "sort": "price"}
    )
    assert found.request == SearchRequest(
        words="valve", vendor_slug="nord-metal", country="PL", currency="EUR", price_min=150, in_stock=True,
        sort="price",
    )  # fmt: skip
    assert found.is_filtered


@pytest.mark.parametrize(
    "wrong",
    [
        {"sort": "random"}, {"currency": "XXX"}, {"country": "Poland"}, {"vendor": "a b"}, {"price_max": "cheap"},
        {"price_min": "0.001"}, {"q": "x" * 201}, {"q": "\x00"},
    ],
)  # fmt: skip
def test_wrong_parameters_are_named(wrong: dict[str, str]) -> None:
    with pytest.raises(Invalid) as refused:
        read_address(wrong)
    assert list(refused.value.fields) == list(wrong)


def test_a_wrong_address_answers_422_on_every_door(market: Market) -> None:
    assert Client().get("/search/?sort=random").status_code == 422
    assert api_for(None).get("search?sort=random").status_code == 422


def test_the_api_finds_the_same(market: Market) -> None:
    answer = api_for(None).get("search?q=enclosure&in_stock=1").json()
    assert {one["title"] for one in answer["results"]} == {"Die-cast enclosure IP67", "Mounting bracket for enclosure"}
    assert answer["count"] == 2
    assert [one["value"] for one in answer["vendors"]] == ["nordmetal-zabrze"]
    assert api_for(None).get("search?category=metal-parts").json()["count"] == 4
