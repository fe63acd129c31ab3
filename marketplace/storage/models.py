"""One row per file, written before its bytes arrive."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from marketplace.lib.ids import uuid7
from marketplace.storage.querysets import StoredFileQuerySet


class FileState(models.TextChoices):
    """Whether the bytes are there."""

    PENDING = "PENDING", "Awaiting upload"
    READY = "READY", "Ready"


class StoredFile(models.Model):
    """A file of one organisation. ``key`` is where the storage keeps it; ``name`` is only ever shown.

    ``organization_id`` is no foreign key, because organisations live on a higher floor.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization_id = models.UUIDField(null=True, blank=True)
    key = models.CharField(max_length=160, unique=True)
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, blank=True)
    purpose = models.CharField(max_length=20)
    state = models.CharField(max_length=8, choices=FileState, default=FileState.PENDING)
    created_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True, blank=True)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organization_id", "-created_at"], name="storage_file_newest")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state=FileState.READY) | (~Q(sha256="") & Q(ready_at__isnull=False)),
                name="storage_ready_is_hashed",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_image(self) -> bool:
        """A picture that browsers show."""
        return self.content_type in {"image/png", "image/jpeg", "image/webp"}
