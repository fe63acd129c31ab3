"""The JSON shapes of statements. Money is in minor units beside its currency, in the reader's view."""

from typing import Any

from rest_framework import serializers


class Figure(serializers.Serializer[Any]):
    """One line of the summary."""

    name = serializers.CharField(source="label")
    amount_minor = serializers.IntegerField(source="amount")


class StatementLine(serializers.Serializer[Any]):
    """One movement; ``hash`` is SHA-256 over the hash before it and the line's facts."""

    at = serializers.DateTimeField()
    cause = serializers.CharField()
    order = serializers.CharField(source="order_number")
    payout = serializers.CharField(source="payout_number")
    account = serializers.CharField()
    account_code = serializers.CharField()
    key = serializers.CharField()
    line_no = serializers.IntegerField()
    debit_minor = serializers.IntegerField(source="debit")
    credit_minor = serializers.IntegerField(source="credit")
    balance_minor = serializers.IntegerField(source="balance")
    taken_minor = serializers.IntegerField(source="taken", help_text="Commission and tax on it, kept on a release.")
    hash = serializers.CharField()


class Statement(serializers.Serializer[Any]):
    """One side's movements in one currency and period, a page of them at a time."""

    side = serializers.CharField(source="statement.column.party")
    owner = serializers.CharField(source="statement.owner")
    currency = serializers.CharField(source="statement.currency")
    first = serializers.DateField(source="statement.period.first")
    last = serializers.DateField(source="statement.period.last")
    opening_minor = serializers.IntegerField(source="statement.opening")
    closing_minor = serializers.IntegerField(source="statement.closing")
    head = serializers.CharField(source="statement.head")
    causes = Figure(source="statement.causes", many=True)
    standing = Figure(source="statement.standing", many=True)
    lines = StatementLine(source="page.lines", many=True)
    after = serializers.CharField(source="page.following", help_text="Cursor of the next page; empty at the end.")
