"""The JSON shapes of people, companies, invitations and keys."""

from typing import Any

from rest_framework import serializers

from marketplace.identity.countries import COUNTRIES
from marketplace.identity.policy import CAPABILITIES, ROLE_CAPABILITIES
from marketplace.lib.money import CURRENCIES

ROLES = sorted(ROLE_CAPABILITIES)
SCOPES = sorted(CAPABILITIES)


class Me(serializers.Serializer[Any]):
    """Who calls, for whom, and what they may do."""

    id = serializers.UUIDField(source="user_id")
    name = serializers.CharField(source="user_name")
    organization_id = serializers.UUIDField(allow_null=True)
    organization_name = serializers.CharField()
    sides = serializers.ListField(child=serializers.ChoiceField(["buy", "sell", "operate"]))
    capabilities = serializers.ListField(child=serializers.ChoiceField(SCOPES))


class OrganizationData(serializers.Serializer[Any]):
    """Company data."""

    id = serializers.UUIDField(read_only=True)
    slug = serializers.SlugField(read_only=True)
    name = serializers.CharField(max_length=120)
    country = serializers.ChoiceField(COUNTRIES)
    city = serializers.CharField(max_length=80, allow_blank=True)
    vat_number = serializers.CharField(max_length=20, allow_blank=True)
    currency = serializers.ChoiceField(CURRENCIES)
    created_at = serializers.DateTimeField(read_only=True)


class Member(serializers.Serializer[Any]):
    """A colleague."""

    id = serializers.UUIDField(read_only=True)
    name = serializers.CharField(source="user.name", read_only=True)
    email = serializers.EmailField(source="user.email", read_only=True)
    roles = serializers.ListField(child=serializers.ChoiceField(ROLES))
    created_at = serializers.DateTimeField(read_only=True)


class RolesBody(serializers.Serializer[Any]):
    """The roles that a member shall have."""

    roles = serializers.ListField(child=serializers.ChoiceField(ROLES), allow_empty=False)


class Invitation(serializers.Serializer[Any]):
    """Somebody who was asked to join."""

    id = serializers.UUIDField(read_only=True)
    email = serializers.EmailField()
    roles = serializers.ListField(child=serializers.ChoiceField(ROLES), allow_empty=False)
    invited_by = serializers.CharField(source="invited_by.name", read_only=True)
    created_at = serializers.DateTimeField(read_only=True)
    expires_at = serializers.DateTimeField(read_only=True)


class ApiKey(serializers.Serializer[Any]):
    """A machine's key, without its secret."""

    id = serializers.UUIDField(read_only=True)
    name = serializers.CharField(max_length=80)
    prefix = serializers.CharField(read_only=True)
    scopes = serializers.ListField(child=serializers.ChoiceField(SCOPES), allow_empty=False)
    created_at = serializers.DateTimeField(read_only=True)
    last_used_at = serializers.DateTimeField(read_only=True, allow_null=True)


class MadeApiKey(ApiKey):
    """A key with its secret: the one answer that ever holds it. Empty in a replay."""

    secret = serializers.CharField()
