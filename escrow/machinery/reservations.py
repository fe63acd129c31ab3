"""The first of the three phases: an operation, its reservation in the ledger and its event, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Sum

from escrow.events import OperationReserved
from escrow.gateways.port import get_gateway
from escrow.models import GatewayOperation, Refund
from escrow.states import OperationKind, OperationState
from marketplace.ledger import movements
from marketplace.ledger.movements import Movement
from marketplace.ledger.services import post
from marketplace.lib.actor import Actor
from marketplace.lib.ids import uuid7
from marketplace.outbox.publishing import publish

if TYPE_CHECKING:
    from marketplace.ledger.models import Order


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a refund and the payment leg that it was paid with; None: whichever payment can take it."""

    amount_minor: int
    leg_no: int | None


def reserve_refunds(
    *, actor: Actor, order: "Order", refund: Refund, pieces: Sequence[Piece], at: datetime, booked: int | None = None
) -> list[GatewayOperation]:
    """Send a refund back the way the money came, one operation per payment; the rest to the buyer's wallet.

    Runs in the caller's transaction, after its policy. ``booked`` is the entry that has put the whole refund
    into transit already; without it each operation reserves its own part from escrow. Raises
    InsufficientFunds. Publishes OperationReserved.
    """
    left = {charge.pk: charge.amount_minor - _sent_back(charge) for charge in _charges(order, None)}
    operations: list[GatewayOperation] = []
    for piece in pieces:
        rest = piece.amount_minor
        for charge in _charges(order, piece.leg_no):
            taken = min(left[charge.pk], rest)
            if taken:
                left[charge.pk] -= taken
                rest -= taken
                whole = booked if taken == refund.amount_minor else None
                operations.append(_refund_operation(actor, order, refund, charge, taken, whole, booked, at))
        if rest:
            _to_wallet(order, refund, Piece(rest, piece.leg_no), booked is not None, at)
    return operations


def _charges(order: "Order", leg_no: int | None) -> list[GatewayOperation]:
    """The order's payments that money can go back to, the oldest first."""
    paid = GatewayOperation.objects.filter(
        order=order, kind=OperationKind.PAYMENT, state=OperationState.SUCCEEDED, is_claimed=True
    )
    return list((paid if leg_no is None else paid.filter(leg_no=leg_no)).order_by("settled_at", "id"))


def _sent_back(charge: GatewayOperation) -> int:
    """What of a payment was sent back, or is on its way."""
    refunds = GatewayOperation.objects.filter(kind=OperationKind.REFUND, source_ref=charge.gateway_ref)
    sent = refunds.exclude(state=OperationState.FAILED).aggregate(total=Sum("amount_minor"))["total"]
    return sent or 0


def _refund_operation(
    actor: Actor,
    order: "Order",
    refund: Refund,
    charge: GatewayOperation,
    amount: int,
    whole: int | None,
    booked: int | None,
    at: datetime,
) -> GatewayOperation:
    """``whole`` is the booked entry if this operation alone settles it; an entry is settled at most once."""
    operation_id = uuid7()
    entry = whole
    if booked is None:
        sources = {charge.leg_no or 1: amount}
        movement = movements.refund_reserved(order_number=order.number, sources=sources, currency=order.currency)
        entry = _book(operation_id, movement, order.id, at)
    operation = GatewayOperation(
        id=operation_id, kind=OperationKind.REFUND, order=order, refund=refund, leg_no=charge.leg_no,
        amount_minor=amount, currency=order.currency, source_ref=charge.gateway_ref or "", reservation_entry=entry,
    )  # fmt: skip
    return _reserved(operation, actor, at)


def _to_wallet(order: "Order", refund: Refund, piece: Piece, in_transit: bool, at: datetime) -> None:
    """What was not paid through the provider goes to the buyer's wallet at once."""
    if in_transit:
        movement = movements.refund_refused(
            buyer_id=order.buyer_id, order_number=order.number, currency=order.currency, amount=piece.amount_minor
        )
    else:
        movement = movements.refund_to_wallet(
            order_number=order.number, buyer_id=order.buyer_id, sources={piece.leg_no or 1: piece.amount_minor},
            currency=order.currency,
        )  # fmt: skip
    post(key=f"refund:{refund.id}:wallet:{piece.leg_no or 0}", movement=movement, order_id=order.id, at=at)
    refund.to_wallet_minor += piece.amount_minor
    refund.save(update_fields=["to_wallet_minor"])


def reserve_unclaimed_refund(
    *, actor: Actor, order: "Order", refund: Refund, payment: GatewayOperation, at: datetime
) -> GatewayOperation:
    """Send a payment back that no order waited for, out of the buyer's wallet. As ``reserve_refunds``."""
    operation_id = uuid7()
    movement = movements.wallet_refund_reserved(
        buyer_id=order.buyer_id, order_number=order.number, currency=payment.currency, amount=payment.amount_minor
    )
    operation = GatewayOperation(
        id=operation_id, kind=OperationKind.REFUND, order=order, refund=refund, leg_no=payment.leg_no,
        amount_minor=payment.amount_minor, currency=payment.currency, source_ref=payment.gateway_ref or "",
        reservation_entry=_book(operation_id, movement, order.id, at),
    )  # fmt: skip
    return _reserved(operation, actor, at)


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


def reserve_platform_payout(*, actor: Actor, amount_minor: int, currency: str, at: datetime) -> GatewayOperation:
    """Order a payout to our own bank, in the caller's transaction: it is booked when the provider has made it."""
    operation = GatewayOperation(
        kind=OperationKind.PLATFORM_PAYOUT, amount_minor=amount_minor, currency=currency, destination="own bank"
    )
    return _reserved(operation, actor, at)


def reserve_reversal(*, actor: Actor, transfer: GatewayOperation, amount_minor: int, at: datetime) -> GatewayOperation:
    """Order that a transfer is taken back, in the caller's transaction: it is booked when the vendor still had it."""
    operation = GatewayOperation(
        kind=OperationKind.REVERSAL, amount_minor=amount_minor, currency=transfer.currency,
        destination=transfer.destination, source_ref=transfer.gateway_ref or "",
    )  # fmt: skip
    return _reserved(operation, actor, at)


def _book(operation_id: UUID, movement: Movement, order_id: UUID | None, at: datetime) -> int:
    return post(key=f"op:{operation_id}:rsv", movement=movement, order_id=order_id, at=at)


def _reserved(operation: GatewayOperation, actor: Actor, at: datetime) -> GatewayOperation:
    operation.gateway = get_gateway().name
    operation.created_by_name = actor.user_name
    operation.created_at = operation.next_attempt_at = at
    operation.save(force_insert=True)
    publish(OperationReserved(operation_id=operation.id))
    return operation
