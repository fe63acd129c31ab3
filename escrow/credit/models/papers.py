"""What people bring forward around an invoice: purchase orders, differences, objections, write-offs."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from escrow.credit.models.invoices import Invoice, InvoiceLine
from escrow.credit.states import ObjectionState
from marketplace.lib.ids import uuid7


class PurchaseOrder(models.Model):
    """The buyer's own paper for an order. A new upload replaces it; the order's timeline keeps each hash."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    order = models.OneToOneField("ledger.Order", on_delete=models.PROTECT, related_name="purchase_order")
    buyer = models.ForeignKey("identity.Organization", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=60)
    currency = models.CharField(max_length=3)
    total_minor = models.BigIntegerField()
    quantities = models.JSONField("by position of the order: {'1': '5000'}", default=dict)
    file = models.ForeignKey("storage.StoredFile", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    digest = models.CharField("SHA-256 of what it says", max_length=64)
    added_by_name = models.CharField(max_length=120)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["buyer", "number"], name="credit_purchase_order_once")]

    def __str__(self) -> str:
        return self.number


class InvoicingBlock(models.Model):
    """A shipment that cannot be invoiced, and why: papers differ, or there is no credit for it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    order = models.ForeignKey("ledger.Order", on_delete=models.PROTECT, related_name="invoicing_blocks")
    shipment = models.ForeignKey("escrow.Shipment", on_delete=models.PROTECT, related_name="+")
    differences = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    opened_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by_name = models.CharField(max_length=120, blank=True)
    resolution = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["shipment"], condition=Q(resolved_at__isnull=True), name="credit_block_one_open"
            )
        ]

    def __str__(self) -> str:
        return f"block of {self.order_id}"


class LineObjection(models.Model):
    """The buyer disputes an amount of an invoice's line: only that amount waits."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="objections")
    line = models.ForeignKey(InvoiceLine, on_delete=models.PROTECT, related_name="objections")
    amount_minor = models.BigIntegerField()
    reason = models.CharField(max_length=300)
    state = models.CharField(max_length=8, choices=ObjectionState, default=ObjectionState.OPEN)
    raised_by_name = models.CharField(max_length=120)
    raised_at = models.DateTimeField()
    answer = models.CharField(max_length=300, blank=True)
    answered_by_name = models.CharField(max_length=120, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["raised_at"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="credit_objection_positive"),
            models.UniqueConstraint(
                fields=["line"], condition=Q(state=ObjectionState.OPEN), name="credit_objection_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"objection to {self.invoice_id}"


class WriteOff(models.Model):
    """A claim given up: proposed with a reason, and above a limit approved by a second person."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    invoice = models.OneToOneField(Invoice, on_delete=models.PROTECT, related_name="write_off")
    reason = models.CharField(max_length=300)
    proposed_by = models.ForeignKey(
        "identity.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )  # null: the clock
    proposed_by_name = models.CharField(max_length=120)
    proposed_at = models.DateTimeField()
    approved_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    approved_by_name = models.CharField(max_length=120, blank=True)
    booked_at = models.DateTimeField(null=True, blank=True)
    principal_minor = models.BigIntegerField(default=0)
    fees_minor = models.BigIntegerField(default=0)
    bad_debt_minor = models.BigIntegerField("of it the market's loss", default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | Q(proposed_by__isnull=True)
                | ~Q(approved_by=models.F("proposed_by")),
                name="credit_write_off_four_eyes",
            )
        ]

    def __str__(self) -> str:
        return f"write-off of {self.invoice_id}"
