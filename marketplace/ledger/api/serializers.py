"""The public proof as JSON. Amounts are minor units."""

from rest_framework import serializers


class TrialBody(serializers.Serializer[object]):
    """The trial balance of one currency; ``total_minor`` must be zero."""

    currency = serializers.CharField()
    total_minor = serializers.IntegerField()


class SafeguardBody(serializers.Serializer[object]):
    """What lies at the provider and the bank, and what is owed to buyers and vendors."""

    currency = serializers.CharField()
    assets_minor = serializers.IntegerField()
    owed_minor = serializers.IntegerField()
    ratio_bp = serializers.IntegerField(allow_null=True, help_text="Cover in basis points")


class ClearingBody(serializers.Serializer[object]):
    """Money on its way."""

    kind = serializers.CharField(source="words")
    currency = serializers.CharField()
    items = serializers.IntegerField()
    amount_minor = serializers.IntegerField()
    oldest = serializers.DateTimeField()
    late = serializers.IntegerField()


class ProofBody(serializers.Serializer[object]):
    """The stored verdict and the head of the chain."""

    holds = serializers.BooleanField(allow_null=True)
    checked_at = serializers.DateTimeField(source="last.checked_at", default=None)
    fully_checked_at = serializers.DateTimeField(source="full.checked_at", default=None)
    postings = serializers.IntegerField(source="full.postings", default=0)
    checks = serializers.IntegerField(source="full.checks", default=0)
    sealed_entries = serializers.IntegerField()
    sealed_at = serializers.DateTimeField(source="seal.sealed_at", default=None)
    head_hash = serializers.CharField(source="seal.hash", default=None)
    anchored_at = serializers.DateTimeField(source="anchor.anchored_at", default=None)
    anchored_hash = serializers.CharField(source="anchor.hash", default=None)
    trials = TrialBody(many=True)
    safeguards = SafeguardBody(many=True)
    clearing = ClearingBody(many=True)
