"""What officers do: inspections, decisions line by line, appeals, and the precedents that remain."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Q

from escrow.disputes.models.cases import Case, CaseLine
from escrow.disputes.states import CaseType, Reason
from marketplace.lib.ids import uuid7


class Inspection(models.Model):
    """An inspector looks at the goods. The claimant advances ``fee``; the decision says who bears it in the end."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="inspections")
    inspector = models.CharField(max_length=120)
    questions = models.TextField("what the inspector is to find out")
    fee_minor = models.BigIntegerField(default=0)
    ordered_by_name = models.CharField(max_length=120)
    ordered_at = models.DateTimeField()
    due_at = models.DateTimeField()
    finding = models.TextField(blank=True)
    report = models.ForeignKey("storage.StoredFile", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["ordered_at"]
        constraints = [models.CheckConstraint(condition=Q(fee_minor__gte=0), name="disputes_inspection_fee")]

    def __str__(self) -> str:
        return f"inspection by {self.inspector} in {self.case_id}"


class Decision(models.Model):
    """An officer's finding. The last one of a case counts; those before it were revised or appealed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    no = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=19, choices=Reason)
    reasons = models.TextField()
    return_goods = models.BooleanField(default=False)
    officer = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    officer_name = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    needs_approval = models.BooleanField(default=False)
    approved_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    approved_by_name = models.CharField(max_length=120, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    on_appeal = models.BooleanField(default=False)

    class Meta:
        ordering = ["no"]
        constraints = [
            models.UniqueConstraint(fields=["case", "no"], name="disputes_decision_no_once"),
            models.CheckConstraint(condition=~Q(reasons=""), name="disputes_decision_has_reasons"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=models.F("officer")),
                name="disputes_decision_four_eyes",
            ),
        ]

    def __str__(self) -> str:
        return f"decision {self.no} in {self.case_id}"


class DecisionLine(models.Model):
    """Who answers for one part of the claim: the vendor for ``vendor_bp`` of it, the buyer for the rest."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="lines")
    line = models.ForeignKey(CaseLine, on_delete=models.PROTECT, related_name="+")
    vendor_bp = models.PositiveIntegerField("the vendor's share of the fault, basis points")
    to_buyer_minor = models.BigIntegerField()

    class Meta:
        ordering = ["line__no"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "line"], name="disputes_decision_line_once"),
            models.CheckConstraint(
                condition=Q(vendor_bp__lte=10_000, to_buyer_minor__gte=0), name="disputes_decision_line_bounds"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.vendor_bp} bp of {self.line_id}"

    @property
    def percent(self) -> str:
        """The vendor's share of the fault, as people write it."""
        return _percent(self.vendor_bp)

    @property
    def buyer_percent(self) -> str:
        """The buyer's own share, as people write it."""
        return _percent(10_000 - self.vendor_bp)


def _percent(basis_points: int) -> str:
    whole, rest = divmod(basis_points, 100)
    return f"{whole}.{rest:02d}".rstrip("0") if rest else str(whole)


class Appeal(models.Model):
    """One side brings new grounds against a decision. Once in the life of a case."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="appeal")
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="appeal")
    side = models.CharField(max_length=6)
    grounds = models.TextField()
    made_by_name = models.CharField(max_length=120)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(grounds=""), name="disputes_appeal_has_grounds")]

    def __str__(self) -> str:
        return f"appeal in {self.case_id}"


class Precedent(models.Model):
    """What a decided case teaches, without the names of those who were in it. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="precedent")
    type = models.CharField(max_length=13, choices=CaseType)
    category = models.CharField(max_length=120, blank=True)
    currency = models.CharField(max_length=3)
    claimed_minor = models.BigIntegerField()
    awarded_minor = models.BigIntegerField()
    reason = models.CharField(max_length=19, choices=Reason)
    account = models.TextField("the claim, anonymised")
    reasons = models.TextField("the decision, anonymised")
    decided_at = models.DateTimeField()

    class Meta:
        indexes = [
            GinIndex(SearchVector("category", "account", "reasons", config="english"), name="disputes_precedent_words"),
            models.Index(fields=["type", "-decided_at"], name="disputes_precedent_type"),
        ]

    def __str__(self) -> str:
        return f"{self.type}, {self.reason}"

    @property
    def awarded_percent(self) -> int:
        """How much of the claim was granted."""
        return 100 * self.awarded_minor // self.claimed_minor
