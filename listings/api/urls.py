"""Addresses of the JSON door, under /api/v1/."""

from django.urls import URLPattern, URLResolver, path

from listings.api.views import ImportViewSet, ListingViewSet

routes: list[URLPattern | URLResolver] = [
    path("listings", ListingViewSet.as_view({"get": "list", "post": "create"}), name="api-listings"),
    path("listings/own", ListingViewSet.as_view({"get": "own"}), name="api-own-listings"),
    path("listings/<slug:slug>", ListingViewSet.as_view({"get": "retrieve", "put": "update"}), name="api-listing"),
    path("listings/<slug:slug>/prices", ListingViewSet.as_view({"put": "prices"}), name="api-listing-prices"),
    path("listings/<slug:slug>/publish", ListingViewSet.as_view({"post": "publish"}), name="api-listing-publish"),
    path("listings/<slug:slug>/withdraw", ListingViewSet.as_view({"post": "withdraw"}), name="api-listing-withdraw"),
    path("imports", ImportViewSet.as_view({"get": "list", "post": "create"}), name="api-imports"),
    path("imports/<str:number>", ImportViewSet.as_view({"get": "retrieve"}), name="api-import"),
    path("imports/<str:number>/problems", ImportViewSet.as_view({"get": "problems"}), name="api-import-problems"),
    path("imports/<str:number>/confirm", ImportViewSet.as_view({"post": "confirm"}), name="api-import-confirm"),
]
