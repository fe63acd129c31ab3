"""The public proof for machines."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.api.views import ServiceViewSet
from marketplace.ledger.api.serializers import ProofBody
from marketplace.ledger.queries.proof import proof


class ProofViewSet(ServiceViewSet):
    """What everybody may see of the ledger."""

    capabilities = {"retrieve": None}

    @extend_schema(summary="Read the proof of the ledger", responses=ProofBody)
    def retrieve(self, request: Request) -> Response:
        """The last verdict, seal and anchor; nothing is verified by asking."""
        return Response(ProofBody(proof()).data)
