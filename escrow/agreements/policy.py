"""Who may take which step around an order. Pure; states are judged by the processes."""

from typing import TYPE_CHECKING, Literal

from marketplace.lib.actor import Actor

if TYPE_CHECKING:
    from marketplace.ledger.models import Order

Side = Literal["buyer", "vendor", ""]


def side_of(actor: Actor, order: "Order") -> Side:
    """On which side of ``order`` the actor may bind its company; "" for everybody else.

    The buyer's purchasers, approvers and administrators; the supplier's fulfilment and administrators.
    """
    if actor.belongs_to(order.buyer_id) and actor.can("order.accept"):
        return "buyer"
    if actor.belongs_to(order.vendor_id) and actor.can("order.ship"):
        return "vendor"
    return ""


def may_agree(actor: Actor, order: "Order") -> bool:
    """Those who may bind one of the two sides."""
    return bool(side_of(actor, order))


def may_appoint(actor: Actor, order: "Order") -> bool:
    """The buyer, whom the inspection protects: the supplier never sees the inspector's link."""
    return side_of(actor, order) == "buyer"


def may_rework(actor: Actor, order: "Order") -> bool:
    """The supplier."""
    return side_of(actor, order) == "vendor"


def may_run_machinery(actor: Actor) -> bool:
    """Clocks, handlers and the inspector's door; no person with an account."""
    return actor.is_system
