"""The API of a buying company's addresses and saved suppliers."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from buyers import queries, services
from buyers.api import serializers
from marketplace.api.views import ServiceViewSet


class AddressViewSet(ServiceViewSet):
    """Delivery addresses of the caller's company."""

    capabilities = {"list": "rfq.view", "create": "rfq.view", "destroy": "rfq.view"}

    @extend_schema(summary="List delivery addresses", responses=serializers.Address(many=True))
    def list(self, request: Request) -> Response:
        """All of them, the default one first: a company has at most fifty."""
        return Response(serializers.Address(queries.addresses(self.actor), many=True).data)

    @extend_schema(summary="Add a delivery address", request=serializers.Address, responses=serializers.Address)
    def create(self, request: Request) -> Response:
        """Keep a place."""
        body = self.body(serializers.Address)
        is_default = body.pop("is_default")
        made = services.add_address(
            actor=self.actor, address=services.NewAddress(**body), is_default=is_default, key=self.key, at=self.at
        )
        return Response(serializers.Address(made).data, status=201)

    @extend_schema(summary="Remove a delivery address", responses={204: None})
    def destroy(self, request: Request, address_id: UUID) -> Response:
        """Orders keep their text."""
        services.remove_address(actor=self.actor, address_id=address_id, at=self.at)
        return Response(status=204)


class SavedVendorViewSet(ServiceViewSet):
    """Suppliers that the caller's company keeps at hand."""

    capabilities = {"list": "rfq.view", "create": "rfq.view", "destroy": "rfq.view"}

    @extend_schema(summary="List saved suppliers", responses=serializers.SavedVendor(many=True))
    def list(self, request: Request) -> Response:
        """By name."""
        return Response(serializers.SavedVendor(queries.saved_vendors(self.actor), many=True).data)

    @extend_schema(summary="Save a supplier", request=serializers.SaveBody, responses=serializers.SavedVendor)
    def create(self, request: Request) -> Response:
        """Saving twice is saving once."""
        saved = services.save_vendor(actor=self.actor, slug=self.body(serializers.SaveBody)["slug"], at=self.at)
        return Response(serializers.SavedVendor(saved).data, status=201)

    @extend_schema(summary="Forget a supplier", responses={204: None})
    def destroy(self, request: Request, slug: str) -> Response:
        """Forgetting twice is forgetting once."""
        services.unsave_vendor(actor=self.actor, slug=slug)
        return Response(status=204)
