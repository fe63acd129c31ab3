"""What the two sides put forward: proposals of a settlement, and evidence."""

from django.db import models
from django.db.models import Q

from escrow.disputes.models.cases import Case, CaseLine
from escrow.disputes.states import EvidenceKind, ProposalState
from marketplace.lib.ids import uuid7


class Proposal(models.Model):
    """One version of a settlement: how much goes back, and which goods move. Accepted by the hash that was shown."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="proposals")
    no = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=6)
    state = models.CharField(max_length=10, choices=ProposalState, default=ProposalState.OPEN)
    amounts = models.JSONField("refund by part of the claim, minor units: {'1': 44620}")
    refund_minor = models.BigIntegerField()
    return_goods = models.BooleanField(default=False)
    replace_goods = models.BooleanField(default=False)
    note = models.CharField(max_length=500, blank=True)
    hash = models.CharField(max_length=64)
    made_by_name = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    answered_by_name = models.CharField(max_length=120, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["no"]
        constraints = [
            models.UniqueConstraint(fields=["case", "no"], name="disputes_proposal_no_once"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state=ProposalState.OPEN), name="disputes_one_open_proposal"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state=ProposalState.ACCEPTED), name="disputes_one_accepted_proposal"
            ),
            models.CheckConstraint(condition=Q(refund_minor__gte=0), name="disputes_proposal_refund"),
        ]

    def __str__(self) -> str:
        return f"proposal {self.no} in {self.case_id}"

    @property
    def moves_goods(self) -> bool:
        """The money waits until goods have moved."""
        return self.return_goods or self.replace_goods


class Evidence(models.Model):
    """What one side shows: a file or a statement, for one line of its checklist. Never changed, never taken back."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="evidence")
    no = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=8)
    kind = models.CharField(max_length=9, choices=EvidenceKind)
    code = models.CharField("line of the checklist", max_length=20, blank=True)
    line = models.ForeignKey(
        CaseLine, on_delete=models.PROTECT, related_name="evidence", null=True, blank=True, verbose_name="of one part"
    )
    words = models.TextField(blank=True)
    file = models.ForeignKey("storage.StoredFile", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    sha256 = models.CharField("of the file, or of the words", max_length=64)
    is_late = models.BooleanField(default=False)
    added_by_name = models.CharField(max_length=120)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["no"]
        constraints = [
            models.UniqueConstraint(fields=["case", "no"], name="disputes_evidence_no_once"),
            models.CheckConstraint(
                condition=~Q(words="") | Q(file__isnull=False), name="disputes_evidence_is_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.no} in {self.case_id}"
