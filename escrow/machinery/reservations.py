"""The first of the three phases: an operation, its reservation in the ledger and its event, in one transaction."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from escrow.events import OperationReserved
from escrow.gateways.port import get_gateway
from escrow.models import GatewayOperation
from escrow.states import OperationKind
from marketplace.ledger.movements import Movement
from marketplace.ledger.services import post
from marketplace.lib.actor import Actor
from marketplace.lib.ids import uuid7
from marketplace.outbox.publishing import publish

if TYPE_CHECKING:
    from marketplace.ledger.models import Order


def reserve_refund(
    *, actor: Actor, order: "Order", amount_minor: int, source_ref: str, movement: Movement, at: datetime
) -> GatewayOperation:
    """Reserve a refund of ``amount_minor`` (of the order's currency) of the provider's payment ``source_ref``.

    Runs in the caller's transaction, after its policy. Raises InsufficientFunds. Publishes OperationReserved.
    """
    operation_id = uuid7()
    return _reserved(
        GatewayOperation(
            id=operation_id,
            kind=OperationKind.REFUND,
            order=order,
            amount_minor=amount_minor,
            currency=order.currency,
            source_ref=source_ref,
            reservation_entry=_book(operation_id, movement, order.id, at),
        ),
        actor,
        at,
    )


def reserve_transfer(
    *, actor: Actor, vendor_id: UUID, amount_minor: int, currency: str, movement: Movement, at: datetime
) -> GatewayOperation:
    """Reserve a transfer to a vendor. As ``reserve_refund``."""
    operation_id = uuid7()
    return _reserved(
        GatewayOperation(
            id=operation_id,
            kind=OperationKind.TRANSFER,
            amount_minor=amount_minor,
            currency=currency,
            destination=str(vendor_id),
            reservation_entry=_book(operation_id, movement, None, at),
        ),
        actor,
        at,
    )


def _book(operation_id: UUID, movement: Movement, order_id: UUID | None, at: datetime) -> int:
    return post(key=f"op:{operation_id}:rsv", movement=movement, order_id=order_id, at=at)


def _reserved(operation: GatewayOperation, actor: Actor, at: datetime) -> GatewayOperation:
    operation.gateway = get_gateway().name
    operation.created_by_name = actor.user_name
    operation.created_at = operation.next_attempt_at = at
    operation.save(force_insert=True)
    publish(OperationReserved(operation_id=operation.id))
    return operation
