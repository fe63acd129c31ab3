"""The buyer has what was ordered: the held money is released, to the vendor and to our commission, once."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from escrow import policy
from escrow.machinery import timers
from escrow.models import Release
from escrow.states import TimerName
from marketplace.ledger import movements
from marketplace.ledger import queries as ledger
from marketplace.ledger.services import advance_order, post
from marketplace.lib.actor import Actor, require
from marketplace.lib.money import portion
from marketplace.outbox import idempotency


def accept_order(*, actor: Actor, number: str, key: str, at: datetime) -> Release:
    """Accept the goods and release the money held for them. It cannot be taken back.

    The buyer's purchasers, approvers and administrators. Raises NotFound, NotAllowed, WrongState.
    Publishes OrderAdvanced.
    """
    with transaction.atomic():
        order = ledger.get_order(actor, number)
        require(policy.may_accept(actor, order))
        attempt = idempotency.begin(actor=actor, service="escrow.accept_order", key=key, inputs={"number": number})
        if attempt.done:
            return Release.objects.get(pk=attempt.result)
        release = _release(actor=actor, order_id=order.id, by_clock=False, at=at)
        timers.stop(order_id=order.id, at=at)
        attempt.finish(release.id)
    return release


@timers.rings(TimerName.AUTO_ACCEPT)
def auto_accept(*, actor: Actor, order_id: UUID, at: datetime) -> None:
    """The inspection period ended without a word: accept by clock. Raises WrongState."""
    require(policy.may_run_machinery(actor))
    _release(actor=actor, order_id=order_id, by_clock=True, at=at)


def _release(*, actor: Actor, order_id: UUID, by_clock: bool, at: datetime) -> Release:
    """``advance_order`` locks the order and refuses a second acceptance; the unique row is the last line."""
    order = advance_order(actor=actor, order_id=order_id, action="accept", body={"by_clock": by_clock}, at=at)
    commission = portion(order.total_minor, order.commission_bp)
    post(
        key=f"release:{order.number}",
        movement=movements.release(
            order_number=order.number,
            vendor_id=order.vendor_id,
            currency=order.currency,
            gross=order.total_minor,
            commission=commission,
        ),
        order_id=order.id,
        at=at,
    )
    return Release.objects.create(
        order=order,
        vendor_id=order.vendor_id,
        currency=order.currency,
        gross_minor=order.total_minor,
        commission_minor=commission,
        net_minor=order.total_minor - commission,
        by_clock=by_clock,
        released_at=at,
    )
