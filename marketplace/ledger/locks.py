"""Row locks of the ledger, for services that take several steps on one order."""

from uuid import UUID

from marketplace.ledger.models import Order
from marketplace.lib.errors import NotFound


def lock_order(order_id: UUID) -> Order:
    """The order's row, locked to the end of the caller's transaction. Orders before accounts. Raises NotFound."""
    order = Order.objects.locked(pk=order_id).first()
    if order is None:
        raise NotFound
    return order
