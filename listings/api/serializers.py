"""Shapes of the JSON door. Prices travel as decimal text, so that no digit is lost on the way."""

from typing import Any

from rest_framework import serializers

from listings.content import ATTRIBUTE_KINDS, ListingDraft, Price, parse_attribute
from listings.imports.columns import is_meaning
from listings.units import UNITS
from marketplace.lib.money import CURRENCIES


class AttributeShape(serializers.Serializer[Any]):
    """A typed fact."""

    name = serializers.CharField(max_length=80)
    kind = serializers.ChoiceField(ATTRIBUTE_KINDS)
    value = serializers.CharField(max_length=1000)
    unit = serializers.CharField(max_length=20, allow_blank=True, default="")


class PriceShape(serializers.Serializer[Any]):
    """From ``min_quantity`` on, a unit costs ``unit_price``."""

    currency = serializers.ChoiceField(CURRENCIES)
    min_quantity = serializers.IntegerField(min_value=1, max_value=2_147_483_647)
    unit_price = serializers.DecimalField(max_digits=18, decimal_places=6)


class PricesBody(serializers.Serializer[Any]):
    """The whole price list of a listing."""

    prices = PriceShape(many=True)


class ListingBody(serializers.Serializer[Any]):
    """The whole content of a listing. A PUT replaces all of it."""

    sku = serializers.CharField(max_length=80)
    title = serializers.CharField(max_length=240)
    description = serializers.CharField(max_length=20_000, allow_blank=True, default="")
    category_id = serializers.IntegerField(allow_null=True, default=None)
    unit = serializers.ChoiceField(UNITS, default="pcs")
    moq = serializers.IntegerField(min_value=1, max_value=2_147_483_647, default=1)
    lead_time_days = serializers.IntegerField(min_value=0, max_value=1000, default=14)
    stock = serializers.IntegerField(min_value=0, max_value=2_147_483_647, default=0)
    attributes = AttributeShape(many=True, default=list)
    prices = PriceShape(many=True, default=list)


class RevisionBody(ListingBody):
    """The content and the version that it is based on."""

    version = serializers.IntegerField(min_value=1)


class ImportBody(serializers.Serializer[Any]):
    """An uploaded file (purpose ``import``) and how to take it in."""

    file_id = serializers.UUIDField()
    default_category_id = serializers.IntegerField(allow_null=True, default=None)
    publish_complete = serializers.BooleanField(default=False)
    columns = serializers.DictField(child=serializers.CharField(max_length=120, allow_blank=True), default=dict)

    def validate_columns(self, columns: dict[str, str]) -> dict[str, str]:
        """Meanings are words of ours."""
        for column, meaning in columns.items():
            if not is_meaning(meaning):
                raise serializers.ValidationError(f"“{meaning}” is nothing that the column “{column}” can mean.")
        return columns


class ListingLine(serializers.Serializer[Any]):
    """A listing in the public list, for documentation; the door builds these rows without it."""

    slug = serializers.CharField()
    sku = serializers.CharField()
    title = serializers.CharField()
    vendor = serializers.CharField()
    category = serializers.CharField(allow_null=True)
    unit = serializers.CharField()
    moq = serializers.IntegerField()
    lead_time_days = serializers.IntegerField()
    stock = serializers.IntegerField()
    from_price_minor = serializers.IntegerField(allow_null=True)
    from_currency = serializers.CharField()
    image = serializers.CharField()
    published_at = serializers.DateTimeField()


class ListingPage(serializers.Serializer[Any]):
    """A keyset page."""

    results = ListingLine(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class ListingShape(serializers.Serializer[Any]):
    """A listing with everything."""

    slug = serializers.CharField()
    sku = serializers.CharField()
    title = serializers.CharField()
    description = serializers.CharField()
    vendor = serializers.CharField(source="vendor.slug")
    category = serializers.CharField(source="category.slug", default=None, allow_null=True)
    unit = serializers.CharField()
    moq = serializers.IntegerField()
    lead_time_days = serializers.IntegerField()
    stock = serializers.IntegerField()
    state = serializers.CharField()
    version = serializers.IntegerField()
    attributes = AttributeShape(many=True)
    prices = PriceShape(source="tiers.all", many=True)
    image = serializers.CharField(source="card.image", default="")
    published_at = serializers.DateTimeField(allow_null=True)
    updated_at = serializers.DateTimeField()


class ProblemShape(serializers.Serializer[Any]):
    """A refused cell."""

    row = serializers.IntegerField()
    column = serializers.CharField()
    message = serializers.CharField()


class ImportShape(serializers.Serializer[Any]):
    """An import and how far it is."""

    number = serializers.CharField()
    file_name = serializers.CharField()
    state = serializers.CharField()
    columns = serializers.DictField(source="meanings", child=serializers.CharField())
    rows_total = serializers.IntegerField()
    rows_done = serializers.IntegerField()
    rows_new = serializers.IntegerField()
    rows_changed = serializers.IntegerField()
    rows_refused = serializers.IntegerField()
    failure = serializers.CharField()
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)


def draft_from(body: dict[str, Any]) -> ListingDraft:
    """The typed draft of a validated body. Raises Invalid for an attribute whose value does not fit its kind."""
    prices = (Price(**price) for price in body["prices"])
    return ListingDraft(
        **{
            name: body[name]
            for name in ("sku", "title", "description", "category_id", "unit", "moq", "lead_time_days", "stock")
        },
        attributes=tuple(parse_attribute(**attribute) for attribute in body["attributes"]),
        prices=tuple(sorted(prices, key=lambda price: (price.currency, price.min_quantity))),
    )
