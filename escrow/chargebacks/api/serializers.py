"""The JSON shapes of chargebacks. Money is in minor units beside its currency."""

from typing import Any

from rest_framework import serializers

from escrow.chargebacks.states import ChargebackState, Liability


class Chargeback(serializers.Serializer[Any]):
    """A payment that the buyer's bank took back, as both sides see it."""

    ref = serializers.CharField()
    order = serializers.CharField(source="order.number")
    state = serializers.ChoiceField(ChargebackState.choices)
    reason = serializers.CharField()
    currency = serializers.CharField()
    amount_minor = serializers.IntegerField()
    opened_at = serializers.DateTimeField()
    due_by = serializers.DateTimeField(allow_null=True)
    evidence_sent_at = serializers.DateTimeField(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)


class ChargebackStatementBody(serializers.Serializer[Any]):
    """The vendor's side."""

    text = serializers.CharField(max_length=4_000)


class ChargebackStatement(serializers.Serializer[Any]):
    """What the vendor said."""

    text = serializers.CharField()
    author = serializers.CharField(source="author_name")
    written_at = serializers.DateTimeField()


class ChargebackLiabilityBody(serializers.Serializer[Any]):
    """Who bears a loss, and why."""

    liability = serializers.ChoiceField(Liability.choices)
    why = serializers.CharField(max_length=300)


class ChargebackWriteOffBody(serializers.Serializer[Any]):
    """Why we give up."""

    why = serializers.CharField(max_length=300)
