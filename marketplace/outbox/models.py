"""Rows of the outbox: facts, their deliveries, and the keys that make services idempotent."""

from django.db import models


class EventState(models.TextChoices):
    """Where a fact stands."""

    PENDING = "PENDING", "Pending"
    DONE = "DONE", "Done"
    PARKED = "PARKED", "Parked"


class OutboxEvent(models.Model):
    """One fact, written in the transaction that made it true. Drained in id order within a shard."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=80)
    shard = models.CharField(max_length=80)
    payload = models.JSONField()
    state = models.CharField(max_length=8, choices=EventState, default=EventState.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    last_error = models.TextField(default="", blank=True)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["shard", "id"], name="outbox_pending_shard", condition=models.Q(state=EventState.PENDING)
            ),
            models.Index(fields=["-id"], name="outbox_parked", condition=models.Q(state=EventState.PARKED)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.id}"


class Delivery(models.Model):
    """A handler's effect on one event is done. Commits together with that effect."""

    id = models.BigAutoField(primary_key=True)
    event = models.ForeignKey(OutboxEvent, on_delete=models.PROTECT, related_name="deliveries")
    handler = models.CharField(max_length=160)
    delivered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "handler"], name="outbox_delivery_once")]

    def __str__(self) -> str:
        return f"{self.handler} of {self.event_id}"


class IdempotencyKey(models.Model):
    """A key that a caller gave to a service, the hash of the input, and the result once it is known."""

    id = models.BigAutoField(primary_key=True)
    scope = models.CharField(max_length=140)
    key = models.CharField(max_length=255)
    input_hash = models.CharField(max_length=64)
    result = models.CharField(max_length=255, default="", blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "key"], name="outbox_idempotency_once")]

    def __str__(self) -> str:
        return f"{self.scope} {self.key}"
