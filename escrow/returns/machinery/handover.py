"""A return that its sides cannot settle becomes a case: the same goods, the same money, another room."""

from datetime import datetime

from django.db import transaction

from escrow.disputes.machinery.claiming import ClaimedPart
from escrow.disputes.services import open_case
from escrow.disputes.states import CaseType
from escrow.disputes.states import Remedy as CaseRemedy
from escrow.machinery import funds
from escrow.returns.machinery import steps
from escrow.returns.models import Return
from escrow.returns.states import Reason
from escrow.states import UnitState
from marketplace.lib.actor import Actor
from marketplace.lib.errors import Conflict, Invalid


def to_case(*, actor: Actor, row: Return, words: str, at: datetime) -> bool:
    """Open a case for what is claimed and end the return; False, and nothing done, where no case can be opened.

    The money is given back to its unit and frozen again by the case in the same transaction, so that nothing
    can take it in between. ``row`` is locked after its order, and may be escalated.
    """
    try:
        with transaction.atomic():
            if row.frozen_minor:
                funds.unfreeze(order=row.order, unit=row.unit, amount_minor=row.frozen_minor, ref=row.ref, at=at)
            case = open_case(
                actor=actor, order_number=row.order.number, kind=_kind(row), parts=_parts(row),
                remedy=CaseRemedy.RETURN, account=f"{row.number}: {row.note}\n\n{words}", key=row.ref, at=at,
            )  # fmt: skip
    except (Conflict, Invalid):
        row.unit.refresh_from_db()
        return False
    row.frozen_minor, row.case_number = 0, case.number
    body = {"case": case.number, "reason": words}
    steps.take(actor=actor, row=row, action="hand_over", at=at, body=body, changed=("frozen_minor", "case_number"))
    return True


def _kind(row: Return) -> CaseType:
    if row.unit.state == UnitState.ACCEPTED:
        return CaseType.HIDDEN_DEFECT
    return CaseType.DAMAGED if row.reason == Reason.DAMAGED else CaseType.NOT_CONFORM


def _parts(row: Return) -> list[ClaimedPart]:
    if not row.unit.quantities:
        return [ClaimedPart(unit_no=row.unit.no, amount_minor=row.claimed_minor)]
    return [
        ClaimedPart(unit_no=row.unit.no, position=line.line.position, quantity=line.authorised or line.requested)
        for line in row.lines.select_related("line")
    ]
