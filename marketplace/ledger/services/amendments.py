"""The few facts of an order that both sides may change later: when it is dispatched, and where it goes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from marketplace.ledger.locks import lock_order
from marketplace.ledger.models import Order
from marketplace.lib.actor import Actor, require


def amend_order(
    *,
    actor: Actor,
    order_id: UUID,
    ship_due_at: datetime | None = None,
    ship_to: Mapping[str, Any] | None = None,
) -> Order:
    """Write what an accepted amendment changes; None leaves a fact as it is. Returns the locked order.

    For one of the two sides, through the package that keeps the amendments and inside its transaction;
    PostgreSQL lets an address change only for an accepted amendment. Raises NotFound, NotAllowed.
    """
    order = lock_order(order_id)
    require(actor.is_system or actor.belongs_to(order.buyer_id) or actor.belongs_to(order.vendor_id))
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
