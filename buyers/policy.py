"""Who may keep addresses and suppliers. Pure."""

from uuid import UUID

from marketplace.lib.actor import Actor


def may_edit_addresses(actor: Actor, organization_id: UUID | None) -> bool:
    """Those who buy for the company, or manage it."""
    is_own = actor.buys and actor.belongs_to(organization_id)
    return actor.is_system or (is_own and (actor.can("rfq.post") or actor.can("organization.manage")))


def may_save_vendors(actor: Actor) -> bool:
    """Everybody who sees the company's requests."""
    return actor.buys and actor.can("rfq.view")
