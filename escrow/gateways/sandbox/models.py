"""The sandbox provider's own books: separate from ours, compared with ours, never read by our services."""

from django.db import models
from django.db.models import Q

from marketplace.lib.ids import uuid7


class SandboxState(models.TextChoices):
    """Where an object of the sandbox stands."""

    OPEN = "OPEN", "Open"
    PENDING = "PENDING", "Pending"
    SUCCEEDED = "SUCCEEDED", "Succeeded"
    DECLINED = "DECLINED", "Declined"
    CANCELLED = "CANCELLED", "Cancelled"


class SandboxPayment(models.Model):
    """A hosted payment. ``settles_at`` is when a pending one succeeds."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    ref = models.CharField(max_length=40, unique=True)
    operation_id = models.UUIDField(unique=True)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    description = models.CharField(max_length=200)
    return_path = models.CharField(max_length=200)
    state = models.CharField(max_length=9, choices=SandboxState, default=SandboxState.OPEN)
    settles_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["settles_at"], name="sandbox_payment_pending", condition=Q(state=SandboxState.PENDING))
        ]

    def __str__(self) -> str:
        return self.ref


class SandboxRefund(models.Model):
    """Money sent back to the payer."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    ref = models.CharField(max_length=40, unique=True)
    operation_id = models.UUIDField(unique=True)
    payment = models.ForeignKey(SandboxPayment, on_delete=models.PROTECT, related_name="refunds")
    amount_minor = models.BigIntegerField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.ref


class SandboxTransfer(models.Model):
    """Money paid out to a destination."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    ref = models.CharField(max_length=40, unique=True)
    operation_id = models.UUIDField(unique=True)
    destination = models.CharField(max_length=80)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.ref


class SandboxWebhook(models.Model):
    """A notice to be delivered to the market, again and again until it is taken."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    ref = models.CharField(max_length=40, unique=True)
    body = models.TextField()
    created_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["created_at"], name="sandbox_webhook_waiting", condition=Q(delivered_at__isnull=True))
        ]

    def __str__(self) -> str:
        return self.ref
