"""The JSON shapes of suppliers."""

from typing import Any

from rest_framework import serializers

from vendors.states import Decision, Kind, VendorState


class Certificate(serializers.Serializer[Any]):
    """A proof that a supplier shows."""

    id = serializers.UUIDField(read_only=True)
    name = serializers.CharField(max_length=80)
    issuer = serializers.CharField(max_length=80)
    number = serializers.CharField(max_length=60)
    valid_until = serializers.DateField(required=False, allow_null=True)


class CertificateBody(Certificate):
    """A certificate to add, with the confirmed upload of its copy."""

    file_id = serializers.UUIDField(required=False, allow_null=True)


class Content(serializers.Serializer[Any]):
    """What a storefront says."""

    kind = serializers.ChoiceField(Kind.choices)
    headline = serializers.CharField(max_length=160)
    about = serializers.CharField(max_length=4000, allow_blank=True, default="")
    founded_year = serializers.IntegerField(min_value=1700, required=False, allow_null=True)
    staff = serializers.IntegerField(min_value=1, max_value=1_000_000, required=False, allow_null=True)
    plant_area_m2 = serializers.IntegerField(min_value=1, max_value=10_000_000, required=False, allow_null=True)
    languages = serializers.ListField(child=serializers.CharField(max_length=40), default=list, max_length=12)
    offers = serializers.ListField(child=serializers.CharField(max_length=60), default=list, max_length=12)
    terms = serializers.CharField(max_length=4000, allow_blank=True, default="")


class Vendor(Content):
    """A supplier as the market sees it."""

    slug = serializers.CharField(read_only=True)
    name = serializers.CharField(source="organization.name", read_only=True)
    country = serializers.CharField(source="organization.country", read_only=True)
    city = serializers.CharField(source="organization.city", read_only=True)
    certificates = Certificate(many=True, read_only=True)
    verified_at = serializers.DateTimeField(read_only=True, allow_null=True)


class OwnStorefront(Vendor):
    """The own storefront, with where it stands."""

    state = serializers.ChoiceField(VendorState.choices, read_only=True)
    version = serializers.IntegerField(read_only=True)


class DecisionBody(serializers.Serializer[Any]):
    """What the operator decides; refusals need a reason."""

    decision = serializers.ChoiceField(Decision.choices)
    reason = serializers.CharField(max_length=2000, allow_blank=True, default="")
