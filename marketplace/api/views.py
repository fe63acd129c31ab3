"""The base of every JSON door: who calls, when, with which idempotency key, and how a page of rows is answered."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, cast

from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import ViewSet

from marketplace.api.pagination import CursorPages
from marketplace.api.permissions import actor_of_call
from marketplace.api.schema import ServiceSchema
from marketplace.lib import clock
from marketplace.lib.actor import Actor
from marketplace.lib.errors import Invalid

KEY_HEADER = "Idempotency-Key"


class ServiceViewSet(ViewSet):
    """One method per action, one service or query call per method.

    ``capabilities`` maps each action to the capability it needs: None is public, ``SIGNED_IN`` is
    anybody with an Actor, and an action that is not listed is refused. Request bodies are validated
    by a plain serializer (``self.body(QuoteBody)``), rules by the service.
    """

    capabilities: ClassVar[Mapping[str, str | None]] = {}
    schema = ServiceSchema()
    lookup_value_regex = "[^/]+"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Fix the business time of this call, then authenticate and check the capability."""
        self.at: datetime = clock.now()
        super().initial(request, *args, **kwargs)

    @property
    def actor(self) -> Actor:
        """Who calls."""
        return actor_of_call(self.request)

    @property
    def key(self) -> str:
        """The caller's ``Idempotency-Key``. Raises Invalid without one."""
        key = self.request.headers.get(KEY_HEADER, "")
        if not 1 <= len(key) <= 255:
            raise Invalid.field(KEY_HEADER, f"Send an {KEY_HEADER} header of 1 to 255 characters, new for each action.")
        return key

    def body(self, serializer_class: type[BaseSerializer[Any]]) -> dict[str, Any]:
        """The validated request body. Raises a 422 that names each wrong field."""
        serializer = serializer_class(data=self.request.data)
        serializer.is_valid(raise_exception=True)
        return cast(dict[str, Any], serializer.validated_data)

    def page(
        self,
        rows: QuerySet[Any],
        serializer_class: type[BaseSerializer[Any]],
        *,
        ordering: str | tuple[str, ...] = "-id",
    ) -> Response:
        """One cursor page of ``rows``. ``ordering`` begins with a unique column: ids are ordered by time."""
        pages = CursorPages()
        pages.ordering = ordering  # type: ignore[assignment]  # the stubs know only one column
        found = pages.paginate_queryset(rows, self.request, view=self)
        return pages.get_paginated_response(serializer_class(found, many=True).data)
