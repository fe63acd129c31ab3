"""The two sides talk: answers, versions of a settlement, agreement, or a call for Harborline."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from escrow.disputes import policy
from escrow.disputes.machinery import clocks, findings, money, offers, steps
from escrow.disputes.machinery.offers import Terms
from escrow.disputes.models import Case, Proposal
from escrow.disputes.states import TALKING, WITHDRAWABLE, CaseState, ProposalState
from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import Conflict, Invalid
from marketplace.lib.state import WrongState
from marketplace.outbox import idempotency

NOT_NOW = "The two sides can no longer settle this case between them. The room shows where it stands."


def reply_to_case(*, actor: Actor, number: str, words: str, key: str, at: datetime) -> Case:
    """The supplier answers a claim; from now on both sides negotiate.

    The vendor's fulfilment and administrators. Raises NotFound, NotAllowed, Invalid, WrongState.
    Publishes CaseAdvanced.
    """
    with transaction.atomic():
        case = steps.find(actor, number)
        require(policy.may_speak_for(actor, case.order, "vendor"))
        inputs = {"number": number, "words": words}
        attempt = idempotency.begin(actor=actor, service="disputes.reply_to_case", key=key, inputs=inputs)
        if attempt.done:
            return case
        if not words.strip():
            raise Invalid.field("words", "Write your answer; the buyer reads it.")
        case = steps.begin(actor=actor, number=number, action="reply", at=at)
        case = steps.take(actor=actor, case=case, action="reply", at=at, body={"words": words.strip()[:2000]})
        attempt.finish(case.id)
    return case


def propose_settlement(
    *,
    actor: Actor,
    number: str,
    refund_minor: int | None = None,
    amounts: Mapping[int, int] | None = None,
    return_goods: bool = False,
    replace_goods: bool = False,
    note: str = "",
    key: str,
    at: datetime,
) -> Proposal:
    """Put a settlement on the table, in place of what was there: a refund in one figure, or part by part.

    Either side, until a decision is proposed. Minor units of the order's currency. Raises NotFound, NotAllowed,
    Invalid, WrongState. Publishes CaseAdvanced.
    """
    with transaction.atomic():
        case = steps.find(actor, number)
        require(policy.may_take_part(actor, case.order))
        inputs = {
            "number": number, "refund": refund_minor, "note": note, "return": return_goods, "replace": replace_goods,
            "amounts": {str(no): part for no, part in (amounts or {}).items()},
        }  # fmt: skip
        attempt = idempotency.begin(actor=actor, service="disputes.propose_settlement", key=key, inputs=inputs)
        if attempt.done:
            return Proposal.objects.get(pk=attempt.result)
        case = _negotiable(steps.locked(case))
        side = policy.side_of(actor, case.order) or ""
        terms = Terms(
            amounts=_checked(case, amounts) if amounts else offers.of_total(case, refund_minor or 0),
            return_goods=return_goods, replace_goods=replace_goods, note=note.strip(),
        )  # fmt: skip
        if not sum(terms.amounts.values()) and not replace_goods and side == "buyer":
            raise Invalid.field("refund", "A proposal without a refund and without goods is a withdrawal.")
        proposal = offers.make(actor=actor, case=case, side=side, terms=terms, at=at)
        body = {"proposal": proposal.no, "to_buyer_minor": proposal.refund_minor, "note": proposal.note}
        if case.state == CaseState.OPENED and side == "vendor":
            steps.take(actor=actor, case=case, action="reply", at=at)
        steps.tell(actor=actor, case=case, action="propose", at=at, body=body)
        attempt.finish(proposal.id)
    return proposal


def accept_proposal(*, actor: Actor, number: str, shown_hash: str, key: str, at: datetime) -> Case:
    """Agree to exactly the version that was shown: its money moves at once, or when its goods have arrived.

    The side that did not propose it. Raises NotFound, NotAllowed, WrongState, Conflict if another version is on
    the table. Publishes CaseAdvanced.
    """
    with transaction.atomic():
        case = steps.find(actor, number)
        require(policy.may_take_part(actor, case.order))
        inputs = {"number": number, "hash": shown_hash}
        attempt = idempotency.begin(actor=actor, service="disputes.accept_proposal", key=key, inputs=inputs)
        if attempt.done:
            return case
        case = _negotiable(steps.locked(case))
        proposal = offers.answer(actor=actor, case=case, shown=shown_hash, state=ProposalState.ACCEPTED, at=at)
        _require_other_side(actor, case, proposal)
        action = "agree_on_goods" if proposal.moves_goods else "settle"
        case = steps.begin(actor=actor, number=number, action=action, at=at)
        if action == "settle":
            money.execute(actor, case, offers.amounts_of(proposal), f"{number}, settled", at)
        body = {"proposal": proposal.no, "to_buyer_minor": proposal.refund_minor}
        case = steps.take(actor=actor, case=case, action=action, at=at, body=body)
        attempt.finish(case.id)
    return case


def decline_proposal(*, actor: Actor, number: str, shown_hash: str, note: str = "", key: str, at: datetime) -> Case:
    """Say no to the version that was shown; the case stays where it is.

    The side that did not propose it. Raises NotFound, NotAllowed, WrongState, Conflict. Publishes CaseAdvanced.
    """
    with transaction.atomic():
        case = steps.find(actor, number)
        require(policy.may_take_part(actor, case.order))
        inputs = {"number": number, "hash": shown_hash, "note": note}
        attempt = idempotency.begin(actor=actor, service="disputes.decline_proposal", key=key, inputs=inputs)
        if attempt.done:
            return case
        case = _negotiable(steps.locked(case))
        proposal = offers.answer(actor=actor, case=case, shown=shown_hash, state=ProposalState.DECLINED, at=at)
        _require_other_side(actor, case, proposal)
        if case.state == CaseState.OPENED:
            case = steps.take(actor=actor, case=case, action="reply", at=at)
        body = {"proposal": proposal.no, "note": note.strip()[:500]}
        steps.tell(actor=actor, case=case, action="decline", at=at, body=body)
        attempt.finish(case.id)
    return case


def escalate_case(*, actor: Actor, number: str, note: str = "", key: str, at: datetime) -> Case:
    """Hand the case to Harborline. Either side, once there were three days to agree.

    Raises NotFound, NotAllowed, WrongState before that or later on. Publishes CaseAdvanced.
    """
    with transaction.atomic():
        case = steps.find(actor, number)
        require(policy.may_take_part(actor, case.order))
        inputs = {"number": number, "note": note}
        attempt = idempotency.begin(actor=actor, service="disputes.escalate_case", key=key, inputs=inputs)
        if attempt.done:
            return case
        if case.state in TALKING and at < clocks.may_escalate_at(case):
            since = clocks.may_escalate_at(case)
            raise WrongState(f"Try to agree first. From {since:%-d %b, %H:%M} UTC you can call Harborline.")
        case = steps.begin(actor=actor, number=number, action="escalate", at=at)
        case = steps.take(actor=actor, case=case, action="escalate", at=at, body={"note": note.strip()[:500]})
        attempt.finish(case.id)
    return case


def confirm_goods(*, actor: Actor, number: str, key: str, at: datetime) -> Case:
    """The goods that were agreed on have arrived: what was agreed, or decided, is executed.

    Returned goods are confirmed by the vendor, replacements by the buyer; an officer may for both. Raises
    NotFound, NotAllowed, WrongState. Publishes CaseAdvanced.
    """
    with transaction.atomic():
        case = steps.find(actor, number)
        receiver = findings.receiver_of_goods(case)
        require(policy.may_speak_for(actor, case.order, receiver) or policy.may_judge(actor))
        attempt = idempotency.begin(actor=actor, service="disputes.confirm_goods", key=key, inputs={"number": number})
        if attempt.done:
            return case
        case = steps.begin(actor=actor, number=number, action="complete", at=at)
        amounts = findings.agreed_amounts(case)
        money.execute(actor, case, amounts, f"{number}, after the goods arrived", at)
        body = {"to_buyer_minor": sum(amounts.values())}
        case = steps.take(actor=actor, case=case, action="complete", at=at, body=body)
        findings.keep_precedent(case)
        attempt.finish(case.id)
    return case


def _negotiable(case: Case) -> Case:
    if case.state not in WITHDRAWABLE:
        raise WrongState(NOT_NOW)
    return case


def _require_other_side(actor: Actor, case: Case, proposal: Proposal) -> None:
    if proposal.side == policy.side_of(actor, case.order):
        raise Conflict("This is your own proposal. The other side answers it.")


def _checked(case: Case, amounts: Mapping[int, int]) -> dict[int, int]:
    claimed = {line.no: line.claimed_minor for line in money.live_lines(case)}
    for no, amount in amounts.items():
        if not 0 <= amount <= claimed.get(no, 0):
            raise Invalid.field("amounts", f"Of part {no} at most what is claimed of it can be refunded.")
    return {no: amounts.get(no, 0) for no in claimed}
