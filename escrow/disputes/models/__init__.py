"""What a case remembers: the claim, what was offered, what was proven, what was decided. Amounts are minor units."""

from escrow.disputes.models.cases import Case, CaseEvent, CaseLine
from escrow.disputes.models.decisions import Appeal, Decision, DecisionLine, Inspection, Precedent
from escrow.disputes.models.talks import Evidence, Proposal

__all__ = [
    "Appeal",
    "Case",
    "CaseEvent",
    "CaseLine",
    "Decision",
    "DecisionLine",
    "Evidence",
    "Inspection",
    "Precedent",
    "Proposal",
]
