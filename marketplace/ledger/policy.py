"""Who may do what with the ledger itself. Steps of an order are judged by the package that takes them."""

from marketplace.ledger.models import Order
from marketplace.lib.actor import Actor


def may_view_order(actor: Actor, order: Order) -> bool:
    """The buyer's side, the vendor's side, or the operator."""
    if actor.is_system or (actor.operates and actor.can("market.view")):
        return True
    return actor.can("order.view") and (actor.belongs_to(order.buyer_id) or actor.belongs_to(order.vendor_id))
