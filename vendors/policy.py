"""Who may do what with a storefront. Pure."""

from uuid import UUID

from marketplace.lib.actor import Actor


def may_edit_storefront(actor: Actor, organization_id: UUID | None) -> bool:
    """The vendor's own sales people and administrators."""
    return actor.is_system or (actor.sells and actor.belongs_to(organization_id) and actor.can("storefront.edit"))


def may_verify(actor: Actor) -> bool:
    """Operators who verify: also refuse."""
    return actor.can("vendor.verify")


def may_suspend(actor: Actor) -> bool:
    """Operators who suspend: also reinstate."""
    return actor.can("vendor.suspend")
