"""The time for evidence is over: parts of the claim that nobody proved are dropped, the rest is judged."""

from datetime import datetime

from escrow.disputes.machinery import money, steps
from escrow.disputes.models import Case, CaseLine
from escrow.disputes.states import ProposalState
from marketplace.lib.actor import Actor


def close(actor: Actor, case: Case, at: datetime) -> Case:
    """End the time for evidence. Without any evidence at all an officer still judges the whole claim."""
    bare = unproven(case)
    if bare:
        for line in bare:
            line.dropped_at = at
        money.free(actor, case, bare, at)
        case.narrowed_at = at
        case.proposals.filter(state=ProposalState.OPEN).update(state=ProposalState.LAPSED)
        words = ", ".join(line.title for line in bare)
        steps.tell(actor=actor, case=case, action="narrow", at=at, body={"words": f"dropped: {words}"})
    return steps.take(actor=actor, case=case, action="close_evidence", at=at, changed=("narrowed_at",))


def unproven(case: Case) -> list[CaseLine]:
    """Parts for which the buyer showed nothing, while it did for others."""
    shown = list(case.evidence.filter(side="buyer").values_list("line_id", flat=True))
    if not shown or None in shown:
        return []
    lines = money.live_lines(case)
    bare = [line for line in lines if line.id not in shown]
    return bare if len(bare) < len(lines) else []
