"""Who may see and answer a chargeback. Pure."""

from typing import TYPE_CHECKING

from marketplace.lib.actor import Actor

if TYPE_CHECKING:
    from escrow.chargebacks.models import Chargeback


def may_mirror_dispute(actor: Actor) -> bool:
    """The machinery alone: the provider's word is asked for, never typed in."""
    return actor.is_system


def may_see_all(actor: Actor) -> bool:
    """The operator's money roles."""
    return actor.is_system or (actor.operates and actor.can("money.view"))


def may_answer(actor: Actor) -> bool:
    """Send evidence, say who is liable, give up: the operator's finance, or the clock."""
    return actor.is_system or (actor.operates and actor.can("money.move"))


def may_add_statement(actor: Actor, chargeback: "Chargeback") -> bool:
    """The vendor of the order tells its side; it becomes part of the evidence."""
    return actor.can("order.ship") and actor.belongs_to(chargeback.order.vendor_id)
