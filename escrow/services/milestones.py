"""Work in stages: the vendor submits a milestone, the buyer inspects it, and accepts it or sends it back."""

from datetime import datetime

from django.db import transaction

from escrow import policy
from escrow.machinery import schedule, timers
from escrow.models import ReleaseUnit
from escrow.states import UNIT, TimerName, UnitKind
from marketplace.ledger import queries as ledger
from marketplace.ledger.services import note_order
from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import Invalid, NotFound
from marketplace.outbox import idempotency


def submit_milestone(*, actor: Actor, number: str, unit_no: int, note: str, key: str, at: datetime) -> ReleaseUnit:
    """Report a stage as done, in a sentence; its inspection begins, at its end it is accepted by clock.

    The vendor's fulfilment and administrators. Raises NotFound, NotAllowed, Invalid, WrongState. Publishes
    OrderAdvanced.
    """
    note = note.strip()
    with transaction.atomic():
        order = ledger.get_order(actor, number)
        require(policy.may_ship(actor, order))
        inputs = {"number": number, "unit": unit_no, "note": note}
        attempt = idempotency.begin(actor=actor, service="escrow.submit_milestone", key=key, inputs=inputs)
        if attempt.done:
            return ReleaseUnit.objects.get(pk=attempt.result)
        if not note:
            raise Invalid.field("note", "Say in a sentence what was done, so that the buyer can inspect it.")
        order = schedule.ensure(order.id)
        unit = schedule.get_unit(order, unit_no)
        if unit.kind != UnitKind.MILESTONE:
            raise NotFound
        unit.note = note[:500]
        unit.save(update_fields=["note"])
        schedule.start_inspection(order, unit, "submit", at)
        body = {"unit": unit.no, "title": unit.title, "note": note[:300]}
        note_order(actor=actor, order_id=order.id, kind="submit_milestone", body=body, at=at)
        attempt.finish(unit.id)
    return unit


def send_back_milestone(*, actor: Actor, number: str, unit_no: int, reason: str, key: str, at: datetime) -> ReleaseUnit:
    """A stage is not as agreed: the vendor works on and submits it again.

    The buyer's purchasers, approvers and administrators. Raises NotFound, NotAllowed, Invalid, WrongState.
    Publishes OrderAdvanced.
    """
    reason = reason.strip()
    with transaction.atomic():
        order = ledger.get_order(actor, number)
        require(policy.may_accept(actor, order))
        inputs = {"number": number, "unit": unit_no, "reason": reason}
        attempt = idempotency.begin(actor=actor, service="escrow.send_back_milestone", key=key, inputs=inputs)
        if attempt.done:
            return ReleaseUnit.objects.get(pk=attempt.result)
        if not reason:
            raise Invalid.field("reason", "Say what is missing; the supplier works from it.")
        order = schedule.ensure(order.id)
        unit = schedule.get_unit(order, unit_no)
        if unit.kind != UnitKind.MILESTONE:
            raise NotFound
        UNIT.advance(unit.state, "send_back")
        timers.stop(order_id=order.id, at=at, name=TimerName.AUTO_ACCEPT, subject=str(unit.id))
        schedule.advance_unit(unit, "send_back", at, inspection_ends_at=None, delivered_at=None)
        body = {"unit": unit.no, "title": unit.title, "reason": reason[:300]}
        note_order(actor=actor, order_id=order.id, kind="send_back_milestone", body=body, at=at)
        attempt.finish(unit.id)
    return unit
