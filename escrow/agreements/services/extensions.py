"""More time to inspect, for either side, once."""

from datetime import datetime

from django.db import transaction

from escrow.agreements import clauses, machinery, policy
from escrow.agreements.models import Extension
from escrow.machinery import schedule
from escrow.states import UnitState
from marketplace.ledger import queries as ledger
from marketplace.ledger.services import note_order
from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import Conflict
from marketplace.lib.state import WrongState
from marketplace.outbox import idempotency


def extend_inspection(*, actor: Actor, order_number: str, unit_no: int, key: str, at: datetime) -> Extension:
    """Give the buyer fifteen more days to inspect a delivery, thirty in all. Each side once, without asking.

    Those who may bind one side. Raises NotFound, NotAllowed, Conflict for a second time, WrongState when
    nothing is being inspected. Publishes OrderAdvanced.
    """
    with transaction.atomic():
        order = ledger.get_order(actor, order_number)
        side = policy.side_of(actor, order)
        require(bool(side))
        inputs = {"order": order_number, "unit": unit_no}
        attempt = idempotency.begin(actor=actor, service="agreements.extend_inspection", key=key, inputs=inputs)
        if attempt.done:
            return Extension.objects.get(pk=attempt.result)
        order = schedule.ensure(order.id)
        unit = schedule.get_unit(order, unit_no)
        if unit.state != UnitState.INSPECTING or unit.inspection_ends_at is None or unit.inspection_ends_at <= at:
            raise WrongState("Nothing is being inspected, so there is nothing to extend.")
        taken = list(Extension.objects.filter(unit=unit))
        if any(extension.side == side for extension in taken):
            raise Conflict("Your side has extended this inspection already; each side may do so once.")
        ends_at, days = clauses.extended(unit.inspection_ends_at, sum(extension.days for extension in taken))
        if not days:
            raise Conflict("An inspection is extended by thirty days at most.")
        row = Extension.objects.create(
            order=order, unit=unit, side=side, days=days, from_at=unit.inspection_ends_at, to_at=ends_at,
            by_name=actor.user_name, at=at,
        )  # fmt: skip
        machinery.end_inspection_at(unit, ends_at)
        body = {"unit": unit.no, "days": days, "to": ends_at}
        note_order(actor=actor, order_id=order.id, kind="extend_inspection", body=body, at=at)
        attempt.finish(row.id)
    return row
