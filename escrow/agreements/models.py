"""What was agreed around an order: amendments, cancellations, extensions, and the inspection with its reports."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from escrow.agreements.querysets import AboutOrderQuerySet
from escrow.agreements.states import Ground, InspectionState, ProposalState
from marketplace.lib.ids import uuid7


class Amendment(models.Model):
    """A change of an order that both sides accept by its hash. It never raises the price."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    order = models.ForeignKey("ledger.Order", on_delete=models.PROTECT, related_name="amendments")
    no = models.PositiveSmallIntegerField()
    side = models.CharField("who proposed it", max_length=6)
    process_version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=9, choices=ProposalState, default=ProposalState.PROPOSED)
    changes = models.JSONField(encoder=DjangoJSONEncoder)
    before = models.JSONField("the same fields as they were", encoder=DjangoJSONEncoder)
    note = models.CharField(max_length=1000)
    hash = models.CharField(max_length=64)
    proposed_by_name = models.CharField(max_length=120)
    proposed_at = models.DateTimeField()
    lapses_at = models.DateTimeField()
    answered_by_name = models.CharField(max_length=120, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = AboutOrderQuerySet.as_manager()

    class Meta:
        ordering = ["no"]
        constraints = [
            models.UniqueConstraint(fields=["order", "no"], name="agreements_amendment_number"),
            models.UniqueConstraint(
                fields=["order"], condition=Q(state=ProposalState.PROPOSED), name="agreements_one_open_amendment"
            ),
        ]

    def __str__(self) -> str:
        return f"amendment {self.no} of {self.order_id}"


class Cancellation(models.Model):
    """The end of an order before dispatch: proposed and accepted, or one side's right. Money in minor units."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    order = models.ForeignKey("ledger.Order", on_delete=models.PROTECT, related_name="cancellations")
    no = models.PositiveSmallIntegerField()
    ground = models.CharField(max_length=8, choices=Ground)
    side = models.CharField("who asked for it", max_length=6)
    process_version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=9, choices=ProposalState, default=ProposalState.PROPOSED)
    reason = models.CharField(max_length=1000)
    fee_minor = models.BigIntegerField("to the supplier")
    refunded_minor = models.BigIntegerField("to the buyer", default=0)
    hash = models.CharField(max_length=64)
    proposed_by_name = models.CharField(max_length=120)
    proposed_at = models.DateTimeField()
    lapses_at = models.DateTimeField()
    answered_by_name = models.CharField(max_length=120, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = AboutOrderQuerySet.as_manager()

    class Meta:
        ordering = ["no"]
        constraints = [
            models.UniqueConstraint(fields=["order", "no"], name="agreements_cancellation_number"),
            models.UniqueConstraint(
                fields=["order"],
                condition=Q(state__in=[ProposalState.PROPOSED, ProposalState.ACCEPTED]),
                name="agreements_one_cancellation",
            ),
            models.CheckConstraint(
                condition=Q(fee_minor__gte=0, refunded_minor__gte=0), name="agreements_cancellation_money"
            ),
        ]

    def __str__(self) -> str:
        return f"cancellation {self.no} of {self.order_id}"


class Extension(models.Model):
    """More time to inspect, taken by one side once per unit; append-only."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    order = models.ForeignKey("ledger.Order", on_delete=models.PROTECT, related_name="extensions")
    unit = models.ForeignKey("escrow.ReleaseUnit", on_delete=models.PROTECT, related_name="extensions")
    side = models.CharField(max_length=6)
    days = models.PositiveSmallIntegerField()
    from_at = models.DateTimeField()
    to_at = models.DateTimeField()
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "side"], name="agreements_extension_once_each"),
            models.CheckConstraint(condition=Q(days__lte=15, to_at__gt=F("from_at")), name="agreements_extension_days"),
        ]

    def __str__(self) -> str:
        return f"{self.days} days for {self.unit_id}"


class Inspection(models.Model):
    """The inspection of an order's goods before dispatch, with what they are inspected against."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    order = models.OneToOneField("ledger.Order", on_delete=models.PROTECT, related_name="inspection")
    process_version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=9, choices=InspectionState, default=InspectionState.DRAFT)
    spec = models.JSONField("items as in spec.py")
    spec_hash = models.CharField(max_length=64)
    buyer_hash = models.CharField("of the specification that the buyer agreed to", max_length=64, blank=True)
    vendor_hash = models.CharField("the supplier likewise", max_length=64, blank=True)
    appointment_no = models.PositiveSmallIntegerField(default=0)
    inspector = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    place = models.CharField(max_length=200, blank=True)
    appointed_for = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = AboutOrderQuerySet.as_manager()

    def __str__(self) -> str:
        return f"inspection of {self.order_id}"

    @property
    def ref(self) -> str:
        """What its clocks are called."""
        return f"inspection:{self.id}"


class InspectionReport(models.Model):
    """What the inspector found, item by item; bound to the specification by its hash. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="reports")
    no = models.PositiveSmallIntegerField("the appointment that it answers")
    inspector = models.CharField("as signed", max_length=120)
    company = models.CharField(max_length=120)
    is_passed = models.BooleanField()
    items = models.JSONField("{no, measured, is_passed, note} each")
    files = models.JSONField("{name, sha256} each")
    summary = models.CharField(max_length=2000, blank=True)
    spec_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    submitted_at = models.DateTimeField()

    class Meta:
        ordering = ["no"]
        constraints = [models.UniqueConstraint(fields=["inspection", "no"], name="agreements_report_once")]

    def __str__(self) -> str:
        return f"report {self.no} of {self.inspection_id}"


class ReportFile(models.Model):
    """A photo or document of a report."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    report = models.ForeignKey(InspectionReport, on_delete=models.PROTECT, related_name="attachments")
    file = models.ForeignKey("storage.StoredFile", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.file_id} of {self.report_id}"
