"""What every ``SearchBackend`` must do. An engine's test module subclasses it and names the engine."""

from dataclasses import replace

import pytest

from marketplace.lib.errors import Invalid
from search.backends.base import SearchBackend, SearchRequest
from tests.search.conftest import Market, Publish


class Conformance:
    """Runs on the index that the market fixture has filled through the outbox."""

    engine: type[SearchBackend]

    def found(self, market: Market, **asked: object) -> list[str]:
        """Short names of the first page."""
        return market.names(self.engine().search(SearchRequest(**asked)).listing_ids)  # type: ignore[arg-type]  # fields by name

    def test_all_words_come_before_any_word(self, market: Market) -> None:
        assert self.found(market, words="steel enclosure")[0] == "big box"
        assert set(self.found(market, words="steel enclosure")) == {"big box", "box", "bracket"}

    @pytest.mark.parametrize("words", ["HWP-G25", "hwp g25", "hwpg25"])
    def test_an_exact_code_comes_first_however_it_is_typed(self, market: Market, words: str) -> None:
        assert self.found(market, words=words)[0] == "gland"

    def test_words_are_stemmed_and_nonsense_finds_nothing(self, market: Market) -> None:
        assert self.found(market, words="brackets")[0] == "bracket"
        assert self.found(market, words="xylophone") == []
        assert self.found(market, words="!!! ((( '") == []

    def test_browsing_is_newest_first(self, market: Market) -> None:
        assert self.found(market) == ["panel", "gland", "sink", "bracket", "big box", "box"]

    def test_a_category_holds_its_subtree(self, market: Market) -> None:
        assert self.found(market, category_id=1) == ["panel", "bracket", "big box", "box"]
        assert self.found(market, category_id=2) == ["big box", "box"]

    def test_filters_narrow(self, market: Market) -> None:
        assert self.found(market, vendor_slug="shenzhen-hanwei") == ["panel", "gland", "sink"]
        assert self.found(market, country="PL") == ["bracket", "big box", "box"]
        assert self.found(market, in_stock=True) == ["gland", "bracket", "box"]
        assert self.found(market, currency="EUR", price_min=236, price_max=680) == ["panel", "sink", "box"]
        assert self.found(market, category_id=1, vendor_slug="shenzhen-hanwei") == ["panel"]

    def test_prices_sort_within_their_currency(self, market: Market) -> None:
        assert self.found(market, sort="price", currency="EUR") == ["bracket", "sink", "box", "panel", "big box"]

    @pytest.mark.parametrize(
        "asked", [{}, {"words": "enclosure"}, {"sort": "price", "currency": "EUR"}, {"category_id": 1}]
    )
    def test_pages_follow_without_gaps_or_repeats(self, market: Market, asked: dict[str, object]) -> None:
        request = SearchRequest(**asked)  # type: ignore[arg-type]  # fields by name
        whole = self.engine().search(request).listing_ids
        paged: list[object] = []
        step = replace(request, size=2)
        for _ in range(5):
            page = self.engine().search(step)
            paged += page.listing_ids
            if not page.following:
                break
            step = replace(step, after=page.following)
        assert paged == list(whole)

    def test_a_page_is_stable_while_listings_arrive(self, market: Market, publish: Publish) -> None:
        first = self.engine().search(SearchRequest(size=2))
        publish("bruno", "NM-NEW", "New enclosure", 2, "1.00", "EUR", 1, minutes=60)
        second = self.engine().search(SearchRequest(size=2, after=first.following))
        assert market.names(second.listing_ids) == ["sink", "bracket"]

    @pytest.mark.parametrize("cursor", ["x", "bnVsbA", "WyJhIiwiYiJd"])
    def test_strange_cursors_are_refused(self, market: Market, cursor: str) -> None:
        with pytest.raises(Invalid):
            self.engine().search(SearchRequest(after=cursor))

    def test_facets_count_the_matches(self, market: Market) -> None:
        facets = self.engine().facets(SearchRequest())
        assert facets.count == 6
        assert {one.value: one.count for one in facets.categories} == {"1": 4, "2": 2, "3": 2, "4": 2}
        assert {one.value: one.count for one in facets.vendors} == {"nordmetal-zabrze": 3, "shenzhen-hanwei": 3}
        assert {one.value: one.count for one in facets.countries} == {"PL": 3, "CN": 3}
        narrow = self.engine().facets(SearchRequest(words="enclosure", in_stock=True))
        assert (narrow.count, [one.value for one in narrow.vendors]) == (2, ["nordmetal-zabrze"])

    def test_suggestions_complete_the_last_word(self, market: Market) -> None:
        assert market.names(self.engine().suggest("heat si", 5)) == ["sink"]
        assert market.names(self.engine().suggest("encl", 2))[0] in {"box", "big box"}
        assert self.engine().suggest("'", 5) == []
