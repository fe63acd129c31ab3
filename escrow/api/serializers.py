"""The JSON shapes of orders, payments, shipments and payouts. Money is in minor units beside its currency."""

from typing import Any

from rest_framework import serializers

from escrow.states import LegState, OperationKind, OperationState, PayoutState, UnitKind, UnitState
from marketplace.ledger.states import OrderState


class OrderLine(serializers.Serializer[Any]):
    """A position; ``unit_price`` in major units."""

    position = serializers.IntegerField()
    sku = serializers.CharField()
    description = serializers.CharField()
    quantity = serializers.DecimalField(max_digits=18, decimal_places=3)
    unit = serializers.CharField()
    unit_price = serializers.DecimalField(max_digits=18, decimal_places=6)
    total_minor = serializers.IntegerField()


class OrderSummary(serializers.Serializer[Any]):
    """An order in a list."""

    number = serializers.CharField()
    title = serializers.CharField()
    state = serializers.ChoiceField(OrderState.choices)
    buyer = serializers.CharField(source="buyer.name")
    vendor = serializers.CharField(source="vendor.name")
    currency = serializers.CharField()
    goods_minor = serializers.IntegerField()
    freight_minor = serializers.IntegerField()
    total_minor = serializers.IntegerField()
    agreed_in = serializers.CharField(source="source")
    terms_hash = serializers.CharField()
    version = serializers.IntegerField()
    opened_at = serializers.DateTimeField()
    funded_at = serializers.DateTimeField(allow_null=True)
    ship_due_at = serializers.DateTimeField(allow_null=True)
    shipped_at = serializers.DateTimeField(allow_null=True)
    delivered_at = serializers.DateTimeField(allow_null=True)
    accepted_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)


class FullOrder(OrderSummary):
    """An order with what was agreed."""

    terms = serializers.JSONField()
    ship_to = serializers.JSONField()
    lines = OrderLine(many=True, source="lines.all")


class Shipment(serializers.Serializer[Any]):
    """Goods on their way."""

    carrier = serializers.CharField()
    tracking_number = serializers.CharField()
    shipped_at = serializers.DateTimeField()
    delivered_at = serializers.DateTimeField(allow_null=True)


class TimelineEntry(serializers.Serializer[Any]):
    """What happened, happens or is planned; ``at`` is the plan where ``state`` is not done."""

    title = serializers.CharField()
    detail = serializers.CharField()
    at = serializers.DateTimeField(allow_null=True)
    state = serializers.CharField()


class Leg(serializers.Serializer[Any]):
    """One payment that the order asks for."""

    no = serializers.IntegerField()
    title = serializers.CharField()
    amount_minor = serializers.IntegerField()
    state = serializers.ChoiceField(LegState.choices)
    due_at = serializers.DateTimeField(allow_null=True)
    funded_at = serializers.DateTimeField(allow_null=True)


class Unit(serializers.Serializer[Any]):
    """What is accepted in one piece: a delivery, a milestone, the retention."""

    no = serializers.IntegerField()
    kind = serializers.ChoiceField(UnitKind.choices)
    title = serializers.CharField()
    state = serializers.ChoiceField(UnitState.choices)
    amount_minor = serializers.IntegerField()
    released_minor = serializers.IntegerField()
    refunded_minor = serializers.IntegerField()
    frozen_minor = serializers.IntegerField()
    quantities = serializers.DictField(child=serializers.CharField())
    inspection_ends_at = serializers.DateTimeField(allow_null=True)


class OrderPage(serializers.Serializer[Any]):
    """What both sides of an order see. ``may`` lists the steps that the caller can take now."""

    order = FullOrder()
    paid_minor = serializers.IntegerField(source="paid")
    held_minor = serializers.IntegerField(source="held")
    refunded_minor = serializers.IntegerField(source="refunded")
    released_minor = serializers.IntegerField(source="released")
    legs = Leg(many=True)
    units = Unit(many=True)
    shipments = Shipment(many=True)
    timeline = TimelineEntry(many=True, source="moments")
    may = serializers.SerializerMethodField()

    def get_may(self, page: Any) -> list[str]:
        """In a fixed order."""
        return sorted(page.may)


class OrderForBuyer(OrderPage):
    """The buyer's shape: ``released_minor`` is all that left escrow for the supplier."""


class OrderForVendor(OrderPage):
    """The vendor's shape: ``released_minor`` is after commission."""

    commission_minor = serializers.IntegerField(source="commission")
    net_minor = serializers.IntegerField(source="net")
    payout = serializers.CharField(source="payout_number")
    payout_state = serializers.CharField()


class Operation(serializers.Serializer[Any]):
    """One thing asked of the payment provider."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(OperationKind.choices)
    state = serializers.ChoiceField(OperationState.choices)
    amount_minor = serializers.IntegerField()
    currency = serializers.CharField()
    error = serializers.CharField()
    created_at = serializers.DateTimeField()
    settled_at = serializers.DateTimeField(allow_null=True)


class StartedPayment(serializers.Serializer[Any]):
    """Where the buyer pays (a path here, or an address at the provider), and what to ask for later."""

    checkout_url = serializers.CharField()
    operation = Operation()


class ShipmentBody(serializers.Serializer[Any]):
    """The goods left. ``document_id`` is a confirmed upload of the caller's organisation."""

    carrier = serializers.CharField(max_length=80)
    tracking_number = serializers.CharField(max_length=80)
    document_id = serializers.UUIDField(required=False, allow_null=True)
    quantities = serializers.DictField(
        child=serializers.DecimalField(max_digits=18, decimal_places=3),
        required=False,
        help_text="By order line; without it everything left is shipped.",
    )


class AcceptanceBody(serializers.Serializer[Any]):
    """What is accepted: everything that was shipped, one unit, or the ``quantities`` of it by order line."""

    unit_no = serializers.IntegerField(required=False, min_value=1)
    quantities = serializers.DictField(child=serializers.DecimalField(max_digits=18, decimal_places=3), required=False)


class MilestoneBody(serializers.Serializer[Any]):
    """What was done."""

    note = serializers.CharField(max_length=500)


class PaymentBody(serializers.Serializer[Any]):
    """Which payment of the order; the next one without it."""

    leg_no = serializers.IntegerField(required=False, min_value=1)


class DeliveryBody(serializers.Serializer[Any]):
    """The goods arrived."""

    signed_by = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")
    tracking_number = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")


class RefundBody(serializers.Serializer[Any]):
    """Why the money goes back."""

    reason = serializers.CharField(max_length=300)


class Refund(serializers.Serializer[Any]):
    """Money on its way back."""

    order = serializers.CharField(source="order.number")
    reason = serializers.CharField()
    amount_minor = serializers.IntegerField()
    to_wallet_minor = serializers.IntegerField(help_text="What could not go back the way it came.")
    after_release = serializers.BooleanField()
    requested_at = serializers.DateTimeField()
    operations = Operation(many=True)


class Payout(serializers.Serializer[Any]):
    """Money on its way to a vendor."""

    number = serializers.CharField()
    batch = serializers.CharField(source="batch.number")
    vendor = serializers.CharField(source="vendor.name")
    currency = serializers.CharField()
    amount_minor = serializers.IntegerField()
    state = serializers.ChoiceField(PayoutState.choices)
    created_at = serializers.DateTimeField()
    paid_at = serializers.DateTimeField(allow_null=True)


class PayoutBatch(serializers.Serializer[Any]):
    """One run over all vendors."""

    number = serializers.CharField()
    created_by = serializers.CharField(source="created_by_name")
    created_at = serializers.DateTimeField()
    payouts = serializers.IntegerField(source="payouts_count")
    paid = serializers.IntegerField(source="paid_count")
