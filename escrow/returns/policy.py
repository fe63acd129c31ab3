"""Who may take which step of a return. Pure; states are judged by the process."""

from typing import TYPE_CHECKING, Literal

from marketplace.lib.actor import Actor

if TYPE_CHECKING:
    from escrow.returns.models import Return
    from marketplace.ledger.models import Order

Side = Literal["buyer", "vendor", "operator", "system", ""]


def side_of(actor: Actor, order: "Order") -> Side:
    """On which side of ``order`` the actor stands; "" for a stranger."""
    if actor.is_system:
        return "system"
    if actor.belongs_to(order.buyer_id):
        return "buyer"
    if actor.belongs_to(order.vendor_id):
        return "vendor"
    return "operator" if actor.operates else ""


def may_request_return(actor: Actor, order: "Order") -> bool:
    """The buyer's purchasers, approvers and administrators: who accepts goods may send them back."""
    return actor.can("order.accept") and actor.belongs_to(order.buyer_id)


def may_answer(actor: Actor, order: "Order") -> bool:
    """Those who negotiate on their side: who accepts goods for the buyer, who ships for the supplier."""
    by_vendor = actor.can("order.ship") and actor.belongs_to(order.vendor_id)
    return by_vendor or may_request_return(actor, order)


def may_handle_goods(actor: Actor, order: "Order") -> bool:
    """The supplier's fulfilment and administrators: receipt, verdict, replacement."""
    return actor.can("order.ship") and actor.belongs_to(order.vendor_id)


def may_decide_return(actor: Actor, row: "Return") -> bool:
    """The operator's money roles; a dispute officer views money and decides."""
    return actor.operates and actor.can("money.view")


def may_change_policy(actor: Actor) -> bool:
    """The supplier's sales and administrators, who also write its storefront."""
    return actor.sells and actor.can("storefront.edit")


def may_run_machinery(actor: Actor) -> bool:
    """Clocks and handlers; no person."""
    return actor.is_system
