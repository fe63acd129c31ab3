"""An order ends before dispatch: by agreement, by a side's right, or for a fee."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from escrow.agreements import clauses, machinery, policy, queries
from escrow.agreements.models import Cancellation
from escrow.agreements.states import CANCELLATION, Ground, ProposalState
from escrow.machinery import schedule, timers
from escrow.services import cancel_unpaid
from marketplace.ledger import queries as ledger
from marketplace.ledger.services import note_order
from marketplace.ledger.states import HELD_STATES, OrderState
from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import Conflict, Invalid, NotAllowed
from marketplace.lib.ids import input_hash
from marketplace.lib.state import WrongState
from marketplace.outbox import idempotency

if TYPE_CHECKING:
    from marketplace.ledger.models import Order

LAPSE = timedelta(days=14)


def propose_cancellation(
    *, actor: Actor, order_number: str, fee_minor: int, reason: str, key: str, at: datetime
) -> Cancellation:
    """Propose to end a paid order before dispatch, for ``fee_minor`` to the supplier; lapses after fourteen days.

    Those who may bind one side. Raises NotFound, NotAllowed, Invalid, Conflict, WrongState. Publishes
    OrderAdvanced.
    """
    with transaction.atomic():
        order = ledger.get_order(actor, order_number)
        side = policy.side_of(actor, order)
        require(bool(side))
        inputs = {"order": order_number, "fee_minor": fee_minor, "reason": reason}
        attempt = idempotency.begin(actor=actor, service="agreements.propose_cancellation", key=key, inputs=inputs)
        if attempt.done:
            return Cancellation.objects.get(pk=attempt.result)
        order = schedule.ensure(order.id)
        _require_undispatched(order)
        if not 0 <= fee_minor <= machinery.held(order):
            raise Invalid.field("fee", "The fee is between nothing and what is held for the order.")
        row = _write(actor, order, side, Ground.MUTUAL, fee_minor, reason, at)
        timers.start(order_id=order.id, name="CANCELLATION_LAPSE", due_at=row.lapses_at, subject=str(row.id))
        _tell(actor, order, row, "proposed", at)
        attempt.finish(row.id)
    return row


def accept_cancellation(
    *, actor: Actor, order_number: str, no: int, shown_hash: str, key: str, at: datetime
) -> Cancellation:
    """Agree to end the order as it was shown: the fee to the supplier, all else that is held back to the buyer.

    The other side than the proposer's. Raises NotFound, NotAllowed, Conflict if it has changed, WrongState.
    Publishes OrderAdvanced, OperationReserved.
    """
    return _answer(actor, order_number, no, "accept", shown_hash, key, at)


def decline_cancellation(
    *, actor: Actor, order_number: str, no: int, shown_hash: str, key: str, at: datetime
) -> Cancellation:
    """Go on with the order. The other side than the proposer's. Raises as ``accept_cancellation``."""
    return _answer(actor, order_number, no, "decline", shown_hash, key, at)


def withdraw_cancellation(
    *, actor: Actor, order_number: str, no: int, shown_hash: str, key: str, at: datetime
) -> Cancellation:
    """Take one's own proposal to cancel back. Raises as ``accept_cancellation``."""
    return _answer(actor, order_number, no, "withdraw", shown_hash, key, at)


def cancel_order(*, actor: Actor, order_number: str, reason: str, key: str, at: datetime) -> Cancellation:
    """End the order at once by a right of one's own; nobody else has to agree. Those who may bind one side.

    The buyer: without a fee when dispatch is too late or the goods failed their inspection, else for the
    contract's fee. The supplier: when a payment is overdue; the fee comes out of what was paid. Raises
    NotFound, NotAllowed, Conflict without such a right, WrongState. Publishes OrderAdvanced.
    """
    with transaction.atomic():
        order = ledger.get_order(actor, order_number)
        side = policy.side_of(actor, order)
        require(bool(side))
        inputs = {"order": order_number, "reason": reason}
        attempt = idempotency.begin(actor=actor, service="agreements.cancel_order", key=key, inputs=inputs)
        if attempt.done:
            return Cancellation.objects.get(pk=attempt.result)
        order = schedule.ensure(order.id)
        right = queries.right_to_cancel(order, side, at)
        if right is None:
            raise Conflict("You have no right to cancel this order alone now. Propose it to the other side.")
        _withdraw_open(actor, order, at)
        row = _write(actor, order, side, right.ground, right.fee_minor, reason, at)
        if order.state == OrderState.AWAITING_PAYMENT:
            cancel_unpaid(actor=Actor.for_system("agreements.cancel"), order_id=order.id, subject="", at=at)
            _end(actor, order, row, "accept", at)
        else:
            _require_undispatched(order)
            _finish(actor, order, row, at)
        attempt.finish(row.id)
    return row


@timers.rings("CANCELLATION_LAPSE")
def lapse_cancellation(*, actor: Actor, order_id: UUID, subject: str, at: datetime) -> None:
    """Nobody answered a proposal to cancel in fourteen days."""
    require(policy.may_run_machinery(actor))
    order = schedule.ensure(order_id)
    _end(actor, order, Cancellation.objects.locked(pk=subject).get(), "lapse", at)


def lapse_cancellations(*, actor: Actor, order_id: UUID, at: datetime) -> None:
    """The order has ended otherwise: what was still proposed lapses. The machine alone. Publishes OrderAdvanced."""
    with transaction.atomic():
        require(policy.may_run_machinery(actor))
        order = schedule.ensure(order_id)
        for row in Cancellation.objects.locked(order=order, state=ProposalState.PROPOSED):
            _end(actor, order, row, "lapse", at)


def _answer(
    actor: Actor, order_number: str, no: int, action: str, shown_hash: str, key: str, at: datetime
) -> Cancellation:
    with transaction.atomic():
        order = ledger.get_order(actor, order_number)
        side = policy.side_of(actor, order)
        require(bool(side))
        inputs = {"order": order_number, "no": no, "hash": shown_hash}
        attempt = idempotency.begin(actor=actor, service=f"agreements.{action}_cancellation", key=key, inputs=inputs)
        if attempt.done:
            return Cancellation.objects.get(pk=attempt.result)
        order = schedule.ensure(order.id)
        row: Cancellation = machinery.changed_since(Cancellation.objects.locked(order=order, no=no).first(), shown_hash)
        if (row.side == side) != (action == "withdraw"):
            raise NotAllowed("The other side answers this." if row.side == side else "Only its proposer withdraws it.")
        CANCELLATION.advance(row.state, action)
        if action == "accept":
            _require_undispatched(order)
            _finish(actor, order, row, at)
        else:
            _end(actor, order, row, action, at)
        attempt.finish(row.id)
    return row


def _require_undispatched(order: "Order") -> None:
    if order.state not in HELD_STATES:
        raise WrongState("Only a paid order that is under way can be cancelled like this.")
    if machinery.is_dispatched(order):
        raise machinery.AlreadyDispatched("Something has left or was accepted. Open a claim or a return instead.")


def _finish(actor: Actor, order: "Order", row: Cancellation, at: datetime) -> None:
    """Divide what is held, and end the order."""
    money = clauses.cancelled(machinery.held(order), row.fee_minor)
    row.fee_minor, row.refunded_minor = money.fee, money.back
    row.save(update_fields=["fee_minor", "refunded_minor"])
    _end(actor, order, row, "accept", at)
    machinery.end_order(actor=actor, order=order, money=money, reason=row.reason, at=at)


def _end(actor: Actor, order: "Order", row: Cancellation, action: str, at: datetime) -> None:
    row.state = CANCELLATION.advance(row.state, action)
    row.answered_by_name, row.answered_at = actor.user_name, at
    row.save(update_fields=["state", "answered_by_name", "answered_at"])
    timers.stop(order_id=order.id, at=at, subject=str(row.id))
    _tell(actor, order, row, row.state.lower(), at)


def _withdraw_open(actor: Actor, order: "Order", at: datetime) -> None:
    """A right goes before what is still being talked about."""
    for row in Cancellation.objects.locked(order=order, state=ProposalState.PROPOSED):
        _end(actor, order, row, "withdraw", at)


def _write(
    actor: Actor, order: "Order", side: str, ground: Ground, fee_minor: int, reason: str, at: datetime
) -> Cancellation:
    if Cancellation.objects.filter(order=order, state=ProposalState.PROPOSED).exists():
        raise Conflict("A proposal to cancel is on the table. Answer or withdraw it first.")
    no = (Cancellation.objects.filter(order=order).aggregate(last=Max("no"))["last"] or 0) + 1
    facts = {"order": order.number, "cancellation": no, "ground": ground, "fee_minor": fee_minor, "reason": reason}
    return Cancellation.objects.create(
        order=order, no=no, ground=ground, side=side, reason=reason, fee_minor=fee_minor, hash=input_hash(facts),
        proposed_by_name=actor.user_name, proposed_at=at, lapses_at=at + LAPSE,
    )  # fmt: skip


def _tell(actor: Actor, order: "Order", row: Cancellation, what: str, at: datetime) -> None:
    body = {"no": row.no, "what": what, "ground": row.ground, "fee_minor": row.fee_minor, "reason": row.reason,
            "currency": order.currency}  # fmt: skip
    note_order(actor=actor, order_id=order.id, kind="cancellation", body=body, at=at)
