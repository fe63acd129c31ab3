"""Operations at the provider: reserve, send, settle, each in a transaction of its own.

(1) ``reservations`` write the operation beside its reservation in the ledger. (2) ``run`` takes a
lease and calls the provider outside any transaction; if an earlier attempt exists it looks the operation
up first and adopts what it finds. (3) The answer is booked by ``settlement``. Silence changes nothing:
the provider is asked again, with pauses, and never told twice. Lock order: operation, order, accounts.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from escrow.gateways.port import (
    GatewayRefused,
    GatewaySilent,
    Instruction,
    PaymentGateway,
    ProviderObject,
    get_gateway,
)
from escrow.machinery import settlement
from escrow.models import GatewayOperation
from escrow.states import OPEN_OPERATIONS, OPERATION, OperationKind, OperationState
from marketplace.lib.errors import NotFound

LEASE = timedelta(seconds=60)
FIRST_PAUSE = timedelta(seconds=1)
LONGEST_PAUSE = timedelta(minutes=15)
MAX_UNANSWERED = 20
log = logging.getLogger(__name__)

Call = Callable[[Instruction], ProviderObject]
Find = Callable[[Instruction], ProviderObject | None]


def run(operation_id: UUID, at: datetime) -> GatewayOperation:
    """Bring one operation a step forward: look it up or send it, and book the answer.

    For the runner and for the buyer who waits for the payment page. Does nothing if the operation is
    final or leased by another. Raises NotFound; RuntimeError inside a transaction.
    """
    with transaction.atomic(durable=True):
        operation = _lease(operation_id, at)
    if operation is None:
        return stored(operation_id)
    find, create = _calls(get_gateway(), operation)
    instruction = instruction_for(operation)
    try:
        seen = find(instruction) if operation.attempts > 1 else None
        seen = seen or create(instruction)
    except GatewayRefused as refusal:
        return settlement.book_refusal(operation_id=operation_id, reason=str(refusal), at=at)
    except GatewaySilent as silence:
        return _note_silence(operation_id, str(silence), at)
    return settlement.book(operation_id=operation_id, seen=seen, at=at)


def ask(operation_id: UUID, at: datetime) -> bool:
    """Ask the provider how an operation stands and book the answer: what a notice makes us do.

    Reads only at the provider, so it needs no lease. False if the provider knows nothing of it yet.
    Raises NotFound, GatewaySilent.
    """
    operation = stored(operation_id)
    find, _ = _calls(get_gateway(), operation)
    seen = find(instruction_for(operation))
    if seen is None:
        return False
    settlement.book(operation_id=operation_id, seen=seen, at=at)
    return True


def stored(operation_id: UUID) -> GatewayOperation:
    """One operation as stored. Raises NotFound."""
    operation = GatewayOperation.objects.filter(pk=operation_id).first()
    if operation is None:
        raise NotFound
    return operation


def instruction_for(operation: GatewayOperation) -> Instruction:
    """The operation as the provider is told of it."""
    order = operation.order
    number = order.number if order else operation.destination
    return Instruction(
        operation_id=operation.id,
        amount_minor=operation.amount_minor,
        currency=operation.currency,
        description=f"{number}: {order.title}"[:200] if order else f"Payout to {number}",
        group=number,
        since=operation.created_at,
        ref=operation.gateway_ref or "",
        leg_no=operation.leg_no or 1,
        payer_id=order.buyer_id if order else None,
        payer_name=order.buyer.name if order else "",
        return_path=reverse("order-payment", args=[number]) if operation.kind == OperationKind.PAYMENT else "",
        source_ref=operation.source_ref,
        destination=operation.destination,
    )


def _calls(gateway: PaymentGateway, operation: GatewayOperation) -> tuple[Find, Call]:
    calls: dict[str, tuple[Find, Call]] = {
        OperationKind.PAYMENT: (gateway.find_payment, gateway.create_payment),
        OperationKind.REFUND: (gateway.find_refund, gateway.create_refund),
        OperationKind.TRANSFER: (gateway.find_transfer, gateway.create_transfer),
        OperationKind.REVERSAL: (gateway.find_reversal, gateway.create_reversal),
        OperationKind.PLATFORM_PAYOUT: (gateway.find_platform_payout, gateway.create_platform_payout),
    }
    return calls[operation.kind]


def _lease(operation_id: UUID, at: datetime) -> GatewayOperation | None:
    """Claim the next attempt; None if there is none to make. The next look is set before the call, so that
    a crash during it is followed by a look-up."""
    operation = GatewayOperation.objects.locked(pk=operation_id).select_related("order").first()
    if operation is None:
        raise NotFound
    if operation.state not in OPEN_OPERATIONS or (operation.locked_until and operation.locked_until > at):
        return None
    if operation.state == OperationState.RESERVED:
        operation.state = OPERATION.advance(operation.state, "send")
    operation.attempts += 1
    operation.first_attempt_at = operation.first_attempt_at or at
    operation.locked_until = at + LEASE
    operation.next_attempt_at = at + pause(operation.attempts)
    operation.save(update_fields=["state", "attempts", "first_attempt_at", "locked_until", "next_attempt_at"])
    return operation


def pause(attempts: int) -> timedelta:
    """How long to wait after this many attempts: 1 s, doubling, at most 15 minutes."""
    return min(FIRST_PAUSE * (1 << min(attempts - 1, 16)), LONGEST_PAUSE)


def _note_silence(operation_id: UUID, text: str, at: datetime) -> GatewayOperation:
    with transaction.atomic(durable=True):
        operation = GatewayOperation.objects.locked(pk=operation_id).get()
        if operation.is_final:
            return operation
        operation.unanswered += 1
        step = "give_up" if operation.unanswered >= MAX_UNANSWERED else "lose"
        operation.state = OPERATION.advance(operation.state, step)
        operation.error, operation.locked_until = text[:300], None
        operation.save(update_fields=["state", "unanswered", "error", "locked_until"])
        if operation.state == OperationState.MANUAL:
            log.error("%s got no answer %s times and waits for an operator", operation, operation.unanswered)
            settlement.announce(operation)
    return operation
