"""Addresses of chargebacks."""

from django.urls import path

from escrow.chargebacks import views

urlpatterns = [
    path("console/chargebacks/", views.ChargebackConsole.as_view(), name="console-chargebacks"),
    path("chargebacks/<slug:ref>/", views.ChargebackScreen.as_view(), name="chargeback"),
    path("chargebacks/<slug:ref>/evidence/", views.SubmitEvidence.as_view(), name="chargeback-evidence"),
    path("chargebacks/<slug:ref>/statement/", views.AddStatement.as_view(), name="chargeback-statement"),
    path("chargebacks/<slug:ref>/liability/", views.SetLiability.as_view(), name="chargeback-liability"),
    path("chargebacks/<slug:ref>/write-off/", views.WriteOff.as_view(), name="chargeback-write-off"),
]
