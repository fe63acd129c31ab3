"""Reads for the payment page of real keys."""

from escrow.models import GatewayOperation
from escrow.states import OPEN_OPERATIONS, OperationKind
from marketplace.lib.actor import Actor
from marketplace.lib.errors import NotFound


def get_open_payment(actor: Actor, ref: str) -> GatewayOperation:
    """A payment that still waits, by the provider's reference. Raises NotFound if absent, invisible or over."""
    payments = GatewayOperation.objects.visible_to(actor).filter(kind=OperationKind.PAYMENT, state__in=OPEN_OPERATIONS)
    payment = payments.filter(gateway_ref=ref).select_related("order__buyer").first()
    if payment is None:
        raise NotFound
    return payment
