"""The provider's dispute becomes ours: opened once, then only forward, each posting keyed by the dispute.

Whatever brings it (a notice, a reconciliation, our own question) ends here with what the provider said when it was
asked. Lock order: order, chargeback, accounts.
"""

from datetime import datetime, timedelta

from django.db import transaction

from escrow.chargebacks import policy
from escrow.chargebacks.losses import is_fraud
from escrow.chargebacks.models import Chargeback
from escrow.chargebacks.outcomes import freeze_rest
from escrow.chargebacks.states import (
    CHARGEBACK,
    EVIDENCE_DUE,
    LIMIT,
    STEPS_OF_PROVIDER,
    ChargebackState,
    Liability,
)
from escrow.chargebacks.steps import entry_key, take, tell
from escrow.gateways.port import DisputeStatus, ProviderDispute, get_gateway
from escrow.machinery import schedule, timers
from escrow.models import GatewayOperation
from escrow.states import OperationKind
from marketplace.ledger import movements
from marketplace.ledger.services import note_order, post
from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import NotFound

SYSTEM = Actor.for_system("escrow.chargebacks")
BEFORE_DUE = timedelta(hours=24)
"""Evidence that nobody has sent is sent this long before the last moment."""

UNDECIDED_LIMIT = timedelta(days=180)
_MONEY_WAS_TAKEN = {DisputeStatus.WON, DisputeStatus.LOST}


def mirror_dispute(*, actor: Actor, dispute: ProviderDispute, at: datetime) -> Chargeback:
    """Bring our chargeback to where the provider says its dispute stands.

    The machinery alone. Opens it, withholds what the order still holds, books the money that the network took, and the
    outcome. Said twice, or said late, it changes nothing. Raises NotFound if the payment is not ours. Publishes
    ChargebackChanged and OrderAdvanced for each step.
    """
    with transaction.atomic():
        require(policy.may_mirror_dispute(actor))
        payment = GatewayOperation.objects.filter(
            kind=OperationKind.PAYMENT, gateway_ref=dispute.payment_ref, order__isnull=False
        ).first()
        if payment is None or payment.order_id is None:
            raise NotFound
        schedule.ensure(payment.order_id)  # locks the order
        chargeback = Chargeback.objects.locked().select_related("order").filter(ref=dispute.ref).first()
        if chargeback is None:
            chargeback = _open(payment, dispute, at)
        if dispute.funds_withdrawn or dispute.status in _MONEY_WAS_TAKEN:
            _withdraw(chargeback, dispute, at)
        action = STEPS_OF_PROVIDER.get(ChargebackState(dispute.status))
        if action and CHARGEBACK.allows(chargeback.state, action):
            take(chargeback, action, at, actor=SYSTEM)
    return chargeback


def _open(payment: GatewayOperation, dispute: ProviderDispute, at: datetime) -> Chargeback:
    order = payment.order
    assert order is not None  # noqa: S101  # asked for by the caller
    chargeback = Chargeback.objects.create(
        provider=get_gateway().name,
        ref=dispute.ref,
        order=order,
        payment=payment,
        reason=dispute.reason[:60],
        liability=Liability.PLATFORM if is_fraud(dispute.reason) else Liability.VENDOR,
        currency=dispute.currency,
        amount_minor=dispute.amount_minor,
        fee_minor=dispute.fee_minor,
        opened_at=at,
        due_by=dispute.due_by,
    )
    facts = {"ref": dispute.ref, "amount_minor": dispute.amount_minor, "currency": dispute.currency}
    note_order(
        actor=SYSTEM, order_id=order.id, kind="chargeback_opened", body=facts | {"reason": dispute.reason}, at=at
    )
    freeze_rest(chargeback, at)
    if dispute.due_by:
        due_at = max(dispute.due_by - BEFORE_DUE, at)
        timers.start(order_id=order.id, name=EVIDENCE_DUE, due_at=due_at, subject=str(chargeback.id))
    timers.start(order_id=order.id, name=LIMIT, due_at=at + UNDECIDED_LIMIT, subject=str(chargeback.id))
    tell(chargeback)
    return chargeback


def _withdraw(chargeback: Chargeback, dispute: ProviderDispute, at: datetime) -> None:
    """The network took the money and its fee: once."""
    if chargeback.withdrawn_at:
        return
    chargeback.withdrawn_at, chargeback.fee_minor = at, dispute.fee_minor
    chargeback.save(update_fields=["withdrawn_at", "fee_minor"])
    movement = movements.chargeback_opened(
        provider=chargeback.provider,
        ref=chargeback.ref,
        currency=chargeback.currency,
        amount=chargeback.amount_minor,
        fee=chargeback.fee_minor,
    )
    post(key=entry_key(chargeback), movement=movement, order_id=chargeback.order_id, at=at)
