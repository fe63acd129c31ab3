"""What counts in a case now: the last decision that was published, what was agreed, and what a closed case teaches."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from escrow.disputes import arithmetic
from escrow.disputes.machinery import money
from escrow.disputes.models import Case, CaseLine, Decision, DecisionLine, Precedent, Proposal
from escrow.disputes.states import ProposalState, Reason
from marketplace.lib.actor import Actor
from marketplace.lib.errors import Invalid


def published(case: Case) -> Decision | None:
    """The last decision that both sides may read: one above the limit only once a second officer approved it."""
    made = [one for one in case.decisions.order_by("-no") if one.approved_at or not one.needs_approval]
    return made[0] if made else None


def agreed(case: Case) -> Proposal | None:
    """The settlement that both sides agreed on."""
    return case.proposals.filter(state=ProposalState.ACCEPTED).first()


def agreed_amounts(case: Case) -> dict[int, int]:
    """What the buyer gets of each part by its number, by agreement or by decision."""
    proposal = agreed(case)
    if proposal:
        return {int(no): amount for no, amount in proposal.amounts.items()}
    decision = published(case)
    return amounts_of(decision) if decision else {}


def amounts_of(decision: Decision) -> dict[int, int]:
    """What a decision gives the buyer of each part."""
    return {line.line.no: line.to_buyer_minor for line in decision.lines.select_related("line")}


def receiver_of_goods(case: Case) -> str:
    """Whose receipt ends the wait for goods: the buyer's for a replacement, else the vendor's."""
    proposal = agreed(case)
    return "buyer" if proposal and proposal.replace_goods else "vendor"


def check_shares(lines: Sequence[CaseLine], shares: Mapping[int, int]) -> None:
    """Every part has a share of 0 to 100 %. Raises Invalid."""
    for line in lines:
        if not 0 <= shares.get(line.no, -1) <= arithmetic.WHOLE_BP:
            raise Invalid.field(f"share_{line.no}", f"Say for how much of part {line.no} the supplier answers.")


def write(
    *,
    case: Case,
    actor: Actor,
    shares: Mapping[int, int],
    reason: Reason,
    reasons: str,
    return_goods: bool,
    needs_approval: bool,
    on_appeal: bool,
    at: datetime,
) -> Decision:
    """Write a decision down, part by part. ``shares``: what the vendor answers for, basis points by part."""
    lines = money.live_lines(case)
    check_shares(lines, shares)
    if not reasons.strip():
        raise Invalid.field("reasons", "Give your reasons; both sides read them, and later officers.")
    decision = Decision.objects.create(
        case=case, no=case.decisions.count() + 1, reason=reason, reasons=reasons.strip(), return_goods=return_goods,
        officer_id=actor.user_id, officer_name=actor.user_name, made_at=at, needs_approval=needs_approval,
        on_appeal=on_appeal,
    )  # fmt: skip
    DecisionLine.objects.bulk_create(
        DecisionLine(
            decision=decision, line=line, vendor_bp=shares[line.no],
            to_buyer_minor=arithmetic.by_liability(claim, shares[line.no]).buyer_total,
        )
        for line, claim in zip(lines, money.claims(lines), strict=True)
    )  # fmt: skip
    return decision


def keep_precedent(case: Case) -> None:
    """What a decided case teaches is kept without the names of those who were in it; a settlement teaches nothing."""
    decision = published(case)
    if decision is None or agreed(case) is not None or not case.closed_at:
        return
    lines = list(case.lines.all())
    Precedent.objects.create(
        case=case, type=case.type, category=case.category, currency=case.order.currency,
        claimed_minor=sum(line.claimed_minor for line in lines),
        awarded_minor=sum(line.awarded_minor or 0 for line in lines), reason=decision.reason,
        account=anonymous(case, case.account), reasons=anonymous(case, decision.reasons), decided_at=case.closed_at,
    )  # fmt: skip


def anonymous(case: Case, text: str) -> str:
    """``text`` without the names of the two sides, the order and the case, and without mail addresses and numbers."""
    order = case.order
    names = {order.buyer.name: "the buyer", order.vendor.name: "the supplier"}
    for name, word in list(names.items()):
        names.setdefault(name.split()[0], word)
    names |= {order.number: "the order", case.number: "the case"}
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(rf"\b{re.escape(name)}\b", names[name], text, flags=re.IGNORECASE)
    text = re.sub(r"\b[\w.+-]+@[\w-]+\.[\w.-]+\b", "a mail address", text)
    return re.sub(r"\b(?:PO|CASE|RMA|RFQ)-\d+\b", "another paper", text)
