"""The writers of cases: claims, settlements, evidence, decisions, appeals, and what the clocks do."""

from escrow.disputes.services.appeals import appeal_decision, comment_on_decision, decide_appeal
from escrow.disputes.services.cases import ClaimedPart, open_case, open_forced_case, withdraw_case
from escrow.disputes.services.decisions import (
    approve_decision,
    preview_decision,
    propose_decision,
    reject_decision,
    revise_decision,
)
from escrow.disputes.services.evidence import add_evidence, extend_evidence
from escrow.disputes.services.negotiation import (
    accept_proposal,
    confirm_goods,
    decline_proposal,
    escalate_case,
    propose_settlement,
    reply_to_case,
)
from escrow.disputes.services.office import call_evidence, close_evidence, order_inspection, report_inspection

__all__ = [
    "ClaimedPart",
    "accept_proposal",
    "add_evidence",
    "appeal_decision",
    "approve_decision",
    "call_evidence",
    "close_evidence",
    "comment_on_decision",
    "confirm_goods",
    "decide_appeal",
    "decline_proposal",
    "escalate_case",
    "extend_evidence",
    "open_case",
    "open_forced_case",
    "order_inspection",
    "preview_decision",
    "propose_decision",
    "propose_settlement",
    "reject_decision",
    "reply_to_case",
    "report_inspection",
    "revise_decision",
    "withdraw_case",
]
