"""Routes of reconciliation under /api/v1/."""

from django.urls import path

from escrow.reconciliation.api.views import ReceiptViewSet, ReconciliationViewSet

routes = [
    path(
        "reconciliation-runs",
        ReconciliationViewSet.as_view({"get": "list", "post": "create"}),
        name="api-reconciliation-runs",
    ),
    path("reconciliation-items", ReconciliationViewSet.as_view({"get": "items"}), name="api-reconciliation-items"),
    path(
        "reconciliation-items/<uuid:item_id>/resolution",
        ReconciliationViewSet.as_view({"post": "resolve"}),
        name="api-reconciliation-resolution",
    ),
    path("bank-receipts", ReceiptViewSet.as_view({"get": "list", "post": "create"}), name="api-bank-receipts"),
    path(
        "bank-receipts/<uuid:receipt_id>/assignment",
        ReceiptViewSet.as_view({"post": "assign"}),
        name="api-bank-receipt-assignment",
    ),
    path(
        "bank-receipts/<uuid:receipt_id>/return",
        ReceiptViewSet.as_view({"post": "send_back"}),
        name="api-bank-receipt-return",
    ),
]
