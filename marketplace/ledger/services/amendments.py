"""The few facts of an order that both sides may change later: when it is dispatched, and where it goes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from marketplace.ledger.models import Order
from marketplace.ledger.services.orders import lock_order


def amend_order(
    *, order_id: UUID, ship_due_at: datetime | None = None, ship_to: Mapping[str, Any] | None = None
) -> Order:
    """Write what an accepted amendment changes; None leaves a fact as it is. Returns the locked order.

    For the package that keeps the amendments, inside its transaction and after its own policy; PostgreSQL
    lets an address change only for an accepted amendment. Raises NotFound.
    """
    order = lock_order(order_id)
    changed = []
    if ship_due_at is not None:
        order.ship_due_at = ship_due_at
        changed.append("ship_due_at")
    if ship_to is not None:
        order.ship_to = dict(ship_to)
        changed.append("ship_to")
    if changed:
        order.save(update_fields=changed)
    return order
