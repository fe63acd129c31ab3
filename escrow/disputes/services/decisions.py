"""An officer decides part by part; above a limit a second one approves; both sides may comment before it counts."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction

from escrow.disputes import policy
from escrow.disputes.machinery import findings, money, offers, office, postings, steps
from escrow.disputes.machinery.postings import PreviewEntry
from escrow.disputes.models import Case, Decision
from escrow.disputes.states import CASE, Reason
from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import Invalid, NotFound
from marketplace.lib.state import WrongState
from marketplace.outbox import idempotency


def propose_decision(
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
    """Decide each part: ``shares`` is what the vendor answers for, in basis points by the number of the part.

    An officer who did not verify the vendor. Claims above ``DISPUTE_FOUR_EYES_MINOR`` wait for a second officer;
    the others are shown to both sides, which may comment for two days. Raises NotFound, NotAllowed, Invalid,
    WrongState. Publishes CaseAdvanced.
    """
    with transaction.atomic():
        case = office.enter(actor, number)
        inputs = {
            "number": number, "shares": {str(no): share for no, share in shares.items()}, "reason": reason,
            "reasons": reasons, "return": return_goods,
        }  # fmt: skip
        attempt = idempotency.begin(actor=actor, service="disputes.propose_decision", key=key, inputs=inputs)
        if attempt.done:
            return Decision.objects.get(pk=attempt.result)
        if reason not in Reason.values or reason == Reason.NO_DECISION:
            raise Invalid.field("reason", "Choose the reason by which this decision will be found.")
        claimed = sum(line.claimed_minor for line in money.live_lines(case))
        action = "draft" if claimed > settings.DISPUTE_FOUR_EYES_MINOR else "propose_decision"
        case = steps.begin(actor=actor, number=number, action=action, at=at)
        decision = findings.write(
            case=case, actor=actor, shares=shares, reason=reason, reasons=reasons, return_goods=return_goods,
            needs_approval=action == "draft", on_appeal=False, at=at,
        )  # fmt: skip
        body = {} if action == "draft" else _said(decision)
        steps.take(actor=actor, case=case, action=action, at=at, body=body)
        offers.lapse(case)
        attempt.finish(decision.id)
    return decision


def preview_decision(*, actor: Actor, number: str, shares: Mapping[int, int], at: datetime) -> list[PreviewEntry]:
    """The exact journal entries that such a decision would book now. Books nothing: the attempt is rolled back.

    As ``propose_decision``. Raises NotFound, NotAllowed, Invalid, WrongState.
    """
    case = office.enter(actor, number)
    if case.state in CASE.ends:
        raise WrongState("This case is closed.")
    lines = money.live_lines(case)
    findings.check_shares(lines, shares)
    return postings.rehearse(actor, case, shares, at)


def approve_decision(*, actor: Actor, number: str, key: str, at: datetime) -> Decision:
    """The second pair of eyes agrees: the decision is shown to both sides.

    An officer who neither drafted it nor verified the vendor. Raises NotFound, NotAllowed, WrongState.
    Publishes CaseAdvanced.
    """
    with transaction.atomic():
        case = office.enter(actor, number)
        attempt = idempotency.begin(
            actor=actor, service="disputes.approve_decision", key=key, inputs={"number": number}
        )
        if attempt.done:
            return Decision.objects.get(pk=attempt.result)
        case = steps.begin(actor=actor, number=number, action="approve", at=at)
        decision = _latest(case)
        allowed = policy.may_approve(actor, case, decision.officer_id)
        require(allowed, "You drafted this decision. Another officer has to approve it.")
        decision.approved_by_id, decision.approved_by_name, decision.approved_at = actor.user_id, actor.user_name, at
        decision.save(update_fields=["approved_by", "approved_by_name", "approved_at"])
        steps.take(actor=actor, case=case, action="approve", at=at, body=_said(decision))
        attempt.finish(decision.id)
    return decision


def reject_decision(*, actor: Actor, number: str, note: str, key: str, at: datetime) -> Case:
    """The second pair of eyes does not agree: the draft goes back to review. As ``approve_decision``."""
    with transaction.atomic():
        case = office.enter(actor, number)
        inputs = {"number": number, "note": note}
        attempt = idempotency.begin(actor=actor, service="disputes.reject_decision", key=key, inputs=inputs)
        if attempt.done:
            return case
        case = steps.begin(actor=actor, number=number, action="reject", at=at)
        require(policy.may_approve(actor, case, _latest(case).officer_id), "Another officer has to look at it.")
        case = steps.take(actor=actor, case=case, action="reject", at=at)
        attempt.finish(case.id)
    return case


def revise_decision(*, actor: Actor, number: str, note: str, key: str, at: datetime) -> Case:
    """After what the two sides said: take a proposed decision back for another look. As ``propose_decision``."""
    with transaction.atomic():
        case = office.enter(actor, number)
        inputs = {"number": number, "note": note}
        attempt = idempotency.begin(actor=actor, service="disputes.revise_decision", key=key, inputs=inputs)
        if attempt.done:
            return case
        case = steps.begin(actor=actor, number=number, action="revise", at=at)
        case = steps.take(actor=actor, case=case, action="revise", at=at, body={"note": note.strip()[:500]})
        attempt.finish(case.id)
    return case


def _latest(case: Case) -> Decision:
    decision = case.decisions.order_by("-no").first()
    if decision is None:
        raise NotFound
    return decision


def _said(decision: Decision) -> dict[str, object]:
    amounts = findings.amounts_of(decision)
    return {
        "decision": decision.no, "to_buyer_minor": sum(amounts.values()), "words": decision.get_reason_display(),
    }  # fmt: skip
