"""The last of the three phases: the provider's answer becomes postings and steps of orders, once.

Whatever brings the answer (our own call, a notice, a later question) ends here. The operation's row is
locked, its state only moves forward, and each posting is keyed by the provider's object, so that the same
answer twice books once.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from escrow.events import OperationSettled
from escrow.gateways.port import Progress, ProviderObject
from escrow.machinery import receipts, schedule, treasury
from escrow.machinery.closing import reopen
from escrow.machinery.reservations import reserve_unclaimed_refund
from escrow.models import GatewayOperation, Refund
from escrow.states import OPERATION, PAYOUT, OperationKind, OperationState
from marketplace.ledger import movements
from marketplace.ledger.movements import Movement
from marketplace.ledger.services import lock_order, note_order, post
from marketplace.ledger.states import OrderState
from marketplace.lib.actor import Actor
from marketplace.lib.errors import NotFound
from marketplace.lib.state import WrongState
from marketplace.outbox.publishing import publish

if TYPE_CHECKING:
    from marketplace.ledger.models import Order

Effect = Callable[[GatewayOperation, datetime], None]
Success = Callable[[GatewayOperation, ProviderObject, datetime], None]
SYSTEM = Actor.for_system("escrow.settlement")
TOO_LATE = "The payment arrived when the order no longer waited for it."


def book(*, operation_id: UUID, seen: ProviderObject, at: datetime) -> GatewayOperation:
    """Book what the provider says about an operation: still pending, succeeded or failed.

    An object of another amount, currency, operation or reference is not ours: nothing is booked and the
    operation waits for an operator. Publishes OperationSettled at the end of an operation.
    """
    with transaction.atomic(durable=True):
        operation = _locked(operation_id)
        mismatch = _mismatch(operation, seen)
        if mismatch:
            _hand_to_operator(operation, mismatch)
        elif seen.progress is Progress.PENDING:
            _note_progress(operation, seen, at)
        elif seen.progress is Progress.SUCCEEDED:
            _succeed(operation, seen, at)
        else:
            operation.gateway_ref = seen.ref
            _fail(operation, seen.reason, at)
    return operation


def book_refusal(*, operation_id: UUID, reason: str, at: datetime) -> GatewayOperation:
    """The provider refused to create the object: free the reservation."""
    with transaction.atomic(durable=True):
        operation = _locked(operation_id)
        _fail(operation, reason, at)
    return operation


def _locked(operation_id: UUID) -> GatewayOperation:
    operation = GatewayOperation.objects.locked(pk=operation_id).select_related("order").first()
    if operation is None:
        raise NotFound
    return operation


def _mismatch(operation: GatewayOperation, seen: ProviderObject) -> str:
    ours = (operation.id, operation.amount_minor, operation.currency, operation.gateway_ref or seen.ref)
    theirs = (seen.operation_id, seen.amount_minor, seen.currency, seen.ref)
    return "" if ours == theirs else f"The provider's object differs: {seen.amount_minor} {seen.currency}, {seen.ref}."


def _hand_to_operator(operation: GatewayOperation, error: str) -> None:
    if operation.state in {OperationState.MANUAL, OperationState.SUCCEEDED}:
        return
    operation.state = OPERATION.advance(operation.state, "give_up")
    operation.error, operation.locked_until = error[:300], None
    operation.save(update_fields=["state", "error", "locked_until"])
    announce(operation)


def _note_progress(operation: GatewayOperation, seen: ProviderObject, at: datetime) -> None:
    if operation.is_final:
        return
    step = "retry" if operation.state == OperationState.MANUAL else "send"
    operation.state = OPERATION.advance(operation.state, step)
    operation.gateway_ref, operation.checkout_url = seen.ref, seen.checkout_url
    operation.unanswered, operation.error, operation.locked_until = 0, "", None
    operation.save(update_fields=["state", "gateway_ref", "checkout_url", "unanswered", "error", "locked_until"])
    if operation.kind == OperationKind.PLATFORM_PAYOUT:
        treasury.payout_seen(operation, at)


def _succeed(operation: GatewayOperation, seen: ProviderObject, at: datetime) -> None:
    if operation.state == OperationState.SUCCEEDED:
        return
    if operation.state == OperationState.FAILED and operation.kind != OperationKind.PAYMENT:
        _hand_to_operator(operation, "The provider refused this, and then did it. The ledger holds the refusal.")
        return
    step = "recover" if operation.state == OperationState.FAILED else "succeed"
    operation.gateway_ref = seen.ref
    _close(operation, step, "", at)
    _SUCCESS[operation.kind](operation, seen, at)
    if seen.fee_minor:
        fee = movements.provider_fee(provider=operation.gateway, currency=operation.currency, amount=seen.fee_minor)
        post(key=f"{_key(operation)}:fee", movement=fee, order_id=operation.order_id, at=at)


def _fail(operation: GatewayOperation, reason: str, at: datetime) -> None:
    if operation.state == OperationState.SUCCEEDED and operation.kind == OperationKind.REFUND:
        _refund_returned(operation, reason, at)
    if operation.is_final:
        return
    _close(operation, "fail", reason, at)
    if operation.kind in _FAILURE:
        _FAILURE[operation.kind](operation, at)


def _close(operation: GatewayOperation, step: str, error: str, at: datetime) -> None:
    operation.state = OPERATION.advance(operation.state, step)
    operation.error, operation.settled_at, operation.locked_until = error[:300], at, None
    operation.save(update_fields=["state", "gateway_ref", "error", "settled_at", "locked_until"])
    announce(operation)


def announce(operation: GatewayOperation) -> None:
    """Publish that an operation came to its end, or to an operator."""
    publish(
        OperationSettled(
            operation_id=operation.id,
            kind_of_operation=operation.kind,
            state=operation.state,
            order_number=operation.order.number if operation.order else "",
        )
    )


def _key(operation: GatewayOperation) -> str:
    """The provider's object: whatever tells us of it, and however often, it is booked once."""
    return f"{operation.gateway}:{operation.gateway_ref}"


def _book(operation: GatewayOperation, movement: Movement, at: datetime, *, key: str = "") -> None:
    """Book what an operation came to; it settles the operation's reservation, if it made one."""
    post(
        key=key or _key(operation),
        movement=movement,
        order_id=operation.order_id,
        resolves=operation.reservation_entry,
        at=at,
    )


def _order_of(operation: GatewayOperation) -> "Order":
    assert operation.order is not None  # noqa: S101  # payments and refunds have an order by constraint
    return operation.order


def _payment_succeeded(operation: GatewayOperation, seen: ProviderObject, at: datetime) -> None:
    """Fund the payment leg that waits for it; send the money back if none does."""
    order = schedule.ensure(_order_of(operation).id)
    receipts.book(provider=operation.gateway, buyer_id=order.buyer_id, receipts=seen.receipts, at=at)
    leg = schedule.get_leg(order, operation.leg_no or 1)
    if schedule.hand_over(order=order, leg=leg, receive=lambda: _receive(operation, seen, order, at), at=at):
        return
    facts = {"amount_minor": operation.amount_minor, "currency": operation.currency, "by": operation.created_by_name}
    try:
        with transaction.atomic():
            schedule.fund_leg(order=order, leg=leg, facts=facts, at=at)
    except WrongState:
        _send_back(operation, seen, at)
        return
    _book(operation, receipts.of_leg(operation, seen, order, leg.no), at)


def _receive(operation: GatewayOperation, seen: ProviderObject, order: "Order", at: datetime) -> None:
    """Take a payment into the buyer's wallet."""
    _book(operation, receipts.unclaimed(operation, seen, order), at)


def _send_back(operation: GatewayOperation, seen: ProviderObject, at: datetime) -> None:
    """Take a payment that came too late into the buyer's wallet, and refund it from there."""
    order = _order_of(operation)
    reopen(order)
    _receive(operation, seen, order, at)
    operation.is_claimed = False
    operation.save(update_fields=["is_claimed"])
    refund = Refund.objects.create(
        order=order,
        amount_minor=operation.amount_minor,
        reason=TOO_LATE,
        is_unclaimed=True,
        requested_by_name=SYSTEM.user_name,
        requested_at=at,
    )
    reserve_unclaimed_refund(actor=SYSTEM, order=order, refund=refund, payment=operation, at=at)


def _refund_succeeded(operation: GatewayOperation, _seen: ProviderObject, at: datetime) -> None:
    order = lock_order(_order_of(operation).id)
    _after_refund(operation, order, "provider", at)
    movement = movements.refund_confirmed(
        provider=operation.gateway,
        order_number=order.number,
        currency=operation.currency,
        amount=operation.amount_minor,
    )
    _book(operation, movement, at)


def _refund_failed(operation: GatewayOperation, at: datetime) -> None:
    """The money cannot go back the way it came: it waits in the buyer's wallet."""
    order = lock_order(_order_of(operation).id)
    refund = operation.refund
    assert refund is not None  # noqa: S101  # each refund operation has its refund
    refund.to_wallet_minor += operation.amount_minor
    refund.save(update_fields=["to_wallet_minor"])
    _after_refund(operation, order, "wallet", at)
    movement = movements.refund_refused(
        buyer_id=order.buyer_id,
        order_number=order.number,
        currency=operation.currency,
        amount=operation.amount_minor,
    )
    _book(operation, movement, at, key=f"op:{operation.id}:void")


def _refund_returned(operation: GatewayOperation, reason: str, at: datetime) -> None:
    """A refund that had succeeded came back from the buyer's bank, days later: the money waits in the wallet."""
    order = lock_order(_order_of(operation).id)
    refund = operation.refund
    assert refund is not None  # noqa: S101  # each refund operation has its refund
    refund.to_wallet_minor += operation.amount_minor
    refund.save(update_fields=["to_wallet_minor"])
    movement = movements.refund_returned(
        provider=operation.gateway, buyer_id=order.buyer_id, currency=operation.currency, amount=operation.amount_minor
    )
    post(key=f"{_key(operation)}:failed", movement=movement, order_id=order.id, at=at)
    _close(operation, "return", reason, at)
    facts = {"amount_minor": operation.amount_minor, "currency": operation.currency}
    note_order(actor=SYSTEM, order_id=order.id, kind="refund_returned", body=facts, at=at)


def _after_refund(operation: GatewayOperation, order: "Order", to: str, at: datetime) -> None:
    """Tell it on the order, and let the order take the step that follows; before the posting: orders are locked
    before accounts."""
    refund = operation.refund
    if refund is None or refund.is_unclaimed:
        return
    if order.state != OrderState.REFUNDING:
        facts = {"amount_minor": operation.amount_minor, "currency": operation.currency, "to": to}
        note_order(actor=SYSTEM, order_id=order.id, kind="refund_done", body=facts, at=at)
    schedule.summarise(actor=SYSTEM, order=order, at=at)


def _transfer_succeeded(operation: GatewayOperation, _seen: ProviderObject, at: datetime) -> None:
    """The vendor is paid: close the orders whose money it was."""
    payout = operation.payout
    payout.state, payout.paid_at = PAYOUT.advance(payout.state, "pay"), at
    payout.save(update_fields=["state", "paid_at"])
    orders = {release.order_id: release.order for release in payout.releases.select_related("order")}
    for _, order in sorted(orders.items()):  # orders are locked before accounts, both by id
        schedule.summarise(actor=SYSTEM, order=order, at=at)
    movement = movements.payout_confirmed(
        provider=operation.gateway,
        vendor_id=payout.vendor_id,
        currency=operation.currency,
        amount=operation.amount_minor,
    )
    _book(operation, movement, at)


def _transfer_failed(operation: GatewayOperation, at: datetime) -> None:
    """The money is payable again; the next run takes it."""
    payout = operation.payout
    movement = movements.payout_refused(
        vendor_id=payout.vendor_id, currency=operation.currency, amount=operation.amount_minor
    )
    _book(operation, movement, at, key=f"op:{operation.id}:void")
    payout.state, payout.failure = PAYOUT.advance(payout.state, "fail"), operation.error
    payout.save(update_fields=["state", "failure"])
    payout.releases.update(payout=None)


_SUCCESS: dict[str, Success] = {
    OperationKind.PAYMENT: _payment_succeeded,
    OperationKind.REFUND: _refund_succeeded,
    OperationKind.TRANSFER: _transfer_succeeded,
    OperationKind.REVERSAL: treasury.reversal_succeeded,
    OperationKind.PLATFORM_PAYOUT: treasury.payout_succeeded,
}
_FAILURE: dict[str, Effect] = {
    OperationKind.REFUND: _refund_failed,
    OperationKind.TRANSFER: _transfer_failed,
    OperationKind.PLATFORM_PAYOUT: treasury.payout_failed,
}
