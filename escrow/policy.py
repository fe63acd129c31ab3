"""Who may take which step of a trade-assurance order. Pure; states are judged by the machines."""

from typing import TYPE_CHECKING

from marketplace.lib.actor import Actor

if TYPE_CHECKING:
    from marketplace.ledger.models import Order


def may_pay(actor: Actor, order: "Order") -> bool:
    """The buyer's finance and administrators."""
    return actor.can("order.pay") and actor.belongs_to(order.buyer_id)


def may_ship(actor: Actor, order: "Order") -> bool:
    """The vendor's fulfilment and administrators."""
    return actor.can("order.ship") and actor.belongs_to(order.vendor_id)


def may_report_delivery(actor: Actor, order: "Order") -> bool:
    """Who shipped, who receives, or the operator with proof from the carrier."""
    by_buyer = actor.can("order.accept") and actor.belongs_to(order.buyer_id)
    return actor.is_system or may_ship(actor, order) or by_buyer or may_move_money(actor)


def may_accept(actor: Actor, order: "Order") -> bool:
    """The buyer's purchasers, approvers and administrators; the clock by ``auto_accept``."""
    return actor.is_system or (actor.can("order.accept") and actor.belongs_to(order.buyer_id))


def may_request_refund(actor: Actor, order: "Order") -> bool:
    """Before shipment: who paid, the vendor that cannot deliver, or the operator."""
    return may_pay(actor, order) or may_ship(actor, order) or may_move_money(actor)


def may_move_money(actor: Actor) -> bool:
    """The operator's finance and administrators: payout runs, stuck operations."""
    return actor.is_system or (actor.operates and actor.can("money.move"))


def may_run_machinery(actor: Actor) -> bool:
    """Tasks, handlers and the provider's door; no person."""
    return actor.is_system
