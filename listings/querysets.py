"""Which listings and imports an actor may see, and the locks that writers take."""

from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.db import models
from django.db.models import Q

from listings.states import ListingState
from marketplace.lib.actor import Actor

if TYPE_CHECKING:
    from listings.models import Category, Listing, ListingImport  # noqa: F401  # the type parameters below

# A suspended vendor disappears at once: the state is read through the join, never copied.
ON_THE_MARKET = Q(state=ListingState.PUBLISHED, vendor__vendor_profile__state="VERIFIED")


class CategoryQuerySet(models.QuerySet["Category"]):
    """The tree by its materialised path."""

    def subtree(self, path: str) -> Self:
        """The category at ``path`` and everything below it."""
        return self.filter(Q(path=path) | Q(path__startswith=f"{path}-"))


class ListingQuerySet(models.QuerySet["Listing"]):
    """Listings through the eyes of an actor."""

    def public(self) -> Self:
        """What anybody may see: published, by a verified vendor."""
        return self.filter(ON_THE_MARKET)

    def visible_to(self, actor: Actor) -> Self:
        """The public ones, those of the actor's own company, all for the operator."""
        if actor.is_system or actor.operates:
            return self
        if actor.sells:
            return self.filter(ON_THE_MARKET | Q(vendor_id=actor.organization_id))
        return self.public()

    def of_vendor(self, organization_id: UUID | None) -> Self:
        """The catalogue of one company, in every state."""
        return self.filter(vendor_id=organization_id)

    def in_category(self, path: str) -> Self:
        """In the category at ``path`` or below it."""
        return self.filter(Q(category__path=path) | Q(category__path__startswith=f"{path}-"))

    def locked(self) -> Self:
        """Lock the listing rows alone until the transaction ends."""
        return self.select_for_update(of=("self",))


class ListingImportQuerySet(models.QuerySet["ListingImport"]):
    """Imports of the actor's own company."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the actor's company; all for the machine."""
        return self if actor.is_system else self.filter(organization_id=actor.organization_id)

    def locked(self) -> Self:
        """Lock the import rows alone until the transaction ends."""
        return self.select_for_update(of=("self",))
