"""Whose files an actor may use."""

from typing import TYPE_CHECKING, Self

from django.db import models

from marketplace.lib.actor import Actor

if TYPE_CHECKING:
    from marketplace.storage.models import StoredFile  # noqa: F401  # the type parameter below


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    """Files by owner and state."""

    def visible_to(self, actor: Actor) -> Self:
        """Files of the actor's own company. Whoever shares a file further hands out a link (``download_url``)."""
        return self if actor.is_system else self.filter(organization_id=actor.organization_id)

    def ready(self) -> Self:
        """Arrived and checked."""
        return self.filter(state="READY")
