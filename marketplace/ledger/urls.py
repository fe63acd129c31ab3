"""Addresses of the ledger's own pages."""

from django.urls import path

from marketplace.ledger import views

urlpatterns = [
    path("proof/", views.Proof.as_view(), name="proof"),
    path("console/freezes/", views.Freezes.as_view(), name="ledger-freezes"),
    path("console/freezes/<int:freeze_id>/lift/", views.LiftFreeze.as_view(), name="ledger-freeze-lift"),
]
