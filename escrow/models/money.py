"""Money let go: released to vendors, sent back to buyers, paid out. Amounts are minor units of the row's currency."""

from django.db import models
from django.db.models import F, Q

from escrow.models.operations import GatewayOperation
from escrow.models.schedule import ReleaseUnit
from escrow.querysets import PayoutQuerySet
from escrow.states import PayoutState
from marketplace.ledger.states import PayoutMethod
from marketplace.lib.ids import uuid7


class PayoutBatch(models.Model):
    """One run over all vendors with money to be paid out."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(max_length=20, unique=True)
    created_by_name = models.CharField(max_length=120)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.number


class Payout(models.Model):
    """One vendor's money of one batch in one currency."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(max_length=20, unique=True)
    batch = models.ForeignKey(PayoutBatch, on_delete=models.PROTECT, related_name="payouts")
    vendor = models.ForeignKey("identity.Organization", on_delete=models.PROTECT, related_name="payouts")
    method = models.CharField(max_length=8, choices=PayoutMethod, default=PayoutMethod.PROVIDER)
    operation = models.OneToOneField(
        GatewayOperation, on_delete=models.PROTECT, related_name="payout", null=True, blank=True
    )
    reservation_entry = models.BigIntegerField("of a bank transfer: journal entry to settle", null=True, blank=True)
    iban = models.CharField("of a bank transfer: where to", max_length=34, blank=True)
    bic = models.CharField(max_length=11, blank=True)
    bank_reference = models.CharField("of a bank transfer: what our bank calls it", max_length=80, blank=True)
    sent_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    failure = models.CharField("why it came back", max_length=300, blank=True)
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    state = models.CharField(max_length=8, choices=PayoutState, default=PayoutState.RESERVED)
    created_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True, blank=True)

    objects = PayoutQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "vendor", "currency"], name="escrow_payout_once_per_batch"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="escrow_payout_positive"),
            models.CheckConstraint(
                condition=Q(method=PayoutMethod.BANK, operation__isnull=True)
                | Q(method=PayoutMethod.PROVIDER, operation__isnull=False),
                name="escrow_payout_method",
            ),
        ]
        indexes = [models.Index(fields=["vendor", "-created_at"], name="escrow_payout_vendor")]

    def __str__(self) -> str:
        return self.number


class Release(models.Model):
    """Money of a release unit let go to its vendor. ``gross`` is divided into all the other parts.

    ``settled`` is the net in the currency that the vendor is paid in. ``clawed`` and ``reserve_used`` are what
    a later refund took out of the net while it was pending, and out of the reserve.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    order = models.ForeignKey("ledger.Order", on_delete=models.PROTECT, related_name="releases")
    unit = models.ForeignKey(ReleaseUnit, on_delete=models.PROTECT, related_name="releases")
    vendor = models.ForeignKey("identity.Organization", on_delete=models.PROTECT, related_name="+")
    payout = models.ForeignKey(Payout, on_delete=models.PROTECT, related_name="releases", null=True, blank=True)
    currency = models.CharField(max_length=3)
    gross_minor = models.BigIntegerField()
    commission_minor = models.BigIntegerField()
    commission_tax_minor = models.BigIntegerField(default=0)
    reserve_minor = models.BigIntegerField(default=0)
    debt_minor = models.BigIntegerField("what the vendor owed and this paid", default=0)
    net_minor = models.BigIntegerField()
    settled_currency = models.CharField(max_length=3)
    settled_minor = models.BigIntegerField()
    clawed_minor = models.BigIntegerField(default=0)
    reserve_used_minor = models.BigIntegerField(default=0)
    by_clock = models.BooleanField(default=False)
    released_at = models.DateTimeField()
    matured_at = models.DateTimeField("when it became payable", null=True, blank=True)
    reserve_ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    gross_minor=F("commission_minor")
                    + F("commission_tax_minor")
                    + F("reserve_minor")
                    + F("debt_minor")
                    + F("net_minor"),
                    gross_minor__gt=0,
                    commission_minor__gte=0,
                    commission_tax_minor__gte=0,
                    reserve_minor__gte=0,
                    debt_minor__gte=0,
                    net_minor__gte=0,
                ),
                name="escrow_release_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(
                    clawed_minor__gte=0,
                    clawed_minor__lte=F("settled_minor"),
                    reserve_used_minor__gte=0,
                    reserve_used_minor__lte=F("reserve_minor"),
                ),
                name="escrow_release_claw_bounds",
            ),
        ]
        indexes = [
            models.Index(fields=["vendor"], name="escrow_release_unpaid", condition=Q(payout__isnull=True)),
            models.Index(fields=["order", "released_at"], name="escrow_release_order"),
        ]

    def __str__(self) -> str:
        return f"release of {self.order_id}"


class Refund(models.Model):
    """Money on its way back to the buyer: of an order, or a payment that came too late.

    ``to_wallet`` is the part that cannot go back the way it came and was credited to the buyer's wallet at
    once; the rest is sent back by the refund's operations.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    order = models.ForeignKey("ledger.Order", on_delete=models.PROTECT, related_name="refunds")
    unit = models.ForeignKey(ReleaseUnit, on_delete=models.PROTECT, related_name="refunds", null=True, blank=True)
    amount_minor = models.BigIntegerField()
    to_wallet_minor = models.BigIntegerField(default=0)
    after_release = models.BooleanField(default=False)
    reason = models.CharField(max_length=300)
    is_unclaimed = models.BooleanField("of a payment that no order waited for", default=False)
    requested_by_name = models.CharField(max_length=120)
    requested_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0, to_wallet_minor__gte=0, to_wallet_minor__lte=F("amount_minor")),
                name="escrow_refund_positive",
            )
        ]
        indexes = [models.Index(fields=["order", "requested_at"], name="escrow_refund_order")]

    def __str__(self) -> str:
        return f"refund of {self.order_id}"
