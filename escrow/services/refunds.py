"""Money goes back to the buyer before anything was shipped."""

from datetime import datetime

from django.db import transaction

from escrow import policy
from escrow.machinery.reservations import reserve_refund
from escrow.models import GatewayOperation, Refund
from escrow.states import OperationKind, OperationState
from marketplace.ledger import movements
from marketplace.ledger import queries as ledger
from marketplace.ledger.services import advance_order
from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import Invalid
from marketplace.outbox import idempotency


def request_refund(*, actor: Actor, number: str, reason: str, key: str, at: datetime) -> Refund:
    """Send the whole held amount back to the buyer. Before shipment nobody else has to agree.

    The buyer's finance and administrators, the vendor's fulfilment and administrators (who cannot
    deliver), the operator's finance. Raises NotFound, NotAllowed, Invalid without a reason, WrongState
    once shipped. Publishes OrderAdvanced, OperationReserved.
    """
    reason = reason.strip()
    with transaction.atomic():
        order = ledger.get_order(actor, number)
        require(policy.may_request_refund(actor, order))
        attempt = idempotency.begin(
            actor=actor, service="escrow.request_refund", key=key, inputs={"number": number, "reason": reason}
        )
        if attempt.done:
            return Refund.objects.get(pk=attempt.result)
        if not reason:
            raise Invalid.field("reason", "Say why in a sentence; the other side reads it.")
        order = advance_order(
            actor=actor, order_id=order.id, action="request_refund", body={"reason": reason[:300]}, at=at
        )
        payments = GatewayOperation.objects.filter(
            order=order, kind=OperationKind.PAYMENT, state=OperationState.SUCCEEDED
        )
        # The first success funded the order; any later one was sent back as unclaimed.
        payment = payments.earliest("settled_at")
        operation = reserve_refund(
            actor=actor,
            order=order,
            amount_minor=order.total_minor,
            source_ref=payment.gateway_ref or "",
            movement=movements.refund_reserved(
                order_number=order.number, currency=order.currency, amount=order.total_minor
            ),
            at=at,
        )
        refund = Refund.objects.create(
            order=order, operation=operation, reason=reason[:300], requested_by_name=actor.user_name, requested_at=at
        )
        attempt.finish(refund.id)
    return refund
