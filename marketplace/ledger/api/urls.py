"""Routes of the ledger under /api/v1/."""

from django.urls import path

from marketplace.ledger.api import views

routes = [path("proof.json", views.ProofViewSet.as_view({"get": "retrieve"}), name="api-proof")]
