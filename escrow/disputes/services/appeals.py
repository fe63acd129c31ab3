"""Both sides about a decision: comments before it counts, and one appeal, on new grounds, to another officer."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from escrow.disputes import policy
from escrow.disputes.machinery import clocks, findings, office, steps
from escrow.disputes.models import Appeal, Case, Decision
from escrow.disputes.states import CaseState, Reason
from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import Conflict, Invalid
from marketplace.lib.state import WrongState
from marketplace.outbox import idempotency


def comment_on_decision(*, actor: Actor, number: str, words: str, key: str, at: datetime) -> Case:
    """Say what a side thinks of a proposed decision; the officer may take it back for another look.

    Either side, within its two days. Raises NotFound, NotAllowed, Invalid, WrongState. Publishes CaseAdvanced.
    """
    with transaction.atomic():
        case = steps.find(actor, number)
        require(policy.may_take_part(actor, case.order))
        inputs = {"number": number, "words": words}
        attempt = idempotency.begin(actor=actor, service="disputes.comment_on_decision", key=key, inputs=inputs)
        if attempt.done:
            return case
        if not words.strip():
            raise Invalid.field("words", "Write your comment.")
        case = steps.locked(case)
        if case.state != CaseState.PROPOSED:
            raise WrongState("No decision is open to comments now.")
        steps.tell(actor=actor, case=case, action="comment", at=at, body={"words": words.strip()[:2000]})
        attempt.finish(case.id)
    return case


def appeal_decision(*, actor: Actor, number: str, grounds: str, key: str, at: datetime) -> Appeal:
    """Bring new grounds against a decision before it is executed; another officer decides for good.

    Either side, once in a case. Raises NotFound, NotAllowed, Invalid, WrongState, Conflict. Publishes CaseAdvanced.
    """
    grounds = grounds.strip()
    with transaction.atomic():
        case = steps.find(actor, number)
        require(policy.may_take_part(actor, case.order))
        inputs = {"number": number, "grounds": grounds}
        attempt = idempotency.begin(actor=actor, service="disputes.appeal_decision", key=key, inputs=inputs)
        if attempt.done:
            return Appeal.objects.get(pk=attempt.result)
        if len(grounds) < 20:
            raise Invalid.field("grounds", "Say what is new: what the officer could not know or did not see.")
        case = steps.begin(actor=actor, number=number, action="appeal", at=at)
        if Appeal.objects.filter(case=case).exists():
            raise Conflict("A case is appealed once; this decision is final.")
        appeal = Appeal.objects.create(
            case=case, decision=_counting(case), side=policy.side_of(actor, case.order) or "", grounds=grounds,
            made_by_name=actor.user_name, made_at=at,
        )  # fmt: skip
        steps.take(actor=actor, case=case, action="appeal", at=at, body={"words": grounds[:500]})
        attempt.finish(appeal.id)
    return appeal


def decide_appeal(
    *,
    actor: Actor,
    number: str,
    shares: Mapping[int, int],
    reason: Reason,
    reasons: str,
    return_goods: bool = False,
    key: str,
    at: datetime,
) -> Decision:
    """Decide an appealed case for good; it is executed with the next clock.

    An officer who neither made nor approved the first decision, nor verified the vendor. Raises NotFound,
    NotAllowed, Invalid, WrongState. Publishes CaseAdvanced.
    """
    with transaction.atomic():
        case = office.enter(actor, number)
        inputs = {
            "number": number, "shares": {str(no): share for no, share in shares.items()}, "reason": reason,
            "reasons": reasons, "return": return_goods,
        }  # fmt: skip
        attempt = idempotency.begin(actor=actor, service="disputes.decide_appeal", key=key, inputs=inputs)
        if attempt.done:
            return Decision.objects.get(pk=attempt.result)
        case = steps.begin(actor=actor, number=number, action="decide_appeal", at=at)
        first = _counting(case)
        other = policy.is_other_officer(actor, first.officer_id) and actor.user_id != first.approved_by_id
        require(other, "You took part in the first decision. Another officer decides the appeal.")
        decision = findings.write(
            case=case, actor=actor, shares=shares, reason=reason, reasons=reasons, return_goods=return_goods,
            needs_approval=False, on_appeal=True, at=at,
        )  # fmt: skip
        total = sum(findings.amounts_of(decision).values())
        body = {"decision": decision.no, "to_buyer_minor": total, "words": decision.get_reason_display()}
        case = steps.take(actor=actor, case=case, action="decide_appeal", at=at, body=body)
        clocks.execute_now(case, at)
        attempt.finish(decision.id)
    return decision


def _counting(case: Case) -> Decision:
    decision = findings.published(case)
    if decision is None:
        raise WrongState("There is no decision to appeal.")
    return decision
