"""The JSON shapes of returns. Money is in minor units of the order's currency, shares in basis points."""

from typing import Any

from rest_framework import serializers

from escrow.returns.states import Disposition, Outcome, Payer, Reason, Remedy, ReturnState


class ReturnLine(serializers.Serializer[Any]):
    """A position that goes back, and what became of its pieces."""

    position = serializers.IntegerField(source="line.position")
    description = serializers.CharField(source="line.description")
    serials = serializers.CharField()
    requested = serializers.DecimalField(max_digits=18, decimal_places=3)
    authorised = serializers.DecimalField(max_digits=18, decimal_places=3)
    received = serializers.DecimalField(max_digits=18, decimal_places=3)
    condition = serializers.CharField()
    outcomes = serializers.DictField(child=serializers.DecimalField(max_digits=18, decimal_places=3))
    is_judged = serializers.BooleanField()
    finding = serializers.CharField()
    disposition = serializers.CharField()
    value_minor = serializers.IntegerField()


class ReturnOffer(serializers.Serializer[Any]):
    """A proposal; the open one is accepted by its ``hash``."""

    no = serializers.IntegerField()
    side = serializers.CharField()
    state = serializers.CharField()
    remedy = serializers.ChoiceField(Remedy.choices)
    credit_bp = serializers.IntegerField()
    restocking_bp = serializers.IntegerField()
    freight_payer = serializers.ChoiceField(Payer.choices)
    quantities = serializers.DictField(child=serializers.CharField())
    note = serializers.CharField()
    hash = serializers.CharField()
    made_at = serializers.DateTimeField()


class ReturnSummary(serializers.Serializer[Any]):
    """A return in a list."""

    number = serializers.CharField()
    order = serializers.CharField(source="order.number")
    unit = serializers.IntegerField(source="unit.no")
    state = serializers.ChoiceField(ReturnState.choices)
    reason = serializers.ChoiceField(Reason.choices)
    is_goodwill = serializers.BooleanField()
    waiting_for = serializers.CharField()
    currency = serializers.CharField(source="order.currency")
    claimed_minor = serializers.IntegerField()
    frozen_minor = serializers.IntegerField()
    refunded_minor = serializers.IntegerField()
    remedy = serializers.CharField()
    requested_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)


class FullReturn(serializers.Serializer[Any]):
    """One return: its summary, the rules frozen on it, its lines and proposals, and until when its step may take."""

    summary = ReturnSummary(source="row")
    terms = serializers.DictField(source="row.terms")
    note = serializers.CharField(source="row.note")
    freight_payer = serializers.CharField(source="row.freight_payer")
    freight_minor = serializers.IntegerField(source="row.freight_minor")
    lines = ReturnLine(many=True)
    offers = ReturnOffer(many=True)
    clock = serializers.CharField(source="clock_name")
    due_at = serializers.DateTimeField(allow_null=True)
    may = serializers.ListField(child=serializers.CharField())


class LineBody(serializers.Serializer[Any]):
    """So many pieces of a position."""

    position = serializers.IntegerField(min_value=1)
    quantity = serializers.DecimalField(max_digits=18, decimal_places=3, min_value=0)
    serials = serializers.CharField(max_length=500, required=False, default="", allow_blank=True)


class RequestBody(serializers.Serializer[Any]):
    """Ask to send goods back. ``file_ids`` are confirmed uploads for the purpose ``evidence``."""

    lines = LineBody(many=True)
    reason = serializers.ChoiceField(Reason.choices)
    note = serializers.CharField(max_length=2000)
    remedy = serializers.ChoiceField(Remedy.choices, default=Remedy.REFUND)
    credit_bp = serializers.IntegerField(min_value=1, max_value=10_000, default=10_000)
    unit = serializers.IntegerField(min_value=1, required=False)
    file_ids = serializers.ListField(child=serializers.UUIDField(), required=False, default=list, max_length=20)


class ReturnOfferBody(serializers.Serializer[Any]):
    """Another proposal. ``quantities``: {position: pieces}."""

    remedy = serializers.ChoiceField(Remedy.choices)
    credit_bp = serializers.IntegerField(min_value=1, max_value=10_000, default=10_000)
    restocking_bp = serializers.IntegerField(min_value=0, max_value=10_000, default=0)
    freight_payer = serializers.ChoiceField(Payer.choices)
    quantities = serializers.DictField(child=serializers.DecimalField(max_digits=18, decimal_places=3, min_value=0))
    note = serializers.CharField(max_length=1000, required=False, default="", allow_blank=True)


class AcceptBody(serializers.Serializer[Any]):
    """The hash of the proposal as it was shown."""

    hash = serializers.CharField(max_length=64)


class ReasonBody(serializers.Serializer[Any]):
    """Why; the other side reads it."""

    reason = serializers.CharField(max_length=1000)


class ShipBody(serializers.Serializer[Any]):
    """The goods left; ``freight_minor`` is what the buyer paid for the freight back."""

    carrier = serializers.CharField(max_length=80)
    tracking_number = serializers.CharField(max_length=80)
    freight_minor = serializers.IntegerField(min_value=0, default=0)


class TrackingBody(serializers.Serializer[Any]):
    """What makes good is on its way."""

    carrier = serializers.CharField(max_length=80)
    tracking_number = serializers.CharField(max_length=80)


class ReceiptLine(serializers.Serializer[Any]):
    """What arrived of a position."""

    position = serializers.IntegerField(min_value=1)
    quantity = serializers.DecimalField(max_digits=18, decimal_places=3, min_value=0)
    condition = serializers.CharField(max_length=500, required=False, default="", allow_blank=True)


class ReceiptBody(serializers.Serializer[Any]):
    """What arrived; a position that is left out arrived in full."""

    lines = ReceiptLine(many=True)


class VerdictLine(serializers.Serializer[Any]):
    """What was found: {outcome: pieces} that add up to what was received."""

    position = serializers.IntegerField(min_value=1)
    outcomes = serializers.DictField(child=serializers.DecimalField(max_digits=18, decimal_places=3, min_value=0))
    finding = serializers.CharField(max_length=1000, required=False, default="", allow_blank=True)
    disposition = serializers.ChoiceField(Disposition.choices, default=Disposition.QUARANTINE)

    def validate_outcomes(self, value: dict[str, Any]) -> dict[str, Any]:
        """Only outcomes that there are."""
        unknown = set(value) - set(Outcome.values)
        if unknown:
            raise serializers.ValidationError(f"{min(unknown)} is not an outcome. Use {', '.join(Outcome.values)}.")
        return value


class VerdictBody(serializers.Serializer[Any]):
    """The verdict on every position."""

    lines = VerdictLine(many=True)


class ReturnDecisionBody(serializers.Serializer[Any]):
    """So much of the claim to the buyer, and why."""

    to_buyer_minor = serializers.IntegerField(min_value=0)
    reason = serializers.CharField(max_length=2000)
