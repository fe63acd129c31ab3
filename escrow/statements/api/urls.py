"""Routes of statements under /api/v1/."""

from django.urls import path

from escrow.statements.api.views import MarketStatementViewSet, StatementViewSet

routes = [
    path("statement", StatementViewSet.as_view({"get": "retrieve"}), name="api-statement"),
    path("market-statement", MarketStatementViewSet.as_view({"get": "retrieve"}), name="api-market-statement"),
]
