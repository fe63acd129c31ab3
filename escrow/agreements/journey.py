"""Agreements in words. Pure: rows in, text out."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from escrow.agreements.states import Ground, InspectionState
from marketplace.ledger.plans import percent
from marketplace.lib.money import Money
from marketplace.web.parts import Progress, Step

if TYPE_CHECKING:
    from escrow.agreements.models import Amendment, Cancellation
    from escrow.agreements.queries import AgreementsPage, InspectionPage
    from marketplace.ledger.models import Order


def weeks(count: int) -> str:
    """``1 week``, ``2 weeks``."""
    return f"{count} week" if count == 1 else f"{count} weeks"


def change_rows(amendment: "Amendment", currency: str) -> list[tuple[str, str, str]]:
    """(what, as it was, as it becomes) of an amendment."""
    before, changes = amendment.before, amendment.changes
    rows = []
    if "ship_due_at" in changes:
        rows.append(("Dispatch by", _day(before.get("ship_due_at")), _day(changes["ship_due_at"])))
    if "ship_to" in changes:
        rows.append(("Ship to", _address(before.get("ship_to", {})), _address(changes["ship_to"])))
    if "inspection_days" in changes:
        rows.append(("Inspection", f"{before.get('inspection_days')} days", f"{changes['inspection_days']} days"))
    for line, amount in changes.get("reductions", {}).items():
        was = int(before.get("reductions", {}).get(line, 0))
        rows.append((f"Line {line}", str(Money(was, currency)), str(Money(was - int(amount), currency))))
    for no, date in changes.get("milestones", {}).items():
        rows.append((f"Milestone {no}", "", _day(date)))
    return rows


def _day(text: str | None) -> str:
    return f"{datetime.fromisoformat(text):%-d %b %Y}" if text else "–"


def _address(ship_to: Mapping[str, Any]) -> str:
    return ", ".join(str(value) for value in ship_to.values() if value and isinstance(value, str)) or "as agreed"


def table(page: "AgreementsPage") -> dict[str, Any]:
    """What lies on the table, for the panel on the order's page."""
    amendment, cancellation = page.open_amendment, page.open_cancellation
    return {
        "amendment": amendment,
        "change_rows": change_rows(amendment, page.order.currency) if amendment else [],
        "amendment_is_mine": bool(amendment) and amendment.side == page.side if amendment else False,
        "cancellation": cancellation,
        "cancellation_is_mine": cancellation.side == page.side if cancellation else False,
        "steps": inspection_steps(page.inspection) if page.inspection else [],
        "inspection": page.inspection,
    }


_STATIONS = (
    ("Specification", (InspectionState.DRAFT,)),
    ("Appointment", (InspectionState.AGREED,)),
    ("Report", (InspectionState.APPOINTED,)),
    ("Dispatch", (InspectionState.PASSED, InspectionState.WAIVED)),
)


def inspection_steps(page: "InspectionPage") -> list[Step]:
    """The stations of an inspection; a failed one stands at its report, stopped if it was rejected."""
    state = page.row.state
    if state in {InspectionState.FAILED, InspectionState.REJECTED}:
        mark: Progress = "now" if state == InspectionState.FAILED else "stopped"
        note = "Rework" if state == InspectionState.FAILED else "Rejected"
        return [
            Step(label="Specification", state="done"), Step(label="Appointment", state="done"),
            Step(label="Report", state=mark, note=note), Step(label="Dispatch", state="todo"),
        ]  # fmt: skip
    here = next(no for no, (_, states) in enumerate(_STATIONS) if state in states)
    ended = page.row.ended_at is not None
    return [
        Step(label=label, state="done" if no < here or ended else "now" if no == here else "todo")
        for no, (label, _) in enumerate(_STATIONS)
    ]


_WHAT = {
    "opened": "Inspection before dispatch asked for", "edited": "Specification of the inspection changed",
    "agree": "Specification of the inspection agreed", "adopt": "Specification of the inspection adopted by clock",
    "appoint": "Inspector appointed", "miss": "Inspection missed", "pass": "Inspection passed",
    "fail": "Inspection failed", "rework": "Rework reported", "reject": "Goods rejected after inspection",
    "waive": "Inspection waived", "forgo": "Inspection not appointed, goods may leave",
}  # fmt: skip


def inspection_words(what: str, inspector: str, actor_name: str) -> tuple[str, str, Progress]:
    """A step of an inspection for the order's timeline."""
    if what in {"pass", "fail", "appoint"} and inspector:
        detail = inspector
    else:
        detail = "" if what in {"adopt", "miss", "reject", "forgo"} else f"by {actor_name}"
    return _WHAT.get(what, what.capitalize()), detail, "stopped" if what in {"fail", "reject"} else "done"


_RIGHTS = {
    Ground.LATE: "The goods are so late that you may cancel without a fee. Everything that is held comes back to you.",
    Ground.REJECTED: "The goods failed their inspection. Everything that is held comes back to you.",
    Ground.UNPAID: "A payment is overdue, so you may cancel.",
}


def right_words(ground: Ground, fee_minor: int, order: "Order") -> str:
    """What cancelling alone means for money."""
    fee = str(Money(fee_minor, order.currency))
    if ground == Ground.FEE:
        return f"The contract’s fee of {fee} goes to the supplier, the rest of what is held comes back to you."
    said = _RIGHTS[ground]
    return f"{said} {fee} of what was paid is yours by the contract, the rest goes back." if fee_minor else said


def cancellation_words(row: "Cancellation", currency: str) -> str:
    """A proposal to cancel in one sentence."""
    fee = Money(row.fee_minor, currency)
    return (
        f"{fee} to the supplier, the rest of what is held back to the buyer."
        if row.fee_minor
        else ("Everything that is held goes back to the buyer.")
    )


def late_words(late_bp: int, count: int) -> str:
    """The late clause at work: ``2 weeks late, 1 % off``."""
    return f"{weeks(count)} late, {percent(late_bp)} off" if late_bp else f"{weeks(count)} late"
