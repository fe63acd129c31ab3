"""Pages by cursor: keyset, so page 500 costs what page 1 costs and nothing shows twice while rows arrive."""

from typing import Any

from rest_framework.exceptions import NotFound as UnreadableCursor
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.lib.errors import Invalid


class CursorPages(CursorPagination):
    """``{results, next, previous}``; ``next`` and ``previous`` are addresses or null."""

    page_size = 24
    page_size_query_param = "page_size"
    max_page_size = 100
    ordering = "-id"

    def decode_cursor(self, request: Request) -> Any:
        """The position in the address. Raises Invalid for a cursor that we did not make."""
        try:
            return super().decode_cursor(request)
        except UnreadableCursor as error:
            raise Invalid.field("cursor", "This cursor is not one of ours. Start again without it.") from error

    def get_paginated_response(self, data: Any) -> Response:
        """The page and the addresses around it."""
        return Response({"results": data, "next": self.get_next_link(), "previous": self.get_previous_link()})
