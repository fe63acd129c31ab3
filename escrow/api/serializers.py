"""The JSON shapes of orders, payments, shipments and payouts. Money is in minor units beside its currency."""

from typing import Any

from rest_framework import serializers

from escrow.states import OperationKind, OperationState, PayoutState
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


class OrderPage(serializers.Serializer[Any]):
    """What both sides of an order see. ``may`` lists the steps that the caller can take now."""

    order = FullOrder()
    paid_minor = serializers.IntegerField(source="paid")
    held_minor = serializers.IntegerField(source="held")
    refunded_minor = serializers.IntegerField(source="refunded")
    released_minor = serializers.IntegerField(source="released")
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


class DeliveryBody(serializers.Serializer[Any]):
    """The goods arrived."""

    signed_by = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")


class RefundBody(serializers.Serializer[Any]):
    """Why the money goes back."""

    reason = serializers.CharField(max_length=300)


class Release(serializers.Serializer[Any]):
    """The released money, as the buyer sees it."""

    order = serializers.CharField(source="order.number")
    currency = serializers.CharField()
    released_minor = serializers.IntegerField(source="gross_minor")
    by_clock = serializers.BooleanField()
    released_at = serializers.DateTimeField()


class Refund(serializers.Serializer[Any]):
    """Money on its way back."""

    order = serializers.CharField(source="order.number")
    reason = serializers.CharField()
    requested_at = serializers.DateTimeField()
    operation = Operation()


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
