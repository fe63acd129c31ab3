"""The API of suppliers, of one's own storefront, and of the operator's decisions."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.api.views import ServiceViewSet
from marketplace.lib.actor import Actor
from vendors import queries, services
from vendors.api import serializers
from vendors.content import NewCertificate, StorefrontContent
from vendors.models import VendorProfile
from vendors.states import Decision


class VendorViewSet(ServiceViewSet):
    """Suppliers on the market."""

    capabilities = {"list": None, "retrieve": None, "decide": "vendor.verify"}

    @extend_schema(
        summary="List verified suppliers",
        parameters=[OpenApiParameter("country", str)],
        responses=serializers.Vendor(many=True),
    )
    def list(self, request: Request) -> Response:
        """Newest first, in cursor pages."""
        rows = queries.public_vendors()
        if country := request.query_params.get("country", ""):
            rows = rows.filter(organization__country=country)
        return self.page(rows, serializers.Vendor, ordering="-id")

    @extend_schema(summary="Read a supplier", responses=serializers.Vendor)
    def retrieve(self, request: Request, slug: str) -> Response:
        """The storefront's facts; 404 while it is not on the market."""
        return Response(serializers.Vendor(queries.get_storefront(self.actor, slug)).data)

    @extend_schema(
        summary="Decide about a supplier", request=serializers.DecisionBody, responses=serializers.OwnStorefront
    )
    def decide(self, request: Request, slug: str) -> Response:
        """Verify, reject, suspend or reinstate. Operators."""
        body = self.body(serializers.DecisionBody)
        vendor = _decide(self.actor, Decision(body["decision"]), slug, body["reason"], self.at)
        return Response(serializers.OwnStorefront(vendor).data, status=201)


def _decide(actor: Actor, decision: Decision, slug: str, reason: str, at: datetime) -> VendorProfile:
    plain: dict[Decision, Callable[..., VendorProfile]] = {
        Decision.VERIFY: services.verify_vendor,
        Decision.REINSTATE: services.reinstate_vendor,
    }
    reasoned: dict[Decision, Callable[..., VendorProfile]] = {
        Decision.REJECT: services.reject_vendor,
        Decision.SUSPEND: services.suspend_vendor,
    }
    if decision in plain:
        return plain[decision](actor=actor, slug=slug, at=at)
    return reasoned[decision](actor=actor, slug=slug, reason=reason, at=at)


class StorefrontViewSet(ServiceViewSet):
    """The storefront of the caller's company."""

    capabilities = {
        "retrieve": "storefront.edit",
        "create": "storefront.edit",
        "update": "storefront.edit",
        "submit": "storefront.edit",
        "add_certificate": "storefront.edit",
        "remove_certificate": "storefront.edit",
    }

    @extend_schema(summary="Read the own storefront", responses=serializers.OwnStorefront)
    def retrieve(self, request: Request) -> Response:
        """In any state; 404 before the company applied."""
        return self._show()

    @extend_schema(summary="Apply to sell", request=serializers.Content, responses=serializers.OwnStorefront)
    def create(self, request: Request) -> Response:
        """Draft the storefront. It stays unseen until it is verified."""
        content = StorefrontContent(**self._content())
        services.apply_as_vendor(actor=self.actor, content=content, key=self.key, at=self.at)
        return self._show(201)

    @extend_schema(
        summary="Change the own storefront", request=serializers.Content, responses=serializers.OwnStorefront
    )
    def update(self, request: Request) -> Response:
        """Replace what it says."""
        services.update_storefront(actor=self.actor, content=StorefrontContent(**self._content()), at=self.at)
        return self._show()

    @extend_schema(summary="Submit for verification", request=None, responses=serializers.OwnStorefront)
    def submit(self, request: Request) -> Response:
        """Ask the operator to verify the storefront."""
        services.submit_for_verification(actor=self.actor, at=self.at)
        return self._show()

    @extend_schema(summary="Add a certificate", request=serializers.CertificateBody, responses=serializers.Certificate)
    def add_certificate(self, request: Request) -> Response:
        """Show a certificate on the storefront."""
        body = self.body(serializers.CertificateBody)
        made = services.add_certificate(actor=self.actor, certificate=NewCertificate(**body), key=self.key, at=self.at)
        return Response(serializers.Certificate(made).data, status=201)

    @extend_schema(summary="Remove a certificate", responses={204: None})
    def remove_certificate(self, request: Request, certificate_id: UUID) -> Response:
        """Take a certificate off the storefront."""
        services.remove_certificate(actor=self.actor, certificate_id=certificate_id)
        return Response(status=204)

    def _content(self) -> dict[str, Any]:
        body = self.body(serializers.Content)
        return body | {"languages": tuple(body["languages"]), "offers": tuple(body["offers"])}

    def _show(self, status: int = 200) -> Response:
        return Response(serializers.OwnStorefront(queries.get_own(self.actor)).data, status=status)
