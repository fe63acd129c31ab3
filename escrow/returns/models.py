"""Goods on their way back: the return, its lines and quantities, what was proposed, what happened, sellers' rules.

Money is only in the ledger; ``frozen_minor`` repeats what is held for a return, in the order's currency.
"""

from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from escrow.returns.querysets import ReturnQuerySet
from escrow.returns.states import (
    OPEN_STATES,
    Disposition,
    OfferState,
    Outcome,
    Payer,
    Reason,
    Remedy,
    ReturnState,
)
from marketplace.lib.ids import uuid7

_ZERO = Decimal(0)
_FROZEN_ENDS_WITH_THE_RETURN = Q(state__in=sorted(OPEN_STATES)) | Q(frozen_minor=0)


class ReturnPolicy(models.Model):
    """A supplier's own rules for returns. The contract goes before them, the market's floor is below them."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    vendor = models.OneToOneField("identity.Organization", on_delete=models.PROTECT, related_name="return_policy")
    fault_days = models.PositiveSmallIntegerField()
    other_days = models.PositiveSmallIntegerField()
    restocking_bp = models.PositiveSmallIntegerField()
    freight_on_fault = models.CharField(max_length=6, choices=Payer)
    freight_otherwise = models.CharField(max_length=6, choices=Payer)
    remedies = ArrayField(models.CharField(max_length=16, choices=Remedy))
    keep_below_bp = models.PositiveSmallIntegerField()
    changed_by_name = models.CharField(max_length=120)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(restocking_bp__lte=10_000, keep_below_bp__lte=10_000), name="returns_policy_shares"
            )
        ]

    def __str__(self) -> str:
        return f"return policy of {self.vendor_id}"


class Return(models.Model):
    """One return of goods of one release unit. Amounts are minor units of the order's currency."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(max_length=20, unique=True)
    order = models.ForeignKey("ledger.Order", on_delete=models.PROTECT, related_name="returns")
    unit = models.ForeignKey("escrow.ReleaseUnit", on_delete=models.PROTECT, related_name="returns")
    state = models.CharField(max_length=12, choices=ReturnState, default=ReturnState.REQUESTED)
    process_version = models.PositiveSmallIntegerField(default=1)
    reason = models.CharField(max_length=16, choices=Reason)
    note = models.CharField(max_length=2000)
    is_goodwill = models.BooleanField("asked after its window", default=False)
    terms = models.JSONField("the rules, frozen at the request")
    claimed_minor = models.BigIntegerField("value of what was requested")
    frozen_minor = models.BigIntegerField("held for this return now", default=0)
    refunded_minor = models.BigIntegerField("paid to the buyer in the end", default=0)
    remedy = models.CharField("as agreed", max_length=16, choices=Remedy, blank=True)
    credit_bp = models.PositiveSmallIntegerField(default=10_000)
    restocking_bp = models.PositiveSmallIntegerField(default=0)
    freight_payer = models.CharField(max_length=6, choices=Payer, blank=True)
    freight_minor = models.BigIntegerField("what the buyer paid for the freight back", default=0)
    waiting_for = models.CharField(max_length=6, blank=True)  # buyer, vendor, or nobody
    nudged_at = models.DateTimeField(null=True, blank=True)
    carrier = models.CharField(max_length=80, blank=True)
    tracking_number = models.CharField(max_length=80, blank=True)
    decision = models.CharField("the operator's reason", max_length=2000, blank=True)
    case_number = models.CharField("the case that took it over", max_length=20, blank=True)
    requested_by_name = models.CharField(max_length=120)
    requested_at = models.DateTimeField()
    authorised_at = models.DateTimeField(null=True, blank=True)
    shipped_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    judged_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ReturnQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(claimed_minor__gt=0), name="returns_claim_positive"),
            models.CheckConstraint(
                condition=Q(frozen_minor__gte=0, frozen_minor__lte=F("claimed_minor"), refunded_minor__gte=0)
                & Q(refunded_minor__lte=F("claimed_minor"), freight_minor__gte=0),
                name="returns_money_within_claim",
            ),
            models.CheckConstraint(
                condition=Q(credit_bp__lte=10_000, restocking_bp__lte=10_000), name="returns_shares"
            ),
            models.CheckConstraint(condition=_FROZEN_ENDS_WITH_THE_RETURN, name="returns_nothing_held_at_the_end"),
        ]
        indexes = [
            models.Index(fields=["order", "-requested_at"], name="returns_of_order"),
            models.Index(fields=["state", "-requested_at"], name="returns_by_state"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        """Something is still to happen."""
        return self.state in OPEN_STATES

    @property
    def ref(self) -> str:
        """What its frozen money and its clocks are called."""
        return f"return:{self.number}"


class ReturnLine(models.Model):
    """A position that goes back. Quantities only shrink: requested ≥ authorised ≥ received = the sum of outcomes."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    of = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="lines")
    line = models.ForeignKey("ledger.OrderLine", on_delete=models.PROTECT, related_name="+")
    serials = models.CharField("lots or serial numbers", max_length=500, blank=True)
    value_minor = models.BigIntegerField("value of what is authorised, at first of what was requested")
    requested = models.DecimalField(max_digits=18, decimal_places=3)
    authorised = models.DecimalField(max_digits=18, decimal_places=3, default=_ZERO)
    received = models.DecimalField(max_digits=18, decimal_places=3, default=_ZERO)
    condition = models.CharField("as received", max_length=500, blank=True)
    as_claimed = models.DecimalField(max_digits=18, decimal_places=3, default=_ZERO)
    repairable = models.DecimalField(max_digits=18, decimal_places=3, default=_ZERO)
    damaged_by_use = models.DecimalField(max_digits=18, decimal_places=3, default=_ZERO)
    wrong_item = models.DecimalField(max_digits=18, decimal_places=3, default=_ZERO)
    no_fault = models.DecimalField(max_digits=18, decimal_places=3, default=_ZERO)
    is_judged = models.BooleanField(default=False)
    finding = models.CharField("what the inspection says", max_length=1000, blank=True)
    disposition = models.CharField(max_length=13, choices=Disposition, blank=True)

    class Meta:
        ordering = ["line__position"]
        constraints = [
            models.UniqueConstraint(fields=["of", "line"], name="returns_line_once"),
            models.CheckConstraint(
                condition=Q(requested__gt=0, authorised__gte=0, received__gte=0, value_minor__gte=0)
                & Q(as_claimed__gte=0, repairable__gte=0, damaged_by_use__gte=0, wrong_item__gte=0, no_fault__gte=0),
                name="returns_line_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(authorised__lte=F("requested"), received__lte=F("authorised")),
                name="returns_line_only_shrinks",
            ),
            models.CheckConstraint(
                condition=Q(is_judged=False, as_claimed=0, repairable=0, damaged_by_use=0, wrong_item=0, no_fault=0)
                | Q(
                    is_judged=True,
                    received=F("as_claimed") + F("repairable") + F("damaged_by_use") + F("wrong_item") + F("no_fault"),
                ),
                name="returns_line_verdict_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.requested} of {self.line_id}"

    @property
    def outcomes(self) -> dict[str, Decimal]:
        """{outcome: pieces}, also those of none."""
        return {outcome: getattr(self, outcome.lower()) for outcome in Outcome.values}


class ReturnOffer(models.Model):
    """One side's proposal: the remedy, its share, who pays the freight, how many come back. Accepted by its hash."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    of = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="offers")
    no = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=6)
    remedy = models.CharField(max_length=16, choices=Remedy)
    credit_bp = models.PositiveSmallIntegerField()
    restocking_bp = models.PositiveSmallIntegerField()
    freight_payer = models.CharField(max_length=6, choices=Payer)
    quantities = models.JSONField("{position: pieces}")
    note = models.CharField(max_length=1000, blank=True)
    hash = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=OfferState, default=OfferState.OPEN)
    made_by_name = models.CharField(max_length=120)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["no"]
        constraints = [
            models.UniqueConstraint(fields=["of", "no"], name="returns_offer_number"),
            models.UniqueConstraint(fields=["of"], condition=Q(state=OfferState.OPEN), name="returns_one_open_offer"),
        ]

    def __str__(self) -> str:
        return f"offer {self.no} in {self.of_id}"


class SentBack(models.Model):
    """What the supplier sent to make good: a replacement at no price, or the repaired goods, with a claim window."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    of = models.OneToOneField(Return, on_delete=models.PROTECT, related_name="sent_back")
    quantities = models.JSONField("{position: pieces}")
    carrier = models.CharField(max_length=80)
    tracking_number = models.CharField(max_length=80)
    sent_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.carrier} {self.tracking_number}"


class ReturnFile(models.Model):
    """A photo or a report that one side added."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    of = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey("storage.StoredFile", on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=8)
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.file_id} of {self.of_id}"


class ReturnEvent(models.Model):
    """What happened, in order; append-only."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    of = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=24)
    side = models.CharField(max_length=9)
    actor_name = models.CharField(max_length=120)
    body = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        ordering = ["seq"]
        constraints = [models.UniqueConstraint(fields=["of", "seq"], name="returns_event_sequence")]

    def __str__(self) -> str:
        return f"{self.kind} in {self.of_id}"
