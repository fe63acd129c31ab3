"""The API of evidence: the same pack as on the screen."""

from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from escrow.evidence import queries
from marketplace.api.views import ServiceViewSet


class EvidenceViewSet(ServiceViewSet):
    """Evidence packs."""

    capabilities = {"retrieve": "order.view"}

    @extend_schema(responses={(200, "application/zip"): OpenApiTypes.BINARY})
    def retrieve(self, request: Request, number: str) -> FileResponse:
        """The order's evidence as a signed ZIP, in the shape of the caller's side."""
        name, archive = queries.evidence_pack(self.actor, number, self.at)
        return FileResponse(archive, as_attachment=True, filename=name, content_type="application/zip")
