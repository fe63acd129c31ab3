"""Search on PostgreSQL's full text: documents with all words first, then those with any; exact codes before both.

Pages are keysets, never offsets; counts stop at a cap. Browsing a category reads one range of an index,
whatever the size of the catalogue.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import transaction
from django.db.models import Case, Count, DecimalField, F, Func, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Cast

from listings import queries as listings
from marketplace.lib.errors import Invalid
from search.backends import cursors
from search.backends.base import COUNT_CAP, Bucket, Facets, Hits, SearchRequest
from search.backends.documents import code, document, placements
from search.models import SearchDocument, SearchPlacement

_WORD = re.compile(r"\w+", re.UNICODE)
_MAX_WORDS = 12
_FACET_VALUES = 12
_CODE_TIER, _ALL_WORDS_TIER = 100, 10


class PostgresBackend:
    """The ``SearchBackend`` that needs nothing but the market's own database."""

    def index(self, listing_ids: Sequence[UUID]) -> None:
        """Write the documents of those on the market, drop the others."""
        found = listings.on_the_market(listing_ids)
        columns = [field.name for field in SearchDocument._meta.concrete_fields if field.name != "listing"]
        with transaction.atomic():
            gone = set(listing_ids) - {listing.id for listing in found}
            SearchPlacement.objects.filter(listing_id__in=listing_ids).delete()
            SearchDocument.objects.filter(pk__in=gone).delete()
            SearchDocument.objects.bulk_create(
                [document(listing) for listing in found],
                batch_size=500,
                update_conflicts=True,
                unique_fields=["listing"],
                update_fields=columns,
            )
            SearchPlacement.objects.bulk_create(
                [place for listing in found for place in placements(listing)], batch_size=2000, ignore_conflicts=True
            )

    def drop_vendor(self, vendor_id: UUID) -> None:
        """Forget everything of a vendor."""
        with transaction.atomic():
            SearchPlacement.objects.filter(listing__vendor_id=vendor_id).delete()
            SearchDocument.objects.filter(vendor_id=vendor_id).delete()

    def search(self, request: SearchRequest) -> Hits:
        """One page of matches."""
        if request.is_browsing:
            return self._browse(request)
        rows = _matching(request)
        if request.sort == "price":
            return _page(rows, request, F("price_minor"), "price_minor", descending=False, kind=int)
        if request.words and request.sort == "relevance":
            return _page(rows.annotate(score=_score(request.words)), request, F("score"), "score", kind=Decimal)
        return _page(rows, request, F("published_at"), "published_at", kind=datetime.fromisoformat)

    def facets(self, request: SearchRequest) -> Facets:
        """Counts over at most ``COUNT_CAP`` matches by words, over all by category: callers keep them in the cache."""
        rows = _matching(request)
        count = rows.order_by()[: COUNT_CAP + 1].count()
        return Facets(
            count=min(count, COUNT_CAP + 1),
            categories=_buckets(rows.annotate(value=Func(F("ancestors"), function="unnest")), limit=500),
            vendors=_buckets(rows.annotate(value=F("vendor__slug"))),
            countries=_buckets(rows.annotate(value=F("country"))),
        )

    def suggest(self, words: str, limit: int) -> Sequence[UUID]:
        """Prefix matches, best first."""
        query = _prefix_query(words)
        if query is None:
            return []
        rows = SearchDocument.objects.filter(Q(vector=query) | Q(codes__contains=[code(words)]))
        ranked = rows.annotate(rank=SearchRank(F("vector"), query)).order_by("-rank", "-listing_id")
        return list(ranked.values_list("listing_id", flat=True)[:limit])

    def _browse(self, request: SearchRequest) -> Hits:
        if request.category_id is None:
            rows: QuerySet[Any] = SearchDocument.objects.all()
        else:
            rows = SearchPlacement.objects.filter(category_id=request.category_id)
        return _page(rows, request, F("published_at"), "published_at", kind=datetime.fromisoformat)


def _page(
    rows: QuerySet[Any], request: SearchRequest, key: F, name: str, *, kind: Any, descending: bool = True
) -> Hits:
    if request.after:
        text, listing_id = cursors.decode(request.after)
        try:
            value = kind(text)
        except (ValueError, ArithmeticError) as error:
            raise Invalid.field("after", "This page address is damaged. Start again from the first page.") from error
        beyond = {f"{name}__{'lt' if descending else 'gt'}": value}
        rows = rows.filter(Q(**beyond) | Q(**{name: value, "listing_id__lt": listing_id}))
    order = key.desc() if descending else key.asc()
    found = list(rows.order_by(order, "-listing_id").values_list("listing_id", name)[: request.size + 1])
    page = found[: request.size]
    following = ""
    if len(found) > request.size:
        listing_id, value = page[-1]
        following = cursors.encode(value.isoformat() if isinstance(value, datetime) else value, listing_id)
    return Hits([listing_id for listing_id, _ in page], following)


def _matching(request: SearchRequest) -> QuerySet[SearchDocument]:
    rows = SearchDocument.objects.all()
    if request.words:
        query = _any_words(request.words)
        if query is None:
            return rows.none()
        rows = rows.filter(Q(vector=query) | Q(codes__contains=[code(request.words)]))
    if request.category_id is not None:
        rows = rows.filter(ancestors__contains=[request.category_id])
    if request.vendor_slug:
        rows = rows.filter(vendor__slug=request.vendor_slug)
    if request.country:
        rows = rows.filter(country=request.country)
    if request.in_stock:
        rows = rows.filter(is_in_stock=True)
    if request.price_min is not None or request.price_max is not None or request.sort == "price":
        rows = rows.filter(currency=request.currency or "EUR")
    if request.price_min is not None:
        rows = rows.filter(price_minor__gte=request.price_min)
    if request.price_max is not None:
        rows = rows.filter(price_minor__lte=request.price_max)
    return rows


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())[:_MAX_WORDS]


def _all_words(text: str) -> SearchQuery | None:
    return _combined(_words(text), all_of_them=True)


def _any_words(text: str) -> SearchQuery | None:
    return _combined(_words(text), all_of_them=False)


def _combined(words: list[str], *, all_of_them: bool) -> SearchQuery | None:
    whole: SearchQuery | None = None
    for word in words:
        # A word may stand in the stemmed parts (title, text) or as it is (codes, names, facts).
        one = SearchQuery(word, config="english") | SearchQuery(word, config="simple")
        whole = one if whole is None else whole & one if all_of_them else whole | one
    return whole


def _prefix_query(text: str) -> SearchQuery | None:
    words = _words(text)
    if not words:
        return None
    return SearchQuery(" & ".join(f"{word}:*" for word in words), search_type="raw", config="simple")


def _score(text: str) -> Any:
    """Tier and rank as one number with six decimals, so that it can be a cursor."""
    every = _all_words(text)
    tier = Case(
        When(codes__contains=[code(text)], then=Value(_CODE_TIER)),
        When(vector=every, then=Value(_ALL_WORDS_TIER)),
        default=Value(0),
        output_field=IntegerField(),
    )
    rank = SearchRank(F("vector"), _any_words(text) or "", cover_density=True, normalization=Value(1))
    number: DecimalField[Any, Any] = DecimalField(max_digits=12, decimal_places=6)
    return Cast(tier, number) + Cast(rank, number)


def _buckets(rows: QuerySet[Any], limit: int = _FACET_VALUES) -> list[Bucket]:
    counted = rows.order_by().values_list("value").annotate(n=Count("listing_id")).order_by("-n", "value")
    return [Bucket(str(value), count) for value, count in counted[:limit]]
