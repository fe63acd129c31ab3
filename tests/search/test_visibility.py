"""What leaves the market leaves the search, at once for readers and soon for the index."""

import pytest
from django.test import Client

from listings import services as listings
from marketplace.lib.actor import Actor
from marketplace.outbox.drain import drain_until_empty
from search import queries, services
from search.backends.base import SearchRequest
from search.models import SearchDocument
from tests.cast import Person
from tests.listings.conftest import AT
from tests.search.conftest import Market
from vendors import services as vendors

INDEXER = Actor.for_system("search.index")


def titles() -> list[str]:
    return [card["title"] for card in queries.find(SearchRequest()).cards]


def suspend(otto: Person) -> None:
    vendors.suspend_vendor(actor=otto.actor, slug="nordmetal-zabrze", reason="Forged certificate.", at=AT)


def test_a_suspended_vendor_is_gone_before_the_index_knows(market: Market, otto: Person) -> None:
    suspend(otto)
    assert titles() == ["Cut-out panel", "Cable gland M25 brass", "Extruded heat sink"]
    assert "Die-cast" not in Client().get("/search/?q=enclosure").content.decode()
    assert queries.suggest("encl") == []


def test_then_it_leaves_counts_too_and_comes_back_whole(market: Market, otto: Person) -> None:
    suspend(otto)
    drain_until_empty()
    assert SearchDocument.objects.count() == 3
    vendors.reinstate_vendor(actor=otto.actor, slug="nordmetal-zabrze", at=AT)
    drain_until_empty()
    assert SearchDocument.objects.count() == 6


def test_a_withdrawn_listing_is_gone(market: Market, bruno: Person) -> None:
    listings.withdraw_listing(actor=bruno.actor, listing_id=market.ids["box"], at=AT)
    assert "Die-cast enclosure IP67" not in titles()
    drain_until_empty()
    assert not SearchDocument.objects.filter(pk=market.ids["box"]).exists()


def test_handlers_may_run_twice_and_the_index_can_be_made_anew(market: Market) -> None:
    before = set(SearchDocument.objects.values_list("listing_id", "country", "price_minor"))
    services.index_listings(actor=INDEXER, listing_ids=list(market.ids.values()))
    SearchDocument.objects.filter(pk=market.ids["sink"]).update(price_minor=1)
    assert services.rebuild(actor=INDEXER) == 6
    assert set(SearchDocument.objects.values_list("listing_id", "country", "price_minor")) == before


@pytest.mark.parametrize(
    "path", ["/", "/search/", "/search/?q=enclosure", "/c/metal-parts/", "/c/metal-parts/?in_stock=1"]
)
def test_public_pages_answer(market: Market, path: str) -> None:
    assert Client().get(path).status_code == 200
