"""Shapes of a search's answer."""

from typing import Any

from rest_framework import serializers


class HitSerializer(serializers.Serializer[dict[str, str]]):
    """One listing as lists show it. ``price`` is text in the vendor's currency; details are at the listing."""

    slug = serializers.CharField()
    title = serializers.CharField()
    vendor = serializers.CharField()
    price = serializers.CharField()
    at = serializers.CharField()
    line = serializers.CharField()
    badge = serializers.CharField()


class ChoiceSerializer(serializers.Serializer[dict[str, str]]):
    """A facet's value and how many it holds."""

    value = serializers.CharField()
    name = serializers.CharField()
    count = serializers.IntegerField()


class SearchPageSerializer(serializers.Serializer[dict[str, Any]]):
    """A page: hits, the cursor of the next one, and the facets of all matches."""

    results = HitSerializer(many=True)
    next = serializers.CharField(allow_null=True)
    count = serializers.IntegerField(help_text="Exact up to 1,000; 1,001 means more.")
    categories = ChoiceSerializer(many=True)
    vendors = ChoiceSerializer(many=True)
    countries = ChoiceSerializer(many=True)
