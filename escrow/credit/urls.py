"""Addresses of credit accounts, receivables and invoices."""

from django.urls import path

from escrow.credit.views import accounts, invoices, papers

urlpatterns = [
    path("credit/", accounts.CreditOverview.as_view(), name="credit"),
    path("credit/request/", accounts.RequestCredit.as_view(), name="credit-request"),
    path("credit/<slug:number>/", accounts.AccountDetail.as_view(), name="credit-account"),
    path("credit/<slug:number>/decision/", accounts.ApproveCredit.as_view(), name="credit-decision"),
    path("credit/<slug:number>/limit/", accounts.ChangeLimit.as_view(), name="credit-limit"),
    path("credit/<slug:number>/steps/<slug:action>/", accounts.AccountStep.as_view(), name="credit-step"),
    path("receivables/", accounts.Receivables.as_view(), name="receivables"),
    path("console/credit/", accounts.CreditConsole.as_view(), name="console-credit"),
    path("invoices/<slug:number>/", invoices.InvoiceDetail.as_view(), name="invoice"),
    path("invoices/<slug:number>/pay/", invoices.PayInvoice.as_view(), name="invoice-pay"),
    path("invoices/<slug:number>/credit-note/", invoices.IssueCreditNote.as_view(), name="invoice-credit-note"),
    path("invoices/<slug:number>/write-off/", invoices.WriteOffInvoice.as_view(), name="invoice-write-off"),
    path(
        "invoices/<slug:number>/lines/<int:position>/dispute/", invoices.ObjectToLine.as_view(), name="invoice-object"
    ),
    path(
        "invoices/<slug:number>/disputes/<uuid:objection_id>/", invoices.AnswerObjection.as_view(),
        name="invoice-answer",
    ),
    path("invoices/<slug:number>/<slug:kind>", invoices.InvoiceDocument.as_view(), name="invoice-document"),
    path("credit-notes/<slug:number>/<slug:kind>", invoices.CreditNoteDocument.as_view(), name="credit-note-document"),
    path("orders/<slug:number>/purchase-order/", papers.AddPurchaseOrder.as_view(), name="purchase-order"),
    path("orders/<slug:number>/advance/", papers.PayInAdvance.as_view(), name="order-advance"),
    path("orders/<slug:number>/invoicing/<uuid:block_id>/", papers.ResolveDifference.as_view(), name="invoicing-block"),
]  # fmt: skip
