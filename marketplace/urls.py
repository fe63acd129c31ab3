"""Every address of the market, composed from the packages' own lists; those asked for most come first."""

from django.urls import include, path

from marketplace.operations import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("", include("search.urls")),
    path("", include("listings.urls")),
    path("api/", include("marketplace.api.urls")),
    path("", include("marketplace.web.urls")),
    path("", include("marketplace.storage.urls")),
    path("", include("marketplace.identity.urls")),
    path("", include("messaging.urls")),
    path("", include("vendors.urls")),
    path("", include("buyers.urls")),
    path("", include("rfq.urls")),
    path("", include("escrow.chargebacks.urls")),
    path("", include("escrow.reconciliation.urls")),
    path("", include("escrow.payouts.urls")),
    path("", include("escrow.urls")),
    path("", include("escrow.disputes.urls")),
    path("", include("escrow.returns.urls")),
    path("", include("escrow.agreements.urls")),
    path("", include("escrow.gateways.urls")),
    path("", include("escrow.gateways.fake.urls")),
    path("", include("escrow.credit.urls")),
    path("", include("escrow.statements.urls")),
    path("", include("escrow.evidence.urls")),
    path("", include("marketplace.ledger.urls")),
    path("", include("marketplace.operations.urls")),
]
