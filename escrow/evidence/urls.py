"""Addresses of evidence."""

from django.urls import path

from escrow.evidence import views

urlpatterns = [
    path("orders/<slug:number>/evidence.zip", views.OrderEvidence.as_view(), name="order-evidence"),
    path(".well-known/harborline-evidence.json", views.EvidenceKey.as_view(), name="evidence-key"),
    path(".well-known/harborline-verify.py", views.EvidenceVerifier.as_view(), name="evidence-verifier"),
]
