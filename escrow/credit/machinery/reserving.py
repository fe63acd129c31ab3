"""What an order on terms holds of a credit line."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from escrow.credit.machinery.settling import SYSTEM
from escrow.credit.models import CreditReservation
from marketplace.ledger import movements
from marketplace.ledger import queries as ledger
from marketplace.ledger.services import post
from marketplace.ledger.states import OrderState

if TYPE_CHECKING:
    from marketplace.ledger.models import Order


def is_on_terms(order: "Order") -> bool:
    """Whether the order is paid by invoice."""
    return bool(order.plan.get("kind") == "terms")


def waits_for_credit(order_id: UUID) -> bool:
    """Whether a new order is to be paid by invoice."""
    orders = ledger.orders_visible_to(SYSTEM).filter(pk=order_id, state=OrderState.AWAITING_PAYMENT)
    return orders.filter(plan__kind="terms").exists()


def top_up(reservation: CreditReservation, order: "Order", amount: int, at: datetime) -> None:
    """Reserve what of ``amount`` the order has not reserved yet: on accounts that count from dispatch or invoice.

    Runs under the order's lock. Raises InsufficientFunds.
    """
    missing = amount - reservation.open_minor
    if missing <= 0:
        return
    post(
        key=f"credit:{order.number}:reserved:{reservation.reserved_minor}",
        movement=movements.credit_reserved(account=reservation.account.number, currency=order.currency, amount=missing),
        order_id=order.id,
        at=at,
    )
    reservation.reserved_minor += missing
    reservation.save(update_fields=["reserved_minor"])
