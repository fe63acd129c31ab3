"""The steps of an inspection and their clocks. Everything here runs in the caller's transaction, the order locked."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from escrow.agreements.models import Inspection
from escrow.agreements.spec import SpecItem
from escrow.agreements.states import INSPECTION, InspectionState
from escrow.machinery import timers
from escrow.splitting import plain
from marketplace.ledger.services import note_order
from marketplace.lib.actor import Actor

if TYPE_CHECKING:
    from marketplace.ledger.models import Order

APPOINT_WITHIN = timedelta(days=14)
REPORT_WITHIN = timedelta(days=5)
REWORK_WITHIN = timedelta(days=21)


def take(actor: Actor, row: Inspection, action: str, at: datetime) -> None:
    """Take a step, start the clock of the new state, and tell it on the order's timeline. Raises WrongState."""
    row.state = INSPECTION.advance(row.state, action)
    changed = ["state"]
    if row.state == InspectionState.AGREED and row.agreed_at is None:
        row.agreed_at = at
        changed.append("agreed_at")
    if row.state in INSPECTION.ends:
        row.ended_at = at
        changed.append("ended_at")
    row.save(update_fields=changed)
    timers.stop(order_id=row.order_id, at=at, subject=row.ref)
    _wind(row, at)
    tell(actor, row, action, at)


def _wind(row: Inspection, at: datetime) -> None:
    clocks = {
        InspectionState.AGREED: ("INSPECTION_APPOINT", at + APPOINT_WITHIN),
        InspectionState.APPOINTED: ("INSPECTION_REPORT", (row.appointed_for or at) + REPORT_WITHIN),
        InspectionState.FAILED: ("INSPECTION_REWORK", at + REWORK_WITHIN),
    }
    clock = clocks.get(InspectionState(row.state))
    if clock:
        timers.start(order_id=row.order_id, name=clock[0], due_at=clock[1], subject=row.ref)


def tell(actor: Actor, row: Inspection, what: str, at: datetime) -> None:
    """A line on the order's timeline."""
    note_order(
        actor=actor, order_id=row.order_id, kind="inspection", at=at,
        body={"what": what, "spec_hash": row.spec_hash, "inspector": row.inspector},
    )  # fmt: skip


def default_items(order: "Order") -> list[SpecItem]:
    """What every inspection counts: the ordered quantities; the sides add what is to be measured."""
    return [
        SpecItem(
            no=no, line=line.position, requirement=f"Quantity of {line.description}", unit=line.unit,
            minimum=plain(line.quantity), maximum=plain(line.quantity), method="Count",
        )
        for no, line in enumerate(order.lines.all(), start=1)
    ]  # fmt: skip
