"""Routes of evidence under /api/v1/."""

from django.urls import path

from escrow.evidence.api.views import EvidenceViewSet

routes = [
    path(
        "orders/<slug:number>/evidence", EvidenceViewSet.as_view({"get": "retrieve"}), name="api-order-evidence"
    ),
]  # fmt: skip
