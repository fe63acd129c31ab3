"""What we ask of the payment provider, and what it tells us."""

from django.db import models
from django.db.models import Q

from escrow.querysets import OperationQuerySet
from escrow.states import OPEN_OPERATIONS, InboxState, OperationKind, OperationState
from marketplace.lib.ids import uuid7


class GatewayOperation(models.Model):
    """One thing asked of the payment provider. Its id is the provider's idempotency key."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=16, choices=OperationKind)
    state = models.CharField(max_length=9, choices=OperationState, default=OperationState.RESERVED)
    order = models.ForeignKey(
        "ledger.Order", on_delete=models.PROTECT, related_name="operations", null=True, blank=True
    )
    leg_no = models.PositiveSmallIntegerField("the payment leg that it pays", null=True, blank=True)
    refund = models.ForeignKey(
        "escrow.Refund", on_delete=models.PROTECT, related_name="operations", null=True, blank=True
    )
    is_claimed = models.BooleanField("of a payment: an order waited for it", default=True)
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
            models.CheckConstraint(
                condition=~Q(kind=OperationKind.PAYMENT) | Q(leg_no__isnull=False), name="escrow_payment_has_leg"
            ),
            models.UniqueConstraint(
                fields=["order", "leg_no"],
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
    kind = models.CharField(max_length=100)
    account = models.CharField("a connected account's own notice", max_length=60, blank=True)
    object_ref = models.CharField("the provider's object that changed", max_length=80, blank=True)
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
