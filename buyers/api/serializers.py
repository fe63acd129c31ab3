"""The JSON shapes of a buying company."""

from typing import Any

from rest_framework import serializers

from marketplace.identity.countries import COUNTRIES


class Address(serializers.Serializer[Any]):
    """A place that goods are sent to."""

    id = serializers.UUIDField(read_only=True)
    label = serializers.CharField(max_length=60)  # type: ignore[assignment]  # a field of ours called label
    recipient = serializers.CharField(max_length=120)
    street = serializers.CharField(max_length=160)
    extra = serializers.CharField(max_length=160, allow_blank=True, default="")
    postcode = serializers.CharField(max_length=16)
    city = serializers.CharField(max_length=80)
    country = serializers.ChoiceField(COUNTRIES)
    is_default = serializers.BooleanField(default=False)


class SavedVendor(serializers.Serializer[Any]):
    """A supplier at hand."""

    slug = serializers.CharField(source="vendor.slug", read_only=True)
    name = serializers.CharField(source="vendor.name", read_only=True)
    country = serializers.CharField(source="vendor.country", read_only=True)
    saved_at = serializers.DateTimeField(read_only=True)


class SaveBody(serializers.Serializer[Any]):
    """The supplier to keep."""

    slug = serializers.SlugField(max_length=80)
