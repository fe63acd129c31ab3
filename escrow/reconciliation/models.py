"""What reconciliation remembers: runs, the lines they compared, and transfers to our own bank account.

Amounts are minor units of the row's currency, signed as the provider signs them: + raises the balance.
"""

from django.db import models
from django.db.models import F, Q

from escrow.reconciliation.matching import Verdict
from escrow.reconciliation.querysets import ItemQuerySet, ReceiptQuerySet, RunQuerySet
from escrow.reconciliation.states import ReceiptState, RunKind
from marketplace.lib.ids import uuid7

VERDICTS = [
    (Verdict.MATCHED.value, "Matched"),
    (Verdict.MISSING_OURS.value, "Not in our books"),
    (Verdict.MISSING_THEIRS.value, "Not at the provider"),
    (Verdict.AMOUNT_DIFFERS.value, "Amount differs"),
    (Verdict.FEE_DIFFERS.value, "Fee differs"),
]


class ReconciliationRun(models.Model):
    """One comparison of the provider's account with ours. The two balances are minor units by currency."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    provider = models.CharField(max_length=20)
    kind = models.CharField(max_length=11, choices=RunKind)
    since = models.DateTimeField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    seen = models.PositiveIntegerField("transactions of the provider", default=0)
    matched = models.PositiveIntegerField(default=0)
    booked = models.PositiveIntegerField("entries that we had missed", default=0)
    left_open = models.PositiveIntegerField(default=0)
    difference = models.JSONField("provider's balance less ours", default=dict)
    unexplained = models.JSONField("the part that no open item explains", default=dict)
    started_by_name = models.CharField(max_length=120)

    objects = RunQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["provider", "-started_at"], name="reconciliation_run_newest")]

    def __str__(self) -> str:
        return f"{self.kind.lower()} run of {self.started_at:%Y-%m-%d %H:%M}"

    @property
    def is_clean(self) -> bool:
        """Nothing differs and nothing is left open."""
        return not self.left_open and not any(self.difference.values())


class ReconciliationItem(models.Model):
    """One transaction of the provider beside our entry, or an entry of ours that the provider does not show."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    run = models.ForeignKey(ReconciliationRun, on_delete=models.PROTECT, related_name="items")
    provider = models.CharField(max_length=20)
    provider_ref = models.CharField("the provider's transaction", max_length=80, blank=True)
    source_ref = models.CharField("the provider's object behind it", max_length=80, blank=True)
    our_key = models.CharField("our journal entry", max_length=120, blank=True)
    category = models.CharField(max_length=40, blank=True)
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    fee_minor = models.BigIntegerField(default=0)
    delta_minor = models.BigIntegerField("by how much theirs exceeds ours", default=0)
    verdict = models.CharField(max_length=14, choices=VERDICTS)
    occurred_at = models.DateTimeField()
    found_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by_name = models.CharField(max_length=120, blank=True)
    why = models.CharField(max_length=300, blank=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "provider_ref"], condition=~Q(provider_ref=""), name="reconciliation_item_once"
            ),
            models.UniqueConstraint(
                fields=["provider", "our_key"], condition=Q(provider_ref=""), name="reconciliation_missing_theirs_once"
            ),
            models.UniqueConstraint(
                fields=["provider", "our_key"],
                condition=Q(verdict=Verdict.MATCHED.value) & ~Q(our_key=""),
                name="reconciliation_entry_matched_once",
            ),
            models.CheckConstraint(
                condition=Q(resolved_at__isnull=True) | ~Q(why=""), name="reconciliation_resolved_with_reason"
            ),
        ]
        indexes = [
            models.Index(
                fields=["occurred_at"],
                name="reconciliation_item_open",
                condition=Q(resolved_at__isnull=True) & ~Q(verdict=Verdict.MATCHED.value),
            )
        ]

    def __str__(self) -> str:
        return self.provider_ref or self.our_key


class BankReceipt(models.Model):
    """A transfer to our own bank account. ``bank_ref`` is the bank's id of the booking, so it is recorded once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    bank_ref = models.CharField(max_length=80, unique=True)
    text = models.CharField("what the payer wrote", max_length=500, blank=True)
    payer = models.CharField(max_length=120, blank=True)
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    applied_minor = models.BigIntegerField("the part that paid the order", default=0)
    value_date = models.DateField()
    state = models.CharField(max_length=9, choices=ReceiptState)
    order = models.ForeignKey(
        "ledger.Order", on_delete=models.PROTECT, related_name="bank_receipts", null=True, blank=True
    )
    leg_no = models.PositiveSmallIntegerField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by_name = models.CharField(max_length=120)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by_name = models.CharField(max_length=120, blank=True)
    why = models.CharField(max_length=300, blank=True)

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0, applied_minor__gte=0, applied_minor__lte=F("amount_minor")),
                name="reconciliation_receipt_amounts",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[ReceiptState.UNMATCHED, ReceiptState.RETURNED]) ^ Q(order__isnull=False),
                name="reconciliation_receipt_has_owner",
            ),
        ]
        indexes = [
            models.Index(
                fields=["recorded_at"], name="reconciliation_unmatched", condition=Q(state=ReceiptState.UNMATCHED)
            ),
            models.Index(fields=["order", "leg_no"], name="reconciliation_receipt_leg"),
        ]

    def __str__(self) -> str:
        return self.bank_ref

    @property
    def left_minor(self) -> int:
        """What of it stays in the buyer's wallet."""
        return self.amount_minor - self.applied_minor
