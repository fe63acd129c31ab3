"""Addresses of commission rules, settlement terms, exchange rates and payout runs."""

from django.urls import path

from escrow.payouts.views import commission, runs, terms

urlpatterns = [
    path("payouts/terms/", terms.ProposeTerms.as_view(), name="payout-terms"),
    path("console/commission/", commission.Commission.as_view(), name="commission"),
    path("console/commission/add/", commission.AddRule.as_view(), name="commission-add"),
    path("console/commission/<uuid:rule_id>/end/", commission.EndRule.as_view(), name="commission-end"),
    path("console/settlement/", terms.Settlement.as_view(), name="settlement"),
    path("console/settlement/rates/", terms.EnterRate.as_view(), name="settlement-rate"),
    path("console/settlement/<slug:slug>/", terms.SetTerms.as_view(), name="settlement-terms"),
    path("console/settlement/<slug:slug>/repayment/", terms.RecordRepayment.as_view(), name="debt-repayment"),
    path("console/settlement/<slug:slug>/write-off/", terms.WriteOffDebt.as_view(), name="debt-write-off"),
    path("console/settlement/<slug:slug>/answer/", terms.AnswerProposal.as_view(), name="settlement-answer"),
    path("console/payouts/", runs.PayoutRuns.as_view(), name="payout-runs"),
    path("console/payouts/transfers.csv", runs.TransferFile.as_view(), name="payout-transfers"),
    path("console/payouts/<slug:number>/sent/", runs.ReportSent.as_view(), name="payout-sent"),
    path("console/payouts/<slug:number>/returned/", runs.ReportReturned.as_view(), name="payout-returned"),
]
