"""The doors of evidence: the pack for who may have it, the public key and the verifier for everybody."""

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from escrow.evidence import packing, queries, signing
from marketplace.web.views import Door


class OrderEvidence(Door):
    """An order's evidence pack, made when it is asked for."""

    capability = "order.view"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> FileResponse:
        """404 for an order that is not visible."""
        name, archive = queries.evidence_pack(self.actor, kwargs["number"], self.at)
        return FileResponse(archive, as_attachment=True, filename=name, content_type="application/zip")


class EvidenceKey(Door):
    """The public keys with which packs were and are signed, the newest first."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """JSON, readable from anywhere."""
        verifier = request.build_absolute_uri(reverse("evidence-verifier"))
        keys = {"algorithm": "Ed25519", "keys": signing.published_keys(), "verifier": verifier}
        return JsonResponse(keys, headers={"Access-Control-Allow-Origin": "*"})


class EvidenceVerifier(Door):
    """The program that verifies a pack offline."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """One Python file."""
        response = HttpResponse(packing.VERIFIER.read_bytes(), content_type="text/x-python; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="verify.py"'
        return response
