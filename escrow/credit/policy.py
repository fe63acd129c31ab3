"""Who may take which step around credit. Pure; states are judged by the processes.

A lender decides about its own risk: the administrators of a vendor, or the operator's money roles. The operator
may do for a vendor what the vendor may do.
"""

from typing import TYPE_CHECKING

from marketplace.lib.actor import Actor

if TYPE_CHECKING:
    from escrow.credit.models import CreditAccount, Invoice
    from marketplace.ledger.models import Order


def may_request_credit(actor: Actor) -> bool:
    """The buyer's finance and administrators."""
    return actor.buys and actor.can("order.pay")


def may_withdraw_request(actor: Actor, account: "CreditAccount") -> bool:
    """Who could have asked."""
    return may_request_credit(actor) and actor.belongs_to(account.buyer_id)


def may_decide_credit(actor: Actor, account: "CreditAccount") -> bool:
    """The lender's administrators, or the operator's money roles."""
    own_risk = actor.can("organization.manage") and actor.belongs_to(account.lender_id) and actor.sells
    return actor.is_system or own_risk or may_move_money(actor)


def may_add_purchase_order(actor: Actor, order: "Order") -> bool:
    """The buyer's purchasers and finance."""
    return actor.belongs_to(order.buyer_id) and (actor.can("order.pay") or actor.can("order.accept"))


def may_invoice(actor: Actor, order: "Order") -> bool:
    """The seller's finance, our own reaction to a shipment, or the operator."""
    seller = actor.can("payout.view") and actor.belongs_to(order.vendor_id)
    return actor.is_system or seller or may_move_money(actor)


def may_resolve_difference(actor: Actor, order: "Order") -> bool:
    """Either side's people of money: the buyer's, or whoever may invoice."""
    return may_invoice(actor, order) or (actor.can("order.pay") and actor.belongs_to(order.buyer_id))


def may_pay_invoice(actor: Actor, invoice: "Invoice") -> bool:
    """The buyer's finance and administrators."""
    return actor.can("order.pay") and actor.belongs_to(invoice.buyer_id)


def may_object(actor: Actor, invoice: "Invoice") -> bool:
    """The buyer's people who accept or pay."""
    return actor.belongs_to(invoice.buyer_id) and (actor.can("order.pay") or actor.can("order.accept"))


def may_credit_invoice(actor: Actor, invoice: "Invoice") -> bool:
    """The seller's finance, or the operator."""
    seller = actor.can("payout.view") and actor.belongs_to(invoice.seller_id)
    return actor.is_system or seller or may_move_money(actor)


def may_write_off(actor: Actor) -> bool:
    """The operator's money roles, and the clock."""
    return may_move_money(actor)


def may_move_money(actor: Actor) -> bool:
    """The operator's finance and administrators."""
    return actor.is_system or (actor.operates and actor.can("money.move"))


def may_run_machinery(actor: Actor) -> bool:
    """Clocks and handlers; no person."""
    return actor.is_system
