"""Views A (listing), D (product) and E (API list) of the floor."""

from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from rest_framework import generics, serializers

from infra.bench.floorapp.models import FloorListing


def listing(request: HttpRequest, category: int) -> HttpResponse:
    """A: 24 rows by ORM and template, one query."""
    rows = (
        FloorListing._default_manager.filter(category=category)
        .select_related("vendor")
        .order_by("-created_at", "-id")[:24]
    )
    return render(request, "floor/listing.html", {"rows": rows})


def product(request: HttpRequest, pk: int) -> HttpResponse:
    """D: one row by ORM and template, one query."""
    row = get_object_or_404(FloorListing._default_manager.select_related("vendor"), pk=pk)
    return render(request, "floor/product.html", {"row": row, "price": Decimal(row.price_minor) / 100})


class FloorSerializer(serializers.ModelSerializer[FloorListing]):
    """The row as JSON."""

    vendor = serializers.CharField(source="vendor.name")

    class Meta:
        model = FloorListing
        fields = ["id", "sku", "title", "vendor", "price_minor", "currency", "unit", "moq", "created_at"]


class FloorList(generics.ListAPIView[FloorListing]):
    """E: DRF list with page numbers and a count, two queries."""

    serializer_class = FloorSerializer
    queryset = FloorListing._default_manager.select_related("vendor").order_by("-id")


urlpatterns = [
    path("a/<int:category>/", listing),
    path("d/<int:pk>/", product),
    path("e/", FloorList.as_view()),
]
