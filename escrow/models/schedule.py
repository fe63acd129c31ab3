"""An order's plan at work: payment legs, release units, shipments, frozen money, and clocks."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from escrow.querysets import TimerQuerySet
from escrow.states import LegState, UnitKind, UnitState
from marketplace.lib.ids import uuid7


class PaymentLeg(models.Model):
    """One payment that an order asks for. ``when`` says what it is due with."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    order = models.ForeignKey("ledger.Order", on_delete=models.PROTECT, related_name="legs")
    no = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    when = models.CharField(max_length=10)
    amount_minor = models.BigIntegerField()
    state = models.CharField(max_length=8, choices=LegState, default=LegState.PLANNED)
    due_at = models.DateTimeField(null=True, blank=True)
    funded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["no"]
        constraints = [
            models.UniqueConstraint(fields=["order", "no"], name="escrow_leg_no_once"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="escrow_leg_positive"),
            models.CheckConstraint(
                condition=~Q(state=LegState.FUNDED) | Q(funded_at__isnull=False), name="escrow_leg_funded_at"
            ),
        ]

    def __str__(self) -> str:
        return f"payment {self.no} of {self.order_id}"


class Shipment(models.Model):
    """Goods on their way, with the carrier's number and an optional document."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    order = models.ForeignKey("ledger.Order", on_delete=models.PROTECT, related_name="shipments")
    carrier = models.CharField(max_length=80)
    tracking_number = models.CharField(max_length=80)
    document = models.ForeignKey(
        "storage.StoredFile", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    shipped_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "carrier", "tracking_number"], name="escrow_shipment_once")
        ]

    def __str__(self) -> str:
        return f"{self.carrier} {self.tracking_number}"


class ReleaseUnit(models.Model):
    """What the buyer accepts in one piece: a shipment, a milestone, or the retention.

    ``amount`` is divided into what was released, refunded and frozen, and what is still open. ``quantities``
    are the units of each order line in it: ``{"1": "500"}``. Shipping or accepting a part splits a unit.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    order = models.ForeignKey("ledger.Order", on_delete=models.PROTECT, related_name="units")
    no = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=9, choices=UnitKind)
    title = models.CharField(max_length=120)
    process_version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=11, choices=UnitState, default=UnitState.LOCKED)
    leg_no = models.PositiveSmallIntegerField("the payment that it waits for; none: any", null=True, blank=True)
    amount_minor = models.BigIntegerField()
    released_minor = models.BigIntegerField(default=0)
    refunded_minor = models.BigIntegerField(default=0)
    frozen_minor = models.BigIntegerField(default=0)
    quantities = models.JSONField(default=dict, blank=True)
    days = models.PositiveSmallIntegerField("what it may take, or how long it is kept", default=0)
    shipment = models.ForeignKey(Shipment, on_delete=models.PROTECT, related_name="units", null=True, blank=True)
    note = models.CharField("what the vendor says of a milestone", max_length=500, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    shipped_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    inspection_ends_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["no"]
        constraints = [
            models.UniqueConstraint(fields=["order", "no"], name="escrow_unit_no_once"),
            models.CheckConstraint(
                condition=Q(
                    amount_minor__gte=F("released_minor") + F("refunded_minor") + F("frozen_minor"),
                    released_minor__gte=0,
                    refunded_minor__gte=0,
                    frozen_minor__gte=0,
                ),
                name="escrow_unit_conserves",
            ),
        ]

    def __str__(self) -> str:
        return f"unit {self.no} of {self.order_id}"

    @property
    def open_minor(self) -> int:
        """What is neither released nor refunded nor frozen."""
        return self.amount_minor - self.released_minor - self.refunded_minor - self.frozen_minor


class Freeze(models.Model):
    """Money of a unit that a claim holds back. ``sources`` are the payment legs that it came out of."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    order = models.ForeignKey("ledger.Order", on_delete=models.PROTECT, related_name="freezes")
    unit = models.ForeignKey(ReleaseUnit, on_delete=models.PROTECT, related_name="freezes")
    ref = models.CharField("what froze it: case:CASE-1001, return:RMA-1001", max_length=80)
    amount_minor = models.BigIntegerField()
    left_minor = models.BigIntegerField("not decided yet")
    sources = models.JSONField(encoder=DjangoJSONEncoder)
    frozen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "ref"], name="escrow_freeze_once"),
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0, left_minor__gte=0, left_minor__lte=F("amount_minor")),
                name="escrow_freeze_bounds",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.left_minor} frozen by {self.ref}"


class Timer(models.Model):
    """A clock of an order, or of something about it (``subject``): fires once, or is stopped when that moves on."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    order = models.ForeignKey("ledger.Order", on_delete=models.PROTECT, related_name="timers")
    name = models.CharField(max_length=24)
    subject = models.CharField("id of the unit, leg, case …; empty: the order itself", max_length=80, blank=True)
    due_at = models.DateTimeField()
    fired_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)

    objects = TimerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order", "name", "subject"],
                name="escrow_timer_once",
                condition=Q(fired_at__isnull=True, stopped_at__isnull=True),
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at"], name="escrow_timer_due", condition=Q(fired_at__isnull=True, stopped_at__isnull=True)
            ),
            models.Index(fields=["order"], name="escrow_timer_order"),
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.order_id}"
