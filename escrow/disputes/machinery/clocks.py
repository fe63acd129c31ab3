"""The clocks of a case: which one runs in which state, and until when. Stored as absolute instants."""

from datetime import datetime, timedelta

from escrow.disputes.models import Case
from escrow.disputes.states import JUDGING, CaseState
from escrow.machinery import timers
from escrow.models import Timer

TALK_DAYS = 3
"""After so many days either side may escalate."""

DAYS: dict[str, tuple[str, int]] = {
    CaseState.OPENED: ("CASE_REPLY", 5),
    CaseState.ESCALATED: ("CASE_INTAKE", 2),
    CaseState.EVIDENCE: ("CASE_EVIDENCE", 5),
    CaseState.REVIEW: ("CASE_SLA", 3),
    CaseState.APPROVAL: ("CASE_SLA", 1),
    CaseState.PROPOSED: ("CASE_COMMENT", 2),
    CaseState.DECIDED: ("CASE_COOL_OFF", 2),
    CaseState.APPEALED: ("CASE_APPEAL", 5),
    CaseState.GOODS: ("CASE_GOODS", 21),
}
"""State → the clock that runs in it, and for how many days."""

STALL_DAYS = 7
LIMIT_DAYS = 60
LAST_DAYS = 8
LIMITED = JUDGING | {CaseState.APPROVAL}


def may_escalate_at(case: Case) -> datetime:
    """From when on either side may call Harborline."""
    return case.opened_at + timedelta(days=TALK_DAYS)


def wind(case: Case, at: datetime) -> None:
    """Start the clocks of the state that ``case`` is in now."""
    if case.state in DAYS:
        name, days = DAYS[case.state]
        _start(case, name, at + timedelta(days=days))
    if case.state == CaseState.NEGOTIATING:
        _start(case, "CASE_TALKS", max(case.opened_at + timedelta(days=STALL_DAYS), at + timedelta(days=1)))
    if case.state in LIMITED:
        _start(case, "CASE_LIMIT", limit_of(case, at))


def limit_of(case: Case, at: datetime) -> datetime:
    """When the case is decided without us: in time before money may not be held any longer."""
    last = at + timedelta(days=LAST_DAYS)
    return last if case.forced_at else max(case.opened_at + timedelta(days=LIMIT_DAYS), last)


def hurry(case: Case, at: datetime) -> None:
    """The holding limit is near: the last day comes nearer, and never moves away."""
    limit = at + timedelta(days=LAST_DAYS)
    if running(case).get("CASE_LIMIT", limit) > limit:
        timers.move(order_id=case.order_id, name="CASE_LIMIT", due_at=limit, subject=str(case.id))


def execute_now(case: Case, at: datetime) -> None:
    """After an appeal there is nothing left to wait for."""
    timers.move(order_id=case.order_id, name="CASE_COOL_OFF", due_at=at, subject=str(case.id))


def inspect_until(case: Case, until: datetime) -> None:
    """The inspector's own day."""
    _start(case, "CASE_INSPECTION", until)


def halt(case: Case, at: datetime) -> None:
    """Stop the clocks of the step that ends; the limit runs on while an officer has the case."""
    for name in running(case):
        if name != "CASE_LIMIT" or case.state not in LIMITED:
            timers.stop(order_id=case.order_id, at=at, name=name, subject=str(case.id))


def running(case: Case) -> dict[str, datetime]:
    """The clocks that run for a case: name → when it rings. One SQL query."""
    mine = Timer.objects.running().filter(order_id=case.order_id, subject=str(case.id))
    return dict(mine.order_by("due_at").values_list("name", "due_at"))


def _start(case: Case, name: str, at: datetime) -> None:
    timers.start(order_id=case.order_id, name=name, due_at=at, subject=str(case.id))


def longer_evidence(case: Case, at: datetime) -> datetime:
    """Until when the extended time for evidence runs."""
    return running(case).get("CASE_EVIDENCE", at) + timedelta(days=DAYS[CaseState.EVIDENCE][1])
