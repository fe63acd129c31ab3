"""Routes of buyers under /api/v1/."""

from django.urls import path

from buyers.api import views

routes = [
    path("addresses", views.AddressViewSet.as_view({"get": "list", "post": "create"}), name="api-addresses"),
    path("addresses/<uuid:address_id>", views.AddressViewSet.as_view({"delete": "destroy"}), name="api-address"),
    path(
        "saved-suppliers",
        views.SavedVendorViewSet.as_view({"get": "list", "post": "create"}),
        name="api-saved-suppliers",
    ),
    path(
        "saved-suppliers/<slug:slug>",
        views.SavedVendorViewSet.as_view({"delete": "destroy"}),
        name="api-saved-supplier",
    ),
]
