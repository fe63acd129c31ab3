"""Who may change a catalogue. Pure: the services load, these decide."""

from uuid import UUID

from marketplace.lib.actor import Actor


def may_edit_catalogue(actor: Actor, vendor_id: UUID | None) -> bool:
    """Create, change, publish, withdraw and import: sales people of the vendor itself."""
    return actor.is_system or (actor.can("listing.edit") and actor.belongs_to(vendor_id))


def may_withdraw_listing(actor: Actor, vendor_id: UUID | None) -> bool:
    """The vendor, or a moderator of the market."""
    return may_edit_catalogue(actor, vendor_id) or (actor.operates and actor.can("listing.moderate"))


def may_view_catalogue(actor: Actor, vendor_id: UUID | None) -> bool:
    """See drafts and withdrawn listings of one's own company."""
    return actor.is_system or (actor.can("listing.view") and actor.belongs_to(vendor_id))
