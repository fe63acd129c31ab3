"""The API of statements: the same queries as the screens."""

from dataclasses import replace
from typing import ClassVar

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from escrow.statements import queries
from escrow.statements.api import serializers
from escrow.statements.forms import PeriodForm
from marketplace.api.views import ServiceViewSet

_PERIOD = [
    OpenApiParameter("currency", str),
    OpenApiParameter("month", str, description="2026-03; by default the last month in which something moved."),
    OpenApiParameter("from", str, description="First day, with `to` instead of `month`."),
    OpenApiParameter("to", str, description="Last day, included."),
    OpenApiParameter("after", str, description="Cursor of the page, from the page before."),
]


class StatementViewSet(ServiceViewSet):
    """The caller's statement."""

    capabilities = {"retrieve": "statement.view"}
    side: ClassVar[str] = ""

    @extend_schema(
        parameters=[OpenApiParameter("side", str, enum=["buyer", "vendor"]), *_PERIOD],
        responses=serializers.Statement,
    )
    def retrieve(self, request: Request) -> Response:
        """One page of lines with the opening and closing balance of the period."""
        return self._shown(request)

    def _shown(self, request: Request) -> Response:
        asked = PeriodForm(request.query_params).asked
        asked = replace(asked, side=self.side or asked.side)
        statement = queries.get_statement(self.actor, asked, self.at)
        shown = {"statement": statement, "page": queries.statement_page(statement, asked.after)}
        return Response(serializers.Statement(shown).data)


class MarketStatementViewSet(StatementViewSet):
    """The market's own statement, for the operator's finance."""

    capabilities = {"retrieve": "money.view"}
    side = "operator"

    @extend_schema(parameters=_PERIOD, responses=serializers.Statement)
    def retrieve(self, request: Request) -> Response:
        """One page of lines with the opening and closing balance of the period."""
        return self._shown(request)
