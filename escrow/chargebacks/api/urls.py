"""Routes of chargebacks under /api/v1/."""

from django.urls import path

from escrow.chargebacks.api.views import ChargebackViewSet as View

routes = [
    path("chargebacks", View.as_view({"get": "list"}), name="api-chargebacks"),
    path("chargebacks/<slug:ref>", View.as_view({"get": "retrieve"}), name="api-chargeback"),
    path("chargebacks/<slug:ref>/evidence", View.as_view({"post": "answer"}), name="api-chargeback-evidence"),
    path("chargebacks/<slug:ref>/statements", View.as_view({"post": "tell"}), name="api-chargeback-statements"),
    path(
        "chargebacks/<slug:ref>/liability",
        View.as_view({"post": "decide_liability"}),
        name="api-chargeback-liability",
    ),
    path("chargebacks/<slug:ref>/write-off", View.as_view({"post": "give_up"}), name="api-chargeback-write-off"),
]
