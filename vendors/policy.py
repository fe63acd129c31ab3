"""Who may do what with a storefront. Pure."""

from typing import TYPE_CHECKING
from uuid import UUID

from marketplace.lib.actor import Actor

if TYPE_CHECKING:
    from vendors.models import VendorProfile


def may_edit_storefront(actor: Actor, organization_id: UUID | None) -> bool:
    """The vendor's own sales people and administrators."""
    return actor.is_system or (actor.sells and actor.belongs_to(organization_id) and actor.can("storefront.edit"))


def may_contact_vendor(actor: Actor, vendor: "VendorProfile") -> bool:
    """Write to a supplier on the market, for another company than theirs."""
    other = actor.organization_id is not None and not actor.belongs_to(vendor.organization_id)
    return actor.can("message.send") and vendor.is_public and other


def may_verify(actor: Actor) -> bool:
    """Operators who verify: also refuse."""
    return actor.can("vendor.verify")


def may_suspend(actor: Actor) -> bool:
    """Operators who suspend: also reinstate."""
    return actor.can("vendor.suspend")
