"""Routes of credit under /api/v1/."""

from django.urls import path

from escrow.credit.api.views import CreditAccountViewSet as Accounts
from escrow.credit.api.views import InvoiceViewSet as Invoices
from escrow.credit.api.views import PurchaseOrderViewSet

routes = [
    path("credit-accounts", Accounts.as_view({"get": "list", "post": "create"}), name="api-credit-accounts"),
    path("credit-accounts/<slug:number>", Accounts.as_view({"get": "retrieve"}), name="api-credit-account"),
    path("credit-accounts/<slug:number>/decision", Accounts.as_view({"post": "decide"}), name="api-credit-decision"),
    path("credit-accounts/<slug:number>/limit", Accounts.as_view({"post": "limit"}), name="api-credit-limit"),
    path("credit-accounts/<slug:number>/steps", Accounts.as_view({"post": "step"}), name="api-credit-steps"),
    path("invoices", Invoices.as_view({"get": "list"}), name="api-invoices"),
    path("invoices/<slug:number>", Invoices.as_view({"get": "retrieve"}), name="api-invoice"),
    path("invoices/<slug:number>/payments", Invoices.as_view({"post": "pay"}), name="api-invoice-payments"),
    path("invoices/<slug:number>/credit-notes", Invoices.as_view({"post": "credit"}), name="api-invoice-credit-notes"),
    path("invoices/<slug:number>/objections", Invoices.as_view({"post": "object"}), name="api-invoice-objections"),
    path(
        "invoices/<slug:number>/objections/<uuid:objection_id>/answer",
        Invoices.as_view({"post": "answer"}),
        name="api-invoice-objection",
    ),
    path("invoices/<slug:number>/write-off", Invoices.as_view({"post": "write_off"}), name="api-invoice-write-off"),
    path(
        "orders/<slug:number>/purchase-order",
        PurchaseOrderViewSet.as_view({"post": "create"}),
        name="api-order-purchase-order",
    ),
]
