"""The public pages on which things are found. Every filter is in the address; pages follow by cursor."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from marketplace.web.request import MarketRequest
from marketplace.web.views import Screen
from search import queries
from search.address import read_address
from search.backends.base import SearchRequest
from vendors import queries as vendors

_SORTS = (("relevance", "Best match"), ("newest", "Newest"), ("price", "Lowest price"))
_SUPPLIERS = 8


class FrontPage(Screen):
    """What the market offers: categories, suppliers, and what came in last."""

    template_name = "search/front.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """Categories from the cache, eight suppliers, the newest ten: whole rows on a wide screen."""
        newest = queries.find(SearchRequest(size=10))
        return {
            "departments": queries.departments(),
            "cards": newest.cards,
            "suppliers": vendors.directory(size=_SUPPLIERS).suppliers,
        }


class Results(Screen):
    """A page of matches beside its filters: under a category, or everywhere."""

    template_name = "search/results.html"
    fragment_name = "search/_results.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """Two queries for the cards; counts and names come from the cache."""
        slug = kwargs.get("slug", "")
        asked = read_address(request.GET)
        wanted = asked.request
        branch = queries.branch(wanted, slug)
        page = queries.find(replace(wanted, category_id=branch.id))
        return {
            "branch": branch,
            "cards": page.cards,
            "wanted": wanted,
            "query": wanted.words,
            "filters": asked.written,
            "kept": [(name, value) for name, value in request.GET.items() if name == "q" and value],
            "next_url": _with(request, after=page.following) if page.following else "",
            "first_url": _with(request, after="") if wanted.after else "",
            "sort_urls": [(name, label, _with(request, sort=name, after="")) for name, label in _SORTS],
            "is_filtered": asked.is_filtered,
            "clear_url": f"{request.path}?{urlencode({'q': wanted.words})}" if wanted.words else request.path,
        }


class Suggestions(Screen):
    """Lines for the command menu and the search field."""

    template_name = "search/_suggestions.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """At most six."""
        words = request.GET.get("q", "").strip()[:200]
        return {"cards": queries.suggest(words) if words else []}


def _with(request: MarketRequest, **changes: str) -> str:
    parameters = {name: value for name, value in {**request.GET.dict(), **changes}.items() if value}
    return f"{request.path}?{urlencode(parameters)}" if parameters else request.path
