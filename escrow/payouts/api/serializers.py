"""Shapes of balances, commission rules and exchange rates. Amounts in minor units, rates in basis points."""

from typing import Any

from rest_framework import serializers

from marketplace.lib.money import CURRENCIES


class VendorBalance(serializers.Serializer[Any]):
    """A vendor's money in one currency, and the next day on which it is paid."""

    currency = serializers.CharField()
    held_minor = serializers.IntegerField(source="held")
    pending_minor = serializers.IntegerField(source="pending")
    pending_until = serializers.DateTimeField(allow_null=True)
    available_minor = serializers.IntegerField(source="available")
    in_transit_minor = serializers.IntegerField(source="under_way")
    reserve_minor = serializers.IntegerField(source="reserve")
    reserve_until = serializers.DateTimeField(allow_null=True)
    debt_minor = serializers.IntegerField(source="debt")
    paid_minor = serializers.IntegerField(source="paid")
    next_payout_minor = serializers.IntegerField(source="next_amount")
    next_payout_on = serializers.DateField(source="payday", allow_null=True)


class CommissionRule(serializers.Serializer[Any]):
    """What the market takes, from whom and on what. Empty fields apply to everything."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    vendor_id = serializers.UUIDField(allow_null=True)
    category_path = serializers.CharField()
    plan_kind = serializers.CharField()
    currency = serializers.CharField()
    basis_points = serializers.IntegerField()
    tiers = serializers.ListField(child=serializers.ListField(child=serializers.IntegerField()))
    fixed_minor = serializers.IntegerField()
    minimum_minor = serializers.IntegerField()
    maximum_minor = serializers.IntegerField(allow_null=True)
    tax_basis_points = serializers.IntegerField()
    valid_from = serializers.DateTimeField()
    valid_until = serializers.DateTimeField(allow_null=True)


class CommissionRuleBody(serializers.Serializer[Any]):
    """A rule to add. ``tiers`` are pairs: value of the goods from, basis points."""

    name = serializers.CharField(max_length=80)
    vendor_id = serializers.UUIDField(required=False, allow_null=True)
    category_path = serializers.CharField(max_length=120, required=False)
    plan_kind = serializers.CharField(max_length=12, required=False)
    currency = serializers.ChoiceField(choices=CURRENCIES, required=False)
    basis_points = serializers.IntegerField(min_value=0, max_value=5_000)
    tiers = serializers.ListField(
        child=serializers.ListField(child=serializers.IntegerField(min_value=0), min_length=2, max_length=2),
        required=False, max_length=20,
    )  # fmt: skip
    fixed_minor = serializers.IntegerField(min_value=0, required=False)
    minimum_minor = serializers.IntegerField(min_value=0, required=False)
    maximum_minor = serializers.IntegerField(min_value=0, required=False, allow_null=True)
    tax_basis_points = serializers.IntegerField(min_value=0, max_value=5_000, required=False)


class ExchangeRate(serializers.Serializer[Any]):
    """One unit of ``base`` in ``quote``."""

    base = serializers.CharField()
    quote = serializers.CharField()
    rate = serializers.DecimalField(max_digits=18, decimal_places=8)
    source = serializers.CharField()  # type: ignore[assignment]  # a field of this name
    at = serializers.DateTimeField()


class ExchangeRateBody(serializers.Serializer[Any]):
    """A rate from now on."""

    base = serializers.ChoiceField(choices=CURRENCIES)
    quote = serializers.ChoiceField(choices=CURRENCIES)
    rate = serializers.DecimalField(max_digits=18, decimal_places=8)
    source = serializers.CharField(max_length=80)  # type: ignore[assignment]  # a field of this name
