"""Routes of payouts under /api/v1/."""

from django.urls import path

from escrow.payouts.api.views import CommissionRuleViewSet, ExchangeRateViewSet, VendorBalanceViewSet

routes = [
    path("vendor-balances", VendorBalanceViewSet.as_view({"get": "list"}), name="api-vendor-balances"),
    path(
        "commission-rules",
        CommissionRuleViewSet.as_view({"get": "list", "post": "create"}),
        name="api-commission-rules",
    ),
    path(
        "commission-rules/<uuid:rule_id>/end",
        CommissionRuleViewSet.as_view({"post": "end"}),
        name="api-commission-rule-end",
    ),
    path("exchange-rates", ExchangeRateViewSet.as_view({"get": "list", "post": "create"}), name="api-exchange-rates"),
]
