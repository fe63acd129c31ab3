"""What trade assurance remembers beside the ledger: operations at the provider, shipments, releases, payouts, clocks.

Money itself is only in ``marketplace.ledger``. Amounts are minor units of the row's currency.
"""

from django.db import models
from django.db.models import F, Q

from escrow.gateways.sandbox.models import SandboxPayment, SandboxRefund, SandboxTransfer, SandboxWebhook
from escrow.querysets import OperationQuerySet, PayoutQuerySet, TimerQuerySet
from escrow.states import OPEN_OPERATIONS, InboxState, OperationKind, OperationState, PayoutState, TimerName
from marketplace.lib.ids import uuid7

__all__ = [
    "GatewayEvent",
    "GatewayOperation",
    "Payout",
    "PayoutBatch",
    "Refund",
    "Release",
    "SandboxPayment",
    "SandboxRefund",
    "SandboxTransfer",
    "SandboxWebhook",
    "Shipment",
    "Timer",
]


class GatewayOperation(models.Model):
    """One thing asked of the payment provider. Its id is the provider's idempotency key."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=8, choices=OperationKind)
    state = models.CharField(max_length=9, choices=OperationState, default=OperationState.RESERVED)
    order = models.ForeignKey(
        "ledger.Order", on_delete=models.PROTECT, related_name="operations", null=True, blank=True
    )
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    destination = models.CharField("who is paid: a vendor for transfers", max_length=80, blank=True)
    source_ref = models.CharField("the provider's payment that a refund takes back", max_length=80, blank=True)
    reservation_entry = models.BigIntegerField("journal entry to settle or void", null=True, blank=True)
    gateway = models.CharField(max_length=20)
    gateway_ref = models.CharField(max_length=80, null=True, blank=True, unique=True)  # unique when known
    checkout_url = models.CharField(max_length=300, blank=True)
    first_attempt_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    unanswered = models.PositiveSmallIntegerField("attempts in a row without an answer", default=0)
    next_attempt_at = models.DateTimeField()
    locked_until = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)
    created_by_name = models.CharField(max_length=120)
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = OperationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="escrow_operation_positive"),
            models.CheckConstraint(
                condition=~Q(kind__in=[OperationKind.PAYMENT, OperationKind.REFUND]) | Q(order__isnull=False),
                name="escrow_operation_has_order",
            ),
            models.UniqueConstraint(
                fields=["order"],
                condition=Q(kind=OperationKind.PAYMENT, state__in=[*OPEN_OPERATIONS, OperationState.MANUAL]),
                name="escrow_one_open_payment",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"], name="escrow_operation_due", condition=Q(state__in=OPEN_OPERATIONS)
            ),
            models.Index(fields=["order", "-created_at"], name="escrow_operation_order"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    @property
    def is_final(self) -> bool:
        """The provider's answer is booked."""
        return self.state in {OperationState.SUCCEEDED, OperationState.FAILED}


class GatewayEvent(models.Model):
    """The inbox: a provider's notice as it came, byte for byte. At least once, in any order."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    gateway = models.CharField(max_length=20)
    ref = models.CharField("the provider's id of the notice", max_length=80)
    kind = models.CharField(max_length=40)
    operation_id = models.UUIDField(null=True, blank=True)
    raw = models.BinaryField()
    state = models.CharField(max_length=9, choices=InboxState, default=InboxState.RECEIVED)
    received_at = models.DateTimeField()
    processed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gateway", "ref"], name="escrow_gateway_event_once")]
        indexes = [
            models.Index(fields=["received_at"], name="escrow_inbox_waiting", condition=Q(state=InboxState.RECEIVED))
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"


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
    operation = models.OneToOneField(GatewayOperation, on_delete=models.PROTECT, related_name="payout")
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
        ]
        indexes = [models.Index(fields=["vendor", "-created_at"], name="escrow_payout_vendor")]

    def __str__(self) -> str:
        return self.number


class Release(models.Model):
    """An order's money let go to its vendor, once. ``gross`` = ``commission`` + what the vendor gets."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    order = models.OneToOneField("ledger.Order", on_delete=models.PROTECT, related_name="release")
    vendor = models.ForeignKey("identity.Organization", on_delete=models.PROTECT, related_name="+")
    payout = models.ForeignKey(Payout, on_delete=models.PROTECT, related_name="releases", null=True, blank=True)
    currency = models.CharField(max_length=3)
    gross_minor = models.BigIntegerField()
    commission_minor = models.BigIntegerField()
    net_minor = models.BigIntegerField()
    by_clock = models.BooleanField(default=False)
    released_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    gross_minor=F("commission_minor") + F("net_minor"), commission_minor__gte=0, net_minor__gte=0
                ),
                name="escrow_release_adds_up",
            )
        ]
        indexes = [models.Index(fields=["vendor"], name="escrow_release_unpaid", condition=Q(payout__isnull=True))]

    def __str__(self) -> str:
        return f"release of {self.order_id}"


class Refund(models.Model):
    """Money on its way back to the buyer: an order's own, or a payment that came too late."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    order = models.ForeignKey("ledger.Order", on_delete=models.PROTECT, related_name="refunds")
    operation = models.OneToOneField(GatewayOperation, on_delete=models.PROTECT, related_name="refund")
    reason = models.CharField(max_length=300)
    is_unclaimed = models.BooleanField("of a payment that no order waited for", default=False)
    requested_by_name = models.CharField(max_length=120)
    requested_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order"], condition=Q(is_unclaimed=False), name="escrow_refund_once")
        ]

    def __str__(self) -> str:
        return f"refund of {self.order_id}"


class Timer(models.Model):
    """A clock of an order: fires once, or is stopped when the order moves on."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    order = models.ForeignKey("ledger.Order", on_delete=models.PROTECT, related_name="timers")
    name = models.CharField(max_length=12, choices=TimerName)
    due_at = models.DateTimeField()
    fired_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)

    objects = TimerQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "name"], name="escrow_timer_once")]
        indexes = [
            models.Index(
                fields=["due_at"], name="escrow_timer_due", condition=Q(fired_at__isnull=True, stopped_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.order_id}"
