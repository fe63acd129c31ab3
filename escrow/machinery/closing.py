"""The end of an order's accounts: closed when nothing can move on them, opened again for what comes after the end."""

from datetime import datetime
from typing import TYPE_CHECKING

from escrow.models import GatewayOperation
from marketplace.ledger.services import StillHoldsMoney, close_order_accounts, lock_order, reopen_order_accounts
from marketplace.ledger.states import ORDER

if TYPE_CHECKING:
    from uuid import UUID

    from marketplace.ledger.models import Order


def close_if_over(order_id: "UUID", at: datetime) -> bool:
    """Close the accounts of an order that has ended and waits for nothing; False leaves them for a later event."""
    order = lock_order(order_id)
    if order.state not in ORDER.ends or GatewayOperation.objects.unsettled().filter(order=order).exists():
        return False
    try:
        close_order_accounts(order_id=order.id, at=at)
    except StillHoldsMoney:
        return False
    return True


def reopen(order: "Order") -> None:
    """Money comes back into an order that has ended: a late payment, or a claim after release."""
    if order.state in ORDER.ends:
        reopen_order_accounts(order_id=order.id)
