"""Changes of an order that both sides accept by the hash of what they saw."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from escrow.agreements import machinery, policy
from escrow.agreements.changes import Changes, amendment_hash, check
from escrow.agreements.models import Amendment
from escrow.agreements.states import AMENDMENT, ProposalState
from escrow.machinery import funds, schedule, timers
from escrow.models import ReleaseUnit
from escrow.states import SETTLED_UNITS, TimerName, UnitKind, UnitState
from marketplace.ledger import queries as ledger
from marketplace.ledger.services import amend_order, note_order
from marketplace.ledger.states import HELD_STATES
from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import Conflict, Invalid, NotAllowed
from marketplace.lib.state import WrongState
from marketplace.outbox import idempotency

if TYPE_CHECKING:
    from marketplace.ledger.models import Order

LAPSE = timedelta(days=14)


def propose_amendment(
    *, actor: Actor, order_number: str, changes: Changes, note: str, key: str, at: datetime
) -> Amendment:
    """Propose to change a paid order; it lapses after fourteen days. Those who may bind one side.

    Before dispatch: the dispatch date, the address, prices downwards, milestone dates, days for inspection;
    afterwards only the latter. Raises NotFound, NotAllowed, Invalid, Conflict while another is open,
    WrongState. Publishes OrderAdvanced.
    """
    with transaction.atomic():
        order = ledger.get_order(actor, order_number)
        side = policy.side_of(actor, order)
        require(bool(side))
        inputs = {"order": order_number, "changes": changes.to_json()}
        attempt = idempotency.begin(actor=actor, service="agreements.propose_amendment", key=key, inputs=inputs)
        if attempt.done:
            return Amendment.objects.get(pk=attempt.result)
        order = schedule.ensure(order.id)
        _check(order, changes, at)
        if Amendment.objects.filter(order=order, state=ProposalState.PROPOSED).exists():
            raise Conflict("Another amendment is on the table. Answer or withdraw it first.")
        no = (Amendment.objects.filter(order=order).aggregate(last=Max("no"))["last"] or 0) + 1
        row = Amendment.objects.create(
            order=order, no=no, side=side, changes=changes.to_json(), before=_before(order, changes), note=note,
            hash=amendment_hash(order.number, no, order.terms_hash, changes), proposed_by_name=actor.user_name,
            proposed_at=at, lapses_at=at + LAPSE,
        )  # fmt: skip
        timers.start(order_id=order.id, name="AMENDMENT_LAPSE", due_at=row.lapses_at, subject=str(row.id))
        _tell(actor, order, row, "proposed", at)
        attempt.finish(row.id)
    return row


def accept_amendment(*, actor: Actor, order_number: str, no: int, shown_hash: str, key: str, at: datetime) -> Amendment:
    """Accept an amendment as it was shown: it holds from now on. The other side than the proposer's.

    A lower price is refunded at once, out of what is held. Raises NotFound, NotAllowed, Conflict if it has
    changed, WrongState. Publishes OrderAdvanced, OperationReserved.
    """
    return _answer(actor, order_number, no, "accept", shown_hash, key, at)


def decline_amendment(
    *, actor: Actor, order_number: str, no: int, shown_hash: str, key: str, at: datetime
) -> Amendment:
    """Decline an amendment. The other side than the proposer's. Raises as ``accept_amendment``."""
    return _answer(actor, order_number, no, "decline", shown_hash, key, at)


def withdraw_amendment(
    *, actor: Actor, order_number: str, no: int, shown_hash: str, key: str, at: datetime
) -> Amendment:
    """Take one's own amendment back. The proposer's side. Raises as ``accept_amendment``."""
    return _answer(actor, order_number, no, "withdraw", shown_hash, key, at)


@timers.rings("AMENDMENT_LAPSE")
def lapse_amendment(*, actor: Actor, order_id: UUID, subject: str, at: datetime) -> None:
    """Nobody answered an amendment in fourteen days."""
    require(policy.may_run_machinery(actor))
    order = schedule.ensure(order_id)
    row = Amendment.objects.locked(pk=subject).get()
    _end(actor, order, row, "lapse", at)


def lapse_amendments(*, actor: Actor, order_id: UUID, at: datetime) -> None:
    """The order has ended: what was still proposed lapses with it. The machine alone. Publishes OrderAdvanced."""
    with transaction.atomic():
        require(policy.may_run_machinery(actor))
        order = schedule.ensure(order_id)
        for row in Amendment.objects.locked(order=order, state=ProposalState.PROPOSED):
            _end(actor, order, row, "lapse", at)


def _answer(
    actor: Actor, order_number: str, no: int, action: str, shown_hash: str, key: str, at: datetime
) -> Amendment:
    with transaction.atomic():
        order = ledger.get_order(actor, order_number)
        side = policy.side_of(actor, order)
        require(bool(side))
        inputs = {"order": order_number, "no": no, "hash": shown_hash}
        attempt = idempotency.begin(actor=actor, service=f"agreements.{action}_amendment", key=key, inputs=inputs)
        if attempt.done:
            return Amendment.objects.get(pk=attempt.result)
        order = schedule.ensure(order.id)
        row: Amendment = machinery.changed_since(Amendment.objects.locked(order=order, no=no).first(), shown_hash)
        if (row.side == side) != (action == "withdraw"):
            raise NotAllowed("The other side answers this." if row.side == side else "Only its proposer withdraws it.")
        AMENDMENT.advance(row.state, action)
        if action == "accept":
            changes = Changes.from_json(row.changes)
            _check(order, changes, at)
            _end(actor, order, row, action, at)
            _apply(actor, order, row, changes, at)
        else:
            _end(actor, order, row, action, at)
        attempt.finish(row.id)
    return row


def _end(actor: Actor, order: "Order", row: Amendment, action: str, at: datetime) -> None:
    row.state = AMENDMENT.advance(row.state, action)
    row.answered_by_name, row.answered_at = actor.user_name, at
    row.save(update_fields=["state", "answered_by_name", "answered_at"])
    timers.stop(order_id=order.id, at=at, subject=str(row.id))
    _tell(actor, order, row, row.state.lower(), at)


def _tell(actor: Actor, order: "Order", row: Amendment, what: str, at: datetime) -> None:
    body = {"no": row.no, "what": what, "hash": row.hash, "changes": row.changes}
    note_order(actor=actor, order_id=order.id, kind="amendment", body=body, at=at)


def _check(order: "Order", changes: Changes, at: datetime) -> None:
    units = schedule.units_of(order)
    check(
        changes,
        at=at,
        line_totals={line.position: line.total_minor for line in order.lines.all()},
        unit_numbers={unit.no for unit in units if unit.kind == UnitKind.MILESTONE},
    )
    if order.state not in HELD_STATES:
        raise WrongState("Only a paid order that is under way can be amended. Before payment, agree on a new one.")
    if not changes.is_allowed_after_dispatch and machinery.is_dispatched(order):
        raise machinery.AlreadyDispatched("Goods have left: only the days for inspection can still change.")
    if changes.reduction_minor > sum(unit.open_minor for unit in units if unit.state not in SETTLED_UNITS):
        raise Invalid.field("reductions", "That is more than what is still open of this order.")


def _before(order: "Order", changes: Changes) -> dict[str, Any]:
    lines = {str(line.position): line.total_minor for line in order.lines.all()}
    known: dict[str, Any] = {
        "ship_due_at": order.ship_due_at, "ship_to": order.ship_to,
        "inspection_days": schedule.plan_of(order).inspection_days, "reductions": lines,
    }  # fmt: skip
    return {name: known[name] for name in changes.to_json() if name in known}


def _apply(actor: Actor, order: "Order", row: Amendment, changes: Changes, at: datetime) -> None:
    amend_order(actor=actor, order_id=order.id, ship_due_at=changes.ship_due_at, ship_to=changes.ship_to or None)
    if changes.inspection_days is not None:
        for unit in ReleaseUnit.objects.filter(order=order, state=UnitState.INSPECTING):
            machinery.move_inspection(unit, changes.inspection_days, at)
    if changes.ship_due_at:
        lapse_at = changes.ship_due_at + timedelta(days=settings.SHIP_LAPSE_DAYS)
        timers.move(order_id=order.id, name=TimerName.SHIP_LAPSE, due_at=lapse_at)
    _give_back(actor, order, row, changes.reductions, at)


def _give_back(actor: Actor, order: "Order", row: Amendment, reductions: Mapping[int, int], at: datetime) -> None:
    """Refund a lower price, each line out of the units that it belongs to."""
    for line, amount in reductions.items():
        left = amount
        units = [unit for unit in schedule.units_of(order) if unit.state not in SETTLED_UNITS]
        for unit in sorted(units, key=lambda unit: str(line) not in unit.quantities):
            part = min(unit.open_minor, left)
            if part:
                reason = f"Line {line} became cheaper, amendment {row.no}"
                funds.refund(actor=actor, order=order, unit=unit, amount_minor=part, reason=reason, at=at)
                left -= part
