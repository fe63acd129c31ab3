"""The JSON shapes of runs, lines and bank receipts. Money is in minor units beside its currency."""

from typing import Any

from rest_framework import serializers

from escrow.reconciliation.models import VERDICTS
from escrow.reconciliation.states import ReceiptState, RunKind
from marketplace.lib.money import CURRENCIES, MAX_MINOR


class ReconciliationRun(serializers.Serializer[Any]):
    """One comparison with the provider. ``difference`` and ``unexplained`` are minor units by currency."""

    id = serializers.UUIDField()
    provider = serializers.CharField()
    kind = serializers.ChoiceField(RunKind.choices)
    since = serializers.DateTimeField()
    started_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    seen = serializers.IntegerField()
    matched = serializers.IntegerField()
    booked = serializers.IntegerField()
    left_open = serializers.IntegerField()
    difference = serializers.DictField(child=serializers.IntegerField())
    unexplained = serializers.DictField(child=serializers.IntegerField())


class ReconciliationRunBody(serializers.Serializer[Any]):
    """``is_full`` compares from the beginning."""

    is_full = serializers.BooleanField(default=False)


class ReconciliationItem(serializers.Serializer[Any]):
    """One line of the provider's account beside ours."""

    id = serializers.UUIDField()
    verdict = serializers.ChoiceField(VERDICTS)
    provider_ref = serializers.CharField()
    source_ref = serializers.CharField()
    our_key = serializers.CharField()
    category = serializers.CharField()
    currency = serializers.CharField()
    amount_minor = serializers.IntegerField()
    fee_minor = serializers.IntegerField()
    delta_minor = serializers.IntegerField()
    occurred_at = serializers.DateTimeField()
    resolved_at = serializers.DateTimeField(allow_null=True)
    why = serializers.CharField()


class ResolutionBody(serializers.Serializer[Any]):
    """Why."""

    why = serializers.CharField(max_length=300)


class BankReceipt(serializers.Serializer[Any]):
    """A transfer to our bank account."""

    id = serializers.UUIDField()
    bank_ref = serializers.CharField()
    reference = serializers.CharField(source="text")
    payer = serializers.CharField()
    currency = serializers.CharField()
    amount_minor = serializers.IntegerField()
    applied_minor = serializers.IntegerField()
    value_date = serializers.DateField()
    state = serializers.ChoiceField(ReceiptState.choices)
    order = serializers.CharField(source="order.number", default=None)
    leg = serializers.IntegerField(source="leg_no", allow_null=True)


class BankReceiptBody(serializers.Serializer[Any]):
    """One line of a bank statement. ``reference`` is whatever the payer wrote."""

    reference = serializers.CharField(max_length=500, allow_blank=True, default="")
    amount_minor = serializers.IntegerField(min_value=1, max_value=MAX_MINOR)
    currency = serializers.ChoiceField([(code, code) for code in CURRENCIES])
    value_date = serializers.DateField()
    bank_ref = serializers.CharField(max_length=80)
    payer = serializers.CharField(max_length=120, allow_blank=True, default="")


class BankReceiptAssignmentBody(ResolutionBody):
    """Whose it is."""

    order_number = serializers.CharField(max_length=20)
    leg_no = serializers.IntegerField(min_value=1, max_value=99, default=1)
