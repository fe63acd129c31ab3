"""What we remember of a dispute at the card network. Amounts are minor units of the row's currency."""

from django.db import models
from django.db.models import Q

from escrow.chargebacks.querysets import ChargebackQuerySet
from escrow.chargebacks.states import CHARGEBACK, ChargebackState, Liability
from marketplace.lib.ids import uuid7


class Chargeback(models.Model):
    """The provider's dispute about one payment. ``ref`` is the provider's id, and what people call it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    provider = models.CharField(max_length=20)
    ref = models.CharField(max_length=80, unique=True)
    order = models.ForeignKey("ledger.Order", on_delete=models.PROTECT, related_name="chargebacks")
    payment = models.ForeignKey("escrow.GatewayOperation", on_delete=models.PROTECT, related_name="chargebacks")
    state = models.CharField(max_length=14, choices=ChargebackState, default=ChargebackState.NEEDS_RESPONSE)
    process_version = models.PositiveSmallIntegerField(default=CHARGEBACK.version)
    reason = models.CharField("in the provider's words", max_length=60, blank=True)
    liability = models.CharField(max_length=8, choices=Liability)
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    fee_minor = models.BigIntegerField(default=0)
    opened_at = models.DateTimeField()
    due_by = models.DateTimeField("last moment for evidence", null=True, blank=True)
    withdrawn_at = models.DateTimeField("when the network took the money", null=True, blank=True)
    evidence = models.JSONField(default=dict)
    evidence_sent_at = models.DateTimeField(null=True, blank=True)
    evidence_by_name = models.CharField(max_length=120, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    outcome = models.JSONField("who bore a loss, minor units", default=dict)

    objects = ChargebackQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0, fee_minor__gte=0), name="chargeback_positive"),
            models.CheckConstraint(
                condition=Q(state__in=[ChargebackState.NEEDS_RESPONSE, ChargebackState.UNDER_REVIEW])
                ^ Q(decided_at__isnull=False),
                name="chargeback_decided_has_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["order"], name="chargeback_order_idx"),
            models.Index(fields=["state", "due_by"], name="chargeback_queue_idx"),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def reason_words(self) -> str:
        """The provider's word as people read it: ``product not received``."""
        return self.reason.replace("_", " ")

    @property
    def is_open(self) -> bool:
        """The network has not decided."""
        return self.decided_at is None


class ChargebackStatement(models.Model):
    """What the vendor says about it, as part of the evidence. Written once, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    chargeback = models.ForeignKey(Chargeback, on_delete=models.PROTECT, related_name="statements")
    text = models.CharField(max_length=4_000)
    author_name = models.CharField(max_length=120)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ("written_at",)
