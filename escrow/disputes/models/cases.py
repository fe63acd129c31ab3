"""The claim itself: what the buyer says is wrong with which part of an order, and how much money that holds."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from escrow.disputes.querysets import CaseQuerySet
from escrow.disputes.states import CASE, CaseState, CaseType, Remedy
from escrow.models import ReleaseUnit
from marketplace.lib.ids import uuid7


class Case(models.Model):
    """A claim on an order. ``narrowed_at``: the parts without evidence were dropped; ``forced_at``: time is short."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(max_length=20, unique=True)
    order = models.ForeignKey("ledger.Order", on_delete=models.PROTECT, related_name="cases")
    type = models.CharField(max_length=13, choices=CaseType)
    state = models.CharField(max_length=11, choices=CaseState, default=CaseState.OPENED)
    process_version = models.PositiveSmallIntegerField(default=CASE.version)
    remedy = models.CharField(max_length=7, choices=Remedy)
    account = models.TextField("what happened, as the buyer tells it")
    category = models.CharField("of the goods, for precedents", max_length=120, blank=True)
    thread_code = models.CharField(max_length=16, blank=True)
    opened_by_name = models.CharField(max_length=120)
    opened_at = models.DateTimeField()
    escalated_at = models.DateTimeField(null=True, blank=True)
    extended_at = models.DateTimeField("evidence, once", null=True, blank=True)
    narrowed_at = models.DateTimeField(null=True, blank=True)
    forced_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CaseState.values), name="disputes_case_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=CASE.ends, closed_at__isnull=False)
                | (~Q(state__in=CASE.ends) & Q(closed_at__isnull=True)),
                name="disputes_case_closed_at",
            ),
        ]
        indexes = [
            models.Index(fields=["order", "opened_at"], name="disputes_case_order"),
            models.Index(fields=["state", "opened_at"], name="disputes_case_state"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def ref(self) -> str:
        """How the money it freezes is named."""
        return f"case:{self.number}"

    @property
    def is_open(self) -> bool:
        """Something is still to happen."""
        return self.state not in CASE.ends


class CaseLine(models.Model):
    """One part of a claim: pieces of an order line in a release unit, or a share of the unit without pieces.

    ``frozen`` is what the case holds back of it; the rest was released before and is asked back of the vendor.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="lines")
    no = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(ReleaseUnit, on_delete=models.PROTECT, related_name="case_lines")
    line = models.ForeignKey("ledger.OrderLine", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    quantity = models.DecimalField(max_digits=18, decimal_places=3, null=True, blank=True)
    claimed_minor = models.BigIntegerField()
    frozen_minor = models.BigIntegerField(default=0)
    awarded_minor = models.BigIntegerField("what the buyer got", null=True, blank=True)
    dropped_at = models.DateTimeField("for want of evidence", null=True, blank=True)

    class Meta:
        ordering = ["no"]
        constraints = [
            models.UniqueConstraint(fields=["case", "no"], name="disputes_line_no_once"),
            models.CheckConstraint(
                condition=Q(claimed_minor__gt=0, frozen_minor__gte=0, frozen_minor__lte=F("claimed_minor")),
                name="disputes_line_bounds",
            ),
            models.CheckConstraint(
                condition=Q(awarded_minor__isnull=True)
                | Q(awarded_minor__gte=0, awarded_minor__lte=F("claimed_minor"), frozen_minor=0),
                name="disputes_line_award",
            ),
        ]

    def __str__(self) -> str:
        return f"part {self.no} of {self.case_id}"

    @property
    def title(self) -> str:
        """What is claimed, for people. Expects ``line`` and ``unit`` joined."""
        return self.line.description if self.line else self.unit.title

    @property
    def released_minor(self) -> int:
        """What is asked back of the vendor, while the claim is open."""
        return self.claimed_minor - self.frozen_minor


class CaseEvent(models.Model):
    """Something that happened in a case: who, when, what. Append-only; no clock moves without one."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=30)
    side = models.CharField(max_length=8)
    actor_name = models.CharField(max_length=120)
    body = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    at = models.DateTimeField()

    class Meta:
        ordering = ["seq"]
        constraints = [models.UniqueConstraint(fields=["case", "seq"], name="disputes_event_seq_once")]

    def __str__(self) -> str:
        return f"{self.kind} in {self.case_id}"
