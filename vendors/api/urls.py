"""Routes of vendors under /api/v1/."""

from django.urls import path

from vendors.api import views

routes = [
    path("vendors", views.VendorViewSet.as_view({"get": "list"}), name="api-vendors"),
    path("vendors/<slug:slug>", views.VendorViewSet.as_view({"get": "retrieve"}), name="api-vendor"),
    path("vendors/<slug:slug>/decisions", views.VendorViewSet.as_view({"post": "decide"}), name="api-vendor-decisions"),
    path(
        "storefront",
        views.StorefrontViewSet.as_view({"get": "retrieve", "post": "create", "put": "update"}),
        name="api-storefront",
    ),
    path(
        "storefront/submission", views.StorefrontViewSet.as_view({"post": "submit"}), name="api-storefront-submission"
    ),
    path(
        "storefront/certificates",
        views.StorefrontViewSet.as_view({"post": "add_certificate"}),
        name="api-storefront-certificates",
    ),
    path(
        "storefront/certificates/<uuid:certificate_id>",
        views.StorefrontViewSet.as_view({"delete": "remove_certificate"}),
        name="api-storefront-certificate",
    ),
]
