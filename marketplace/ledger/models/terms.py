"""On what terms a vendor sells: commission, currency and dates of payment. Append-only: a change is a new row.

What an order needs of them is frozen on it when it opens; payouts go by the terms of their day.
"""

from django.db import models
from django.db.models import Q

from marketplace.ledger.states import PayoutMethod, PayoutSchedule, TermsState
from marketplace.lib.ids import uuid7


class CommissionRule(models.Model):
    """What the market takes, from whom and on what; see ``commission.Rule``. Only its end may be added."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=80)
    vendor = models.ForeignKey(
        "identity.Organization", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    category_path = models.CharField("ids from the root; empty is everything", max_length=120, blank=True)
    plan_kind = models.CharField(max_length=12, blank=True)
    currency = models.CharField("of the amounts; empty where there are none", max_length=3, blank=True)
    basis_points = models.PositiveIntegerField(default=0)
    tiers = models.JSONField("[[order's goods from, basis points], …]", default=list, blank=True)
    fixed_minor = models.BigIntegerField(default=0)
    minimum_minor = models.BigIntegerField(default=0)
    maximum_minor = models.BigIntegerField(null=True, blank=True)
    tax_basis_points = models.PositiveIntegerField(default=0)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True, blank=True)
    created_by_name = models.CharField(max_length=120)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(basis_points__lte=5_000, tax_basis_points__lte=5_000, fixed_minor__gte=0)
                & Q(minimum_minor__gte=0)
                & (Q(maximum_minor__isnull=True) | Q(maximum_minor__gte=models.F("minimum_minor"))),
                name="ledger_commission_bounds",
            ),
            models.CheckConstraint(
                condition=~Q(currency="")
                | Q(
                    tiers=models.Value([], models.JSONField()),
                    fixed_minor=0,
                    minimum_minor=0,
                    maximum_minor__isnull=True,
                ),
                name="ledger_commission_amounts_have_currency",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SettlementTerms(models.Model):
    """How and when a vendor gets its money: the newest agreed row counts; a newer proposal waits for the operator."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    vendor = models.ForeignKey("identity.Organization", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=TermsState)
    currency = models.CharField("empty: that of each order", max_length=3, blank=True)
    reserve_bp = models.PositiveIntegerField()
    reserve_days = models.PositiveSmallIntegerField()
    maturity_days = models.PositiveSmallIntegerField()
    schedule = models.CharField(max_length=8, choices=PayoutSchedule, default=PayoutSchedule.DAILY)
    schedule_day = models.PositiveSmallIntegerField("1 is Monday, or the day of the month", default=1)
    minimum_minor = models.BigIntegerField("a payout below it waits", default=0)
    method = models.CharField(max_length=8, choices=PayoutMethod, default=PayoutMethod.PROVIDER)
    iban = models.CharField(max_length=34, blank=True)
    bic = models.CharField(max_length=11, blank=True)
    created_by_name = models.CharField(max_length=120)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "settlement terms"
        constraints = [
            models.CheckConstraint(
                condition=Q(reserve_bp__lte=5_000, reserve_days__lte=365, maturity_days__lte=90, minimum_minor__gte=0),
                name="ledger_terms_bounds",
            ),
            models.CheckConstraint(condition=Q(schedule_day__gte=1, schedule_day__lte=28), name="ledger_terms_day"),
            models.CheckConstraint(
                condition=Q(method=PayoutMethod.PROVIDER) | ~Q(iban=""), name="ledger_terms_bank_has_iban"
            ),
        ]
        indexes = [models.Index(fields=["vendor", "-created_at"], name="ledger_terms_vendor")]

    def __str__(self) -> str:
        return f"{self.vendor_id}: {self.currency or 'as ordered'}, {self.schedule}"


class ExchangeRate(models.Model):
    """One unit of ``base`` in ``quote``, from ``at`` on. Eight decimals."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    base = models.CharField(max_length=3)
    quote = models.CharField(max_length=3)
    rate = models.DecimalField(max_digits=18, decimal_places=8)
    source = models.CharField("who says so: ECB, the bank, a contract", max_length=80)
    at = models.DateTimeField()
    created_by_name = models.CharField(max_length=120)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["base", "quote", "at"], name="ledger_rate_once"),
            models.CheckConstraint(condition=Q(rate__gt=0) & ~Q(base=models.F("quote")), name="ledger_rate_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.base}/{self.quote} {self.rate}"
