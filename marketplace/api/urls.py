"""The addresses under /api/: version 1 of every package, its OpenAPI document and the reference page."""

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path, re_path
from drf_spectacular.views import SpectacularAPIView

from marketplace.api.problems import unknown_address
from marketplace.api.reference import Reference

# By name, because the floors above may not be imported from here.
PACKAGES = (
    "marketplace.identity",
    "messaging",
    "vendors",
    "listings",
    "buyers",
    "rfq",
    "escrow",
    "escrow.disputes",
    "escrow.returns",
    "escrow.agreements",
    "escrow.chargebacks",
    "escrow.reconciliation",
    "escrow.credit",
    "escrow.payouts",
    "escrow.statements",
    "escrow.evidence",
    "search",
    "marketplace.ledger",
    "marketplace.operations",
)


def routes_of(package: str) -> list[URLPattern | URLResolver]:
    """``routes`` of the package's ``api.urls``; a package without a JSON door has none."""
    if find_spec(f"{package}.api") is None or find_spec(f"{package}.api.urls") is None:
        return []
    routes: list[URLPattern | URLResolver] = import_module(f"{package}.api.urls").routes
    return routes


urlpatterns = [
    path("v1/schema", SpectacularAPIView.as_view(), name="api-schema"),
    path("docs/", Reference.as_view(), name="api-reference"),
    path("v1/", include([route for package in PACKAGES for route in routes_of(package)])),
    re_path(r"^v1/.*$", unknown_address, name="api-unknown"),
]
