"""What of a buying company an actor may see."""

from typing import TYPE_CHECKING, Self

from django.db import models

from marketplace.lib.actor import Actor

if TYPE_CHECKING:
    from buyers.models import DeliveryAddress, SavedVendor  # noqa: F401  # the type parameters below


class DeliveryAddressQuerySet(models.QuerySet["DeliveryAddress"]):
    """Addresses of the actor's own company."""

    def visible_to(self, actor: Actor) -> Self:
        """Own ones; removed ones are kept for nobody's eyes."""
        return self.filter(organization_id=actor.organization_id, removed_at=None)


class SavedVendorQuerySet(models.QuerySet["SavedVendor"]):
    """Saved suppliers of the actor's own company."""

    def visible_to(self, actor: Actor) -> Self:
        """Own ones whose supplier is on the market."""
        return self.filter(organization_id=actor.organization_id, vendor__vendor_profile__state="VERIFIED")
