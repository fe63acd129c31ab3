"""Routes of escrow under /api/v1/."""

from django.urls import path

from escrow.api.views import OperationViewSet, OrderViewSet, PayoutBatchViewSet, PayoutViewSet

routes = [
    path("orders", OrderViewSet.as_view({"get": "list"}), name="api-orders"),
    path("orders/<slug:number>", OrderViewSet.as_view({"get": "retrieve"}), name="api-order"),
    path("orders/<slug:number>/payments", OrderViewSet.as_view({"post": "pay"}), name="api-order-payments"),
    path(
        "orders/<slug:number>/wallet-payments",
        OrderViewSet.as_view({"post": "pay_from_wallet"}),
        name="api-order-wallet-payments",
    ),
    path("orders/<slug:number>/readiness", OrderViewSet.as_view({"post": "ready"}), name="api-order-readiness"),
    path(
        "orders/<slug:number>/units/<int:unit_no>/submission",
        OrderViewSet.as_view({"post": "submit"}),
        name="api-unit-submission",
    ),
    path(
        "orders/<slug:number>/units/<int:unit_no>/return-to-work",
        OrderViewSet.as_view({"post": "send_back"}),
        name="api-unit-return-to-work",
    ),
    path("orders/<slug:number>/shipments", OrderViewSet.as_view({"post": "ship"}), name="api-order-shipments"),
    path("orders/<slug:number>/delivery", OrderViewSet.as_view({"post": "deliver"}), name="api-order-delivery"),
    path("orders/<slug:number>/acceptance", OrderViewSet.as_view({"post": "accept"}), name="api-order-acceptance"),
    path("orders/<slug:number>/refunds", OrderViewSet.as_view({"post": "refund"}), name="api-order-refunds"),
    path("operations/<uuid:operation_id>", OperationViewSet.as_view({"get": "retrieve"}), name="api-operation"),
    path("payouts", PayoutViewSet.as_view({"get": "list"}), name="api-payouts"),
    path("payout-batches", PayoutBatchViewSet.as_view({"get": "list", "post": "create"}), name="api-payout-batches"),
    path("payout-batches/<slug:number>", PayoutBatchViewSet.as_view({"get": "retrieve"}), name="api-payout-batch"),
]
