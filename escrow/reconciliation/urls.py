"""Addresses of the operator's reconciliation and bank receipts."""

from django.urls import path

from escrow.reconciliation.views import receipts, runs

urlpatterns = [
    path("console/reconciliation/", runs.ReconciliationConsole.as_view(), name="console-reconciliation"),
    path("console/reconciliation/run/", runs.Reconcile.as_view(), name="reconcile"),
    path("console/reconciliation/<uuid:item_id>/", runs.ResolveItem.as_view(), name="reconciliation-item"),
    path("console/receipts/", receipts.ReceiptConsole.as_view(), name="console-receipts"),
    path("console/receipts/new/", receipts.RecordReceipt.as_view(), name="receipt-record"),
    path("console/receipts/statement/", receipts.UploadStatement.as_view(), name="receipt-upload"),
    path("console/receipts/<uuid:receipt_id>/", receipts.AssignReceipt.as_view(), name="receipt"),
    path("console/receipts/<uuid:receipt_id>/return/", receipts.ReturnReceipt.as_view(), name="receipt-return"),
]
