"""The fake's own books: objects as Stripe shows them, balance entries, answers kept by key, notices, one clock."""

from typing import Any

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q

from marketplace.lib.ids import uuid7


class World(models.Model):
    """The fake's state as a whole: one row, which every writer locks."""

    class Delivery(models.TextChoices):
        """How notices travel."""

        NORMAL = "NORMAL", "As they come"
        DUPLICATE = "DUPLICATE", "Each one twice"
        REVERSED = "REVERSED", "Held back, then last first"
        DROPPED = "DROPPED", "Never"

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    ahead_seconds = models.BigIntegerField("how far the fake's clock runs ahead", default=0)
    delivery = models.CharField(max_length=9, choices=Delivery, default=Delivery.NORMAL)
    faults = models.JSONField("what the next calls suffer, in order", default=list)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1, ahead_seconds__gte=0), name="fake_one_world")]

    def __str__(self) -> str:
        return "the fake's world"


class Thing(models.Model):
    """An object as Stripe would show it. ``account`` is empty for the platform's own."""

    ref = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=60)
    account = models.CharField(max_length=60, blank=True)
    data = models.JSONField()
    due_at = models.DateTimeField("when it goes on by itself", null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            GinIndex(OpClass("data", name="jsonb_path_ops"), name="fake_thing_data"),
            models.Index(fields=["kind", "-id"], name="fake_thing_kind"),
            models.Index(fields=["due_at"], name="fake_thing_due", condition=Q(due_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.ref

    def to_json(self) -> dict[str, Any]:
        """As Stripe answers it."""
        data: dict[str, Any] = self.data
        return data


class Entry(models.Model):
    """One change of a balance, the platform's or a connected account's, in signed minor units."""

    ref = models.CharField(max_length=80, unique=True)
    account = models.CharField(max_length=60, blank=True)
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    fee_minor = models.BigIntegerField(default=0)
    kind = models.CharField(max_length=40)
    category = models.CharField(max_length=40)
    source_ref = models.CharField(max_length=80)
    created_at = models.DateTimeField()
    available_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["account", "currency"], name="fake_entry_account"),
            models.Index(fields=["source_ref"], name="fake_entry_source"),
        ]

    def __str__(self) -> str:
        return self.ref


class Reply(models.Model):
    """The first answer to an idempotency key: the same call gets it again for a day, also when it was an error."""

    account = models.CharField(max_length=60, blank=True)
    key = models.CharField(max_length=255)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    body = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="fake_reply_once")]

    def __str__(self) -> str:
        return self.key


class Notice(models.Model):
    """An event to be delivered to the market's webhook, again and again until it is taken."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    ref = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=100)
    account = models.CharField("whose event it is; empty for the platform", max_length=60, blank=True)
    body = models.TextField()
    is_dropped = models.BooleanField(default=False)
    is_held = models.BooleanField("waits to be delivered out of order", default=False)
    created_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["created_at"],
                name="fake_notice_waiting",
                condition=Q(delivered_at__isnull=True, is_dropped=False),
            )
        ]

    def __str__(self) -> str:
        return self.ref
