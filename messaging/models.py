"""Threads, who takes part, what happened in them in order, and how far each person has read."""

from typing import Any

from django.db import models

from marketplace.lib.ids import token, uuid7
from messaging.querysets import ThreadQuerySet


def new_code() -> str:
    """A thread's public name, as it stands in addresses: ``T-8f3k2mxw``."""
    return f"T-{token(8)}"


class Thread(models.Model):
    """A conversation of organisations about one subject. Its row is the lock that numbers its events."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    subject_kind = models.CharField(max_length=20)
    subject_ref = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    parties = models.CharField("sorted ids of the organisations", max_length=300)
    last_seq = models.PositiveIntegerField(default=0)
    last_event_at = models.DateTimeField()
    created_at = models.DateTimeField()

    objects = ThreadQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_ref", "parties"], name="messaging_thread_once_per_subject"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.title}"

    @property
    def topic(self) -> str:
        """Where sockets hear of it."""
        return f"thread:{self.code}"


class Participant(models.Model):
    """An organisation that takes part in a thread."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="participants")
    organization = models.ForeignKey("identity.Organization", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "organization"], name="messaging_participant_once")]

    def __str__(self) -> str:
        return f"{self.organization_id} in {self.thread_id}"


class ThreadEvent(models.Model):
    """One thing that happened in a thread. Append-only, by trigger; ``seq`` has no gaps and is commit order."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    organization = models.ForeignKey("identity.Organization", on_delete=models.PROTECT, null=True, related_name="+")
    user = models.ForeignKey("identity.User", on_delete=models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=120)
    client_id = models.UUIDField()
    ref_seq = models.PositiveIntegerField(null=True)
    body: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["thread", "seq"], name="messaging_event_seq_once"),
            models.UniqueConstraint(
                fields=["thread", "organization", "user", "client_id"],
                name="messaging_event_client_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(ref_seq__isnull=True) | models.Q(ref_seq__lt=models.F("seq")),
                name="messaging_event_refers_back",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.thread_id} #{self.seq} {self.kind}"


class ReadMark(models.Model):
    """How far one person, for one organisation, has read a thread. Only ever moves forward."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="read_marks")
    organization = models.ForeignKey("identity.Organization", on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    read_seq = models.PositiveIntegerField()
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "organization", "user"], name="messaging_read_mark_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} read {self.thread_id} to {self.read_seq}"
