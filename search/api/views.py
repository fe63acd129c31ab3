"""``GET /api/v1/search``: the same search as the pages."""

from dataclasses import replace
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.api.views import ServiceViewSet
from search import queries
from search.address import read_address
from search.api.serializers import SearchPageSerializer

_TEXTS = ("q", "category", "vendor", "country", "currency", "price_min", "price_max", "in_stock", "sort", "after")


class Search(ServiceViewSet):
    """Find listings by words, category, vendor, price and stock."""

    capabilities = {"list": None}

    @extend_schema(
        operation_id="search",
        parameters=[OpenApiParameter(name, str) for name in _TEXTS],
        responses=SearchPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """A page of matches with facets. Parameters as in the address of ``/search/``."""
        wanted = read_address(request.query_params).request
        branch = queries.branch(wanted, request.query_params.get("category", ""))
        page = queries.find(replace(wanted, category_id=branch.id))
        body: dict[str, Any] = {
            "results": page.cards,
            "next": page.following or None,
            "count": branch.count,
            "categories": branch.below,
            "vendors": branch.vendors,
            "countries": branch.countries,
        }
        return Response(SearchPageSerializer(body).data)
