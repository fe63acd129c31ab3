"""Which vendors an actor may see, and the lock that writers take."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from marketplace.lib.actor import Actor
from vendors.states import VendorState

if TYPE_CHECKING:
    from vendors.models import VendorProfile  # noqa: F401  # the type parameter below


class VendorProfileQuerySet(models.QuerySet["VendorProfile"]):
    """Vendors through the eyes of an actor."""

    def public(self) -> Self:
        """On the market: verified and not suspended."""
        return self.filter(state=VendorState.VERIFIED)

    def visible_to(self, actor: Actor) -> Self:
        """The public ones, the actor's own in any state, all for operators."""
        if actor.is_system or actor.operates:
            return self
        return self.filter(Q(state=VendorState.VERIFIED) | Q(organization_id=actor.organization_id))

    def locked(self) -> Self:
        """Lock the profile rows alone until the transaction ends."""
        return self.select_for_update(of=("self",))
