"""The buyer's money comes in: started by the buyer, ended by the provider, lapsed by the clock."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from escrow import policy
from escrow.gateways.port import get_gateway
from escrow.machinery import runner, timers
from escrow.models import GatewayOperation
from escrow.states import OPEN_OPERATIONS, OperationKind, OperationState, TimerName
from marketplace.ledger import queries as ledger
from marketplace.ledger.services import advance_order
from marketplace.ledger.states import ORDER
from marketplace.lib.actor import Actor, require
from marketplace.outbox import idempotency

if TYPE_CHECKING:
    from marketplace.ledger.models import Order


def start_payment(*, actor: Actor, number: str, key: str, at: datetime) -> GatewayOperation:
    """Pay an order in full into escrow: returns the operation whose ``checkout_url`` the buyer visits.

    The buyer's finance and administrators. An order has one open payment; starting again returns it.
    The provider is asked right away, after our commit, because the buyer waits for the page; if it does
    not answer, ``checkout_url`` is empty and the runner goes on. Raises NotFound, NotAllowed, WrongState.
    """
    with transaction.atomic(durable=True):
        order = ledger.get_order(actor, number)
        require(policy.may_pay(actor, order))
        attempt = idempotency.begin(actor=actor, service="escrow.start_payment", key=key, inputs={"number": number})
        if attempt.done:
            operation = runner.stored(UUID(attempt.result))
        else:
            ORDER.advance(order.state, "fund")
            operation = _open_payment(actor, order, at)
            attempt.finish(operation.id)
    if operation.gateway_ref:
        return operation
    return runner.run(operation.id, at)


def _open_payment(actor: Actor, order: "Order", at: datetime) -> GatewayOperation:
    """The open payment of ``order``, or a new one; of two at once, the unique index lets one be made."""
    operation, _ = GatewayOperation.objects.get_or_create(
        order=order,
        kind=OperationKind.PAYMENT,
        state__in=[*OPEN_OPERATIONS, OperationState.MANUAL],
        defaults={
            "amount_minor": order.total_minor,
            "currency": order.currency,
            "gateway": get_gateway().name,
            # The sweep follows only if the call after our commit is lost.
            "next_attempt_at": at + runner.LEASE,
            "created_by_name": actor.user_name,
            "created_at": at,
        },
    )
    return operation


@timers.rings(TimerName.PAYMENT_DUE)
def cancel_unpaid(*, actor: Actor, order_id: UUID, at: datetime) -> None:
    """The payment clock ran out: cancel the order. Money that comes later is sent back. Raises WrongState."""
    require(policy.may_run_machinery(actor))
    advance_order(actor=actor, order_id=order_id, action="cancel", body={"why": "unpaid"}, at=at)
