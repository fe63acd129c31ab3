"""What the search screens and the API read: a page of cards, its facets with names, the front page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.core.cache import cache

from listings import queries as listings
from listings.queries import CardRow
from listings.taxonomy import CategoryNode, category_tree
from marketplace.identity.models import Organization
from marketplace.lib import ids
from marketplace.lib.errors import NotFound
from search.backends.base import COUNT_CAP, Facets, SearchRequest
from search.engine import backend

_FACET_SECONDS = 60
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet with its name and how many it holds."""

    value: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Branch:
    """A category page's place in the tree: itself, what is above and below, and how the listings spread."""

    id: int | None
    name: str
    slug: str
    above: Sequence[Choice]
    below: Sequence[Choice]
    vendors: Sequence[Choice]
    countries: Sequence[Choice]
    count: int

    @property
    def count_text(self) -> str:
        """``312``, or ``1,000+`` where counting stopped."""
        return f"{COUNT_CAP:,}+" if self.count > COUNT_CAP else f"{self.count:,}"


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of results."""

    cards: Sequence[CardRow]
    following: str


def find(request: SearchRequest) -> SearchPage:
    """A page of cards: two SQL queries. What left the market since it was indexed is dropped here."""
    hits = backend().search(request)
    rows = listings.public_cards(hits.listing_ids)
    return SearchPage([rows[one] for one in hits.listing_ids if one in rows], hits.following)


def suggest(words: str, limit: int = 6) -> list[CardRow]:
    """The best few cards for a beginning of words."""
    found = backend().suggest(words, limit)
    rows = listings.public_cards(found)
    return [rows[one] for one in found if one in rows]


def branch(request: SearchRequest, slug: str = "") -> Branch:
    """Category, neighbours and facets of ``request``, kept for a minute. Raises NotFound for an unknown slug."""
    # The page and the sort change neither counts nor names.
    about = replace(request, after="", sort="relevance", size=0)
    key = f"search:branch:{slug}:{ids.input_hash(repr(about))}"
    found: Branch | None = cache.get(key)
    if found is None:
        found = _branch(about, slug)
        cache.set(key, found, _FACET_SECONDS)
    return found


def departments() -> list[tuple[Choice, list[Choice]]]:
    """The top categories with what is under them, as far as there are listings: the front page. Kept for a minute."""
    key = "search:departments"
    found: list[tuple[Choice, list[Choice]]] | None = cache.get(key)
    if found is None:
        counts = {bucket.value: bucket.count for bucket in backend().facets(SearchRequest()).categories}
        tree = category_tree()
        shown = [node for node in tree if _has(node, counts)]
        found = [
            (_choice(top, counts), [_choice(node, counts) for node in shown if node["parent_id"] == top["id"]])
            for top in shown
            if top["parent_id"] is None
        ]
        cache.set(key, found, _FACET_SECONDS)
    return found


def _branch(request: SearchRequest, slug: str) -> Branch:
    tree = category_tree()
    here = next((node for node in tree if node["slug"] == slug), None)
    if slug and here is None:
        raise NotFound
    if here is not None:
        request = replace(request, category_id=here["id"])
    facets = backend().facets(request)
    by_id = {node["id"]: node for node in tree}
    above = [by_id[int(part)] for part in here["path"].split("-")[:-1]] if here else []
    counts = {bucket.value: bucket.count for bucket in facets.categories}
    below = [node for node in tree if node["parent_id"] == (here["id"] if here else None) and _has(node, counts)]
    return Branch(
        id=here["id"] if here else None,
        name=here["name"] if here else "",
        slug=slug,
        above=[_choice(node, counts) for node in above],
        below=[_choice(node, counts) for node in below],
        vendors=_vendors(facets),
        countries=[Choice(bucket.value, bucket.value, bucket.count) for bucket in facets.countries[:_SHOWN]],
        count=facets.count,
    )


def _has(node: CategoryNode, counts: dict[str, int]) -> bool:
    return counts.get(str(node["id"]), 0) > 0


def _choice(node: CategoryNode, counts: dict[str, int]) -> Choice:
    return Choice(node["slug"], node["name"], counts.get(str(node["id"]), 0))


def _vendors(facets: Facets) -> list[Choice]:
    counts = {bucket.value: bucket.count for bucket in facets.vendors[:_SHOWN]}
    names = dict(Organization.objects.filter(slug__in=counts).values_list("slug", "name"))
    return [Choice(slug, names[slug], count) for slug, count in counts.items() if slug in names]
