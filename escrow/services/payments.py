"""The buyer's money comes in, leg by leg: started by the buyer, ended by the provider, lapsed by the clock."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from escrow import policy
from escrow.gateways.port import get_gateway
from escrow.machinery import runner, schedule, timers
from escrow.models import GatewayOperation, PaymentLeg
from escrow.states import LEG, OPEN_OPERATIONS, LegState, OperationKind, OperationState, TimerName
from marketplace.ledger import movements
from marketplace.ledger import queries as ledger
from marketplace.ledger.services import advance_order, post
from marketplace.ledger.states import HELD_STATES, OrderState
from marketplace.lib.actor import Actor, require
from marketplace.lib.state import WrongState
from marketplace.outbox import idempotency

if TYPE_CHECKING:
    from marketplace.ledger.models import Order


class NothingToPay(WrongState):
    """Every payment of the order is made."""

    code = "nothing_to_pay"


def start_payment(*, actor: Actor, number: str, key: str, at: datetime, leg_no: int | None = None) -> GatewayOperation:
    """Pay the next leg of an order into escrow: returns the operation whose ``checkout_url`` the buyer visits.

    The buyer's finance and administrators. A leg has one open payment; starting again returns it. The
    provider is asked right away, after our commit, because the buyer waits for the page; if it does not
    answer, ``checkout_url`` is empty and the runner goes on. Raises NotFound, NotAllowed, WrongState,
    NothingToPay.
    """
    with transaction.atomic(durable=True):
        order = ledger.get_order(actor, number)
        require(policy.may_pay(actor, order))
        attempt = idempotency.begin(
            actor=actor, service="escrow.start_payment", key=key, inputs={"number": number, "leg": leg_no}
        )
        if attempt.done:
            operation = runner.stored(UUID(attempt.result))
        else:
            order = schedule.ensure(order.id)
            operation = _open_payment(actor, order, _leg_to_pay(order, leg_no), at)
            attempt.finish(operation.id)
    if operation.gateway_ref:
        return operation
    return runner.run(operation.id, at)


def _leg_to_pay(order: "Order", leg_no: int | None) -> PaymentLeg:
    """The leg that the buyer named, or the next one. Raises WrongState, NothingToPay, NotFound."""
    leg = schedule.payable_leg(order) if leg_no is None else schedule.get_leg(order, leg_no)
    if order.state not in HELD_STATES | {OrderState.AWAITING_PAYMENT} and not (leg and leg.when == "invoice"):
        state = OrderState(order.state).label.lower()
        raise WrongState(f"This order is {state}, so it is not paid any more. Reload the page to see where it stands.")
    if leg is None:
        raise NothingToPay("Everything that this order asks for is paid.")
    LEG.advance(leg.state, "fund")
    return leg


def _open_payment(actor: Actor, order: "Order", leg: PaymentLeg, at: datetime) -> GatewayOperation:
    """The open payment of the leg, or a new one; of two at once, the unique index lets one be made."""
    operation, _ = GatewayOperation.objects.get_or_create(
        order=order,
        leg_no=leg.no,
        kind=OperationKind.PAYMENT,
        state__in=[*OPEN_OPERATIONS, OperationState.MANUAL],
        defaults={
            "amount_minor": leg.amount_minor,
            "currency": order.currency,
            "gateway": get_gateway().name,
            # The sweep follows only if the call after our commit is lost.
            "next_attempt_at": at + runner.LEASE,
            "created_by_name": actor.user_name,
            "created_at": at,
        },
    )
    return operation


def pay_from_wallet(*, actor: Actor, number: str, key: str, at: datetime, leg_no: int | None = None) -> PaymentLeg:
    """Pay the next leg of an order from the buyer's wallet, at once and in full.

    The buyer's finance and administrators. Raises NotFound, NotAllowed, WrongState, NothingToPay,
    InsufficientFunds. Publishes OrderAdvanced.
    """
    with transaction.atomic():
        order = ledger.get_order(actor, number)
        require(policy.may_pay(actor, order))
        attempt = idempotency.begin(
            actor=actor, service="escrow.pay_from_wallet", key=key, inputs={"number": number, "leg": leg_no}
        )
        if attempt.done:
            return PaymentLeg.objects.get(pk=attempt.result)
        order = schedule.ensure(order.id)
        leg = _leg_to_pay(order, leg_no)
        fund_from_wallet(actor=actor, order=order, leg=leg, at=at)
        attempt.finish(leg.id)
    return leg


def fund_from_wallet(*, actor: Actor, order: "Order", leg: PaymentLeg, at: datetime) -> None:
    """Take a leg's whole amount out of the buyer's wallet. In the caller's transaction, after its policy, with the
    order locked. Raises InsufficientFunds, WrongState."""
    if schedule.hand_over(order=order, leg=leg, receive=lambda: None, at=at):
        return
    facts = {"amount_minor": leg.amount_minor, "currency": order.currency, "by": actor.user_name, "from": "wallet"}
    schedule.fund_leg(order=order, leg=leg, facts=facts, at=at)
    movement = movements.wallet_applied(
        buyer_id=order.buyer_id,
        order_number=order.number,
        leg=leg.no,
        currency=order.currency,
        amount=leg.amount_minor,
    )
    post(key=f"wallet:{order.number}:{leg.no}", movement=movement, order_id=order.id, at=at)


@timers.rings(TimerName.PAYMENT_DUE)
def cancel_unpaid(*, actor: Actor, order_id: UUID, subject: str, at: datetime) -> None:
    """The payment clock ran out: cancel the order. Money that comes later is sent back. Raises WrongState."""
    require(policy.may_run_machinery(actor))
    order = advance_order(actor=actor, order_id=order_id, action="cancel", body={"why": "unpaid"}, at=at)
    for leg in PaymentLeg.objects.filter(order=order, state__in=[LegState.PLANNED, LegState.AWAITING]):
        leg.state = LEG.advance(leg.state, "expire")
        leg.save(update_fields=["state"])
