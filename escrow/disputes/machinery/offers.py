"""Versions of a settlement: one is open at a time, and it is accepted by the hash that was shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from escrow.disputes import arithmetic
from escrow.disputes.machinery import money
from escrow.disputes.models import Case, CaseLine, Proposal
from escrow.disputes.states import ProposalState, Remedy
from marketplace.lib import ids
from marketplace.lib.actor import Actor
from marketplace.lib.errors import Conflict, Invalid
from marketplace.lib.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What is proposed: ``amounts`` is the refund of each part of the claim by its number, minor units."""

    amounts: Mapping[int, int]
    return_goods: bool = False
    replace_goods: bool = False
    note: str = ""


def of_claim(case: Case, lines: Sequence[CaseLine]) -> Terms:
    """What the buyer asked for when it opened the case: the first proposal on the table."""
    in_goods = case.remedy == Remedy.REPLACE
    return Terms(
        amounts={line.no: 0 if in_goods else line.claimed_minor for line in lines},
        return_goods=case.remedy == Remedy.RETURN,
        replace_goods=in_goods,
    )


def of_total(case: Case, refund_minor: int) -> dict[int, int]:
    """A refund in one figure, spread over the parts by what each claims. Raises Invalid."""
    lines = money.live_lines(case)
    claims = money.claims(lines)
    total = sum(claim.total for claim in claims)
    if not 0 <= refund_minor <= total:
        most = Money(total, case.order.currency)
        raise Invalid.field("refund", f"Enter an amount from 0 to {most}, which is what is claimed.")
    parts = arithmetic.spread(claims, refund_minor)
    return {line.no: part for line, part in zip(lines, parts, strict=True)}


def make(*, actor: Actor, case: Case, side: str, terms: Terms, at: datetime) -> Proposal:
    """Put ``terms`` on the table in place of what was there."""
    case.proposals.filter(state=ProposalState.OPEN).update(state=ProposalState.SUPERSEDED)
    no = case.proposals.count() + 1
    amounts = {str(line): amount for line, amount in sorted(terms.amounts.items())}
    agreed = {
        "case": case.number, "no": no, "amounts": amounts, "currency": case.order.currency,
        "return": terms.return_goods, "replace": terms.replace_goods,
    }  # fmt: skip
    return Proposal.objects.create(
        case=case, no=no, side=side, amounts=amounts, refund_minor=sum(terms.amounts.values()),
        return_goods=terms.return_goods, replace_goods=terms.replace_goods, note=terms.note[:500],
        hash=ids.input_hash(agreed), made_by_name=actor.user_name, made_at=at,
    )  # fmt: skip


def answer(*, actor: Actor, case: Case, shown: str, state: ProposalState, at: datetime) -> Proposal:
    """End the open proposal, if it is still the one that was shown. Raises Conflict."""
    proposal = case.proposals.filter(state=ProposalState.OPEN).first()
    if proposal is None or proposal.hash != shown:
        raise Conflict("The proposal has changed since you saw it. Reload the page and read it again.")
    proposal.state, proposal.answered_by_name, proposal.answered_at = state, actor.user_name, at
    proposal.save(update_fields=["state", "answered_by_name", "answered_at"])
    return proposal


def lapse(case: Case) -> None:
    """What was open or agreed counts no longer: somebody else decides now."""
    talks = case.proposals.filter(state__in=[ProposalState.OPEN, ProposalState.ACCEPTED])
    talks.update(state=ProposalState.LAPSED)


def amounts_of(proposal: Proposal) -> dict[int, int]:
    """The refund of each part by its number, as arithmetic wants it."""
    return {int(line): amount for line, amount in proposal.amounts.items()}
