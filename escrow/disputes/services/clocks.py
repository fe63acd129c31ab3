"""What the clocks of a case do when nobody else did. The machine alone; each locks the order, then the case."""

from datetime import datetime
from uuid import UUID

from escrow.disputes.machinery import clocks, findings, money, narrowing, offers, steps
from escrow.disputes.models import Case, Decision
from escrow.disputes.states import Reason
from escrow.machinery import timers
from marketplace.lib.actor import Actor, require
from marketplace.lib.state import WrongState

NO_DECISION = "No officer decided within the time that money may be held, so what was held went back to the buyer."


def _step(actor: Actor, subject: str, action: str, at: datetime) -> Case:
    require(actor.is_system)
    number = Case.objects.values_list("number", flat=True).get(pk=subject)
    return steps.begin(actor=actor, number=number, action=action, at=at)


def _take(actor: Actor, subject: str, action: str, at: datetime) -> Case:
    return steps.take(actor=actor, case=_step(actor, subject, action, at), action=action, at=at)


@timers.rings("CASE_REPLY")
def ignore_case(*, actor: Actor, order_id: UUID, subject: str, at: datetime) -> None:
    """The supplier did not answer in five days. Raises WrongState."""
    _take(actor, subject, "ignore", at)


@timers.rings("CASE_TALKS")
def stall_case(*, actor: Actor, order_id: UUID, subject: str, at: datetime) -> None:
    """A week of talks without an agreement. Raises WrongState."""
    _take(actor, subject, "stall", at)


@timers.rings("CASE_INTAKE")
def take_up_case(*, actor: Actor, order_id: UUID, subject: str, at: datetime) -> None:
    """No officer took the case up; the time for evidence begins all the same. Raises WrongState."""
    _take(actor, subject, "call_evidence", at)


@timers.rings("CASE_EVIDENCE")
def end_evidence(*, actor: Actor, order_id: UUID, subject: str, at: datetime) -> None:
    """The time for evidence is over. Raises WrongState."""
    narrowing.close(actor, _step(actor, subject, "close_evidence", at), at)


@timers.rings("CASE_INSPECTION")
def miss_inspection(*, actor: Actor, order_id: UUID, subject: str, at: datetime) -> None:
    """The inspector did not report; an officer decides on what there is. Raises WrongState."""
    _take(actor, subject, "miss_inspection", at)


@timers.rings("CASE_SLA")
def remind_officers(*, actor: Actor, order_id: UUID, subject: str, at: datetime) -> None:
    """The officers promised to decide by now: everybody in the case is told. Raises WrongState."""
    require(actor.is_system)
    case = steps.locked(Case.objects.get(pk=subject))
    if case.state not in clocks.LIMITED:
        raise WrongState("No officer is late.")
    steps.tell(actor=actor, case=case, action="overdue", at=at)


@timers.rings("CASE_COMMENT")
def settle_decision(*, actor: Actor, order_id: UUID, subject: str, at: datetime) -> None:
    """Both sides had their say: the proposed decision counts. Raises WrongState."""
    _take(actor, subject, "decide", at)


@timers.rings("CASE_COOL_OFF")
def execute_decision(*, actor: Actor, order_id: UUID, subject: str, at: datetime) -> None:
    """Nobody appealed, or the appeal is decided: the money moves, or the goods go back first. Raises WrongState."""
    decision = findings.published(Case.objects.get(pk=subject))
    if decision is None:
        raise WrongState("There is no decision to execute.")
    if decision.return_goods:
        _take(actor, subject, "await_goods", at)
        return
    case = _step(actor, subject, "execute", at)
    amounts = findings.amounts_of(decision)
    money.execute(actor, case, amounts, f"{case.number}, {decision.get_reason_display().lower()}", at)
    body = {"decision": decision.no, "to_buyer_minor": sum(amounts.values())}
    case = steps.take(actor=actor, case=case, action="execute", at=at, body=body)
    findings.keep_precedent(case)


@timers.rings("CASE_APPEAL")
def uphold_decision(*, actor: Actor, order_id: UUID, subject: str, at: datetime) -> None:
    """No other officer decided the appeal in time: the first decision stands. Raises WrongState."""
    case = _take(actor, subject, "uphold", at)
    clocks.execute_now(case, at)


@timers.rings("CASE_GOODS")
def miss_goods(*, actor: Actor, order_id: UUID, subject: str, at: datetime) -> None:
    """Agreed goods never arrived: the agreement is void, an officer has the case. Raises WrongState."""
    case = _step(actor, subject, "miss_goods", at)
    offers.lapse(case)
    steps.take(actor=actor, case=case, action="miss_goods", at=at)


@timers.rings("CASE_LIMIT")
def enforce_limit(*, actor: Actor, order_id: UUID, subject: str, at: datetime) -> None:
    """Nobody decided in time: what is held goes back to the buyer, what was released stays. Raises WrongState."""
    case = _step(actor, subject, "enforce", at)
    lines = money.live_lines(case)
    amounts = {line.no: line.frozen_minor for line in lines}
    offers.lapse(case)
    Decision.objects.create(
        case=case, no=case.decisions.count() + 1, reason=Reason.NO_DECISION, reasons=NO_DECISION,
        officer_name=actor.user_name, made_at=at,
    )  # fmt: skip
    money.execute(actor, case, amounts, f"{case.number}, not decided in time", at)
    body = {"to_buyer_minor": sum(amounts.values())}
    steps.take(actor=actor, case=case, action="enforce", at=at, body=body)
