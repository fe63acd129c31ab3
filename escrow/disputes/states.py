"""The life of a case as data: who may take which step, which clock takes it otherwise, and what it does to money."""

from django.db import models

from marketplace.lib.state import Party, process, step


class CaseState(models.TextChoices):
    """Where a case stands."""

    OPENED = "OPENED", "Supplier to answer"
    NEGOTIATING = "NEGOTIATING", "In negotiation"
    ESCALATED = "ESCALATED", "With Harborline"
    EVIDENCE = "EVIDENCE", "Collecting evidence"
    INSPECTION = "INSPECTION", "In inspection"
    REVIEW = "REVIEW", "Under review"
    APPROVAL = "APPROVAL", "Second officer to approve"
    PROPOSED = "PROPOSED", "Decision proposed"
    DECIDED = "DECIDED", "Decided"
    APPEALED = "APPEALED", "Appealed"
    GOODS = "GOODS", "Goods on their way"
    SETTLED = "SETTLED", "Settled"
    EXECUTED = "EXECUTED", "Decision executed"
    WITHDRAWN = "WITHDRAWN", "Withdrawn"


class CaseType(models.TextChoices):
    """What went wrong. ``claims.RULES`` says when each may be claimed and what proves it."""

    NOT_SHIPPED = "NOT_SHIPPED", "Not shipped"
    LATE = "LATE", "Late"
    NOT_RECEIVED = "NOT_RECEIVED", "Not received"
    SHORT = "SHORT", "Too few pieces"
    DAMAGED = "DAMAGED", "Damaged"
    NOT_CONFORM = "NOT_CONFORM", "Not as agreed"
    COUNTERFEIT = "COUNTERFEIT", "Counterfeit"
    DOCUMENTS = "DOCUMENTS", "Documents missing or wrong"
    HIDDEN_DEFECT = "HIDDEN_DEFECT", "Hidden defect"
    HOLD_LIMIT = "HOLD_LIMIT", "Held too long"


class Remedy(models.TextChoices):
    """What the buyer asks for."""

    REFUND = "REFUND", "Full refund"
    PARTIAL = "PARTIAL", "Partial refund, goods are kept"
    REPLACE = "REPLACE", "Replacement"
    RETURN = "RETURN", "Return and refund"


class ProposalState(models.TextChoices):
    """A version of the settlement."""

    OPEN = "OPEN", "Open"
    SUPERSEDED = "SUPERSEDED", "Superseded"
    ACCEPTED = "ACCEPTED", "Accepted"
    DECLINED = "DECLINED", "Declined"
    LAPSED = "LAPSED", "Lapsed"


class EvidenceKind(models.TextChoices):
    """What a piece of evidence is."""

    PHOTO = "PHOTO", "Photo"
    REPORT = "REPORT", "Report"
    DOCUMENT = "DOCUMENT", "Document"
    STATEMENT = "STATEMENT", "Statement"


class Reason(models.TextChoices):
    """Why an officer decided as they did: the code by which precedents are found."""

    CLAIM_PROVEN = "CLAIM_PROVEN", "Claim proven"
    CLAIM_PARTLY_PROVEN = "CLAIM_PARTLY_PROVEN", "Claim partly proven"
    CLAIM_NOT_PROVEN = "CLAIM_NOT_PROVEN", "Claim not proven"
    BUYER_AT_FAULT = "BUYER_AT_FAULT", "Buyer at fault"
    CARRIER_AT_FAULT = "CARRIER_AT_FAULT", "Damaged or lost by the carrier"
    SHARED_FAULT = "SHARED_FAULT", "Both at fault"
    NO_ANSWER = "NO_ANSWER", "Supplier did not answer"
    NO_DECISION = "NO_DECISION", "No decision in time"


_S = CaseState
TALKING = frozenset({_S.OPENED, _S.NEGOTIATING})
JUDGING = frozenset({_S.ESCALATED, _S.EVIDENCE, _S.INSPECTION, _S.REVIEW})
WITHDRAWABLE = TALKING | JUDGING
_PEOPLE: frozenset[Party] = frozenset({"buyer", "vendor"})

CASE = process(
    "case",
    version=1,
    initial=_S.OPENED,
    steps={
        "reply": step({_S.OPENED}, _S.NEGOTIATING, by={"vendor"}),
        "ignore": step({_S.OPENED}, _S.ESCALATED, by={"system"}, clock="CASE_REPLY"),
        "escalate": step(TALKING, _S.ESCALATED, by=_PEOPLE),
        "stall": step({_S.NEGOTIATING}, _S.ESCALATED, by={"system"}, clock="CASE_TALKS"),
        "settle": step(WITHDRAWABLE, _S.SETTLED, by=_PEOPLE, effect="split"),
        "agree_on_goods": step(WITHDRAWABLE, _S.GOODS, by=_PEOPLE),
        "withdraw": step(WITHDRAWABLE, _S.WITHDRAWN, by={"buyer"}, effect="unfreeze"),
        "call_evidence": step({_S.ESCALATED}, _S.EVIDENCE, by={"operator", "system"}, clock="CASE_INTAKE"),
        "extend": step({_S.EVIDENCE}, _S.EVIDENCE, by=_PEOPLE),
        "inspect": step({_S.EVIDENCE, _S.REVIEW}, _S.INSPECTION, by={"operator"}),
        "report": step({_S.INSPECTION}, _S.REVIEW, by={"operator", "inspector"}),
        "miss_inspection": step({_S.INSPECTION}, _S.REVIEW, by={"system"}, clock="CASE_INSPECTION"),
        "close_evidence": step({_S.EVIDENCE}, _S.REVIEW, by={"operator", "system"}, clock="CASE_EVIDENCE"),
        "force": step(WITHDRAWABLE, _S.REVIEW, by={"system"}),
        "draft": step({_S.EVIDENCE, _S.REVIEW}, _S.APPROVAL, by={"operator"}),
        "propose_decision": step({_S.EVIDENCE, _S.REVIEW}, _S.PROPOSED, by={"operator"}),
        "approve": step({_S.APPROVAL}, _S.PROPOSED, by={"operator"}),
        "reject": step({_S.APPROVAL}, _S.REVIEW, by={"operator"}),
        "revise": step({_S.PROPOSED}, _S.REVIEW, by={"operator"}),
        "decide": step({_S.PROPOSED}, _S.DECIDED, by={"system"}, clock="CASE_COMMENT"),
        "appeal": step({_S.DECIDED}, _S.APPEALED, by=_PEOPLE),
        "decide_appeal": step({_S.APPEALED}, _S.DECIDED, by={"operator"}),
        "uphold": step({_S.APPEALED}, _S.DECIDED, by={"system"}, clock="CASE_APPEAL"),
        "await_goods": step({_S.DECIDED}, _S.GOODS, by={"system"}, clock="CASE_COOL_OFF"),
        "execute": step({_S.DECIDED}, _S.EXECUTED, by={"system"}, clock="CASE_COOL_OFF", effect="split"),
        "complete": step({_S.GOODS}, _S.SETTLED, by={"buyer", "vendor", "operator"}, effect="split"),
        "miss_goods": step({_S.GOODS}, _S.ESCALATED, by={"system"}, clock="CASE_GOODS"),
        "enforce": step(JUDGING | {_S.APPROVAL}, _S.EXECUTED, by={"system"}, clock="CASE_LIMIT", effect="split"),
    },
    ends={_S.SETTLED, _S.EXECUTED, _S.WITHDRAWN},
    holding=set(_S) - {_S.SETTLED, _S.EXECUTED, _S.WITHDRAWN},
)

OPEN_STATES = frozenset(CASE.states() - CASE.ends)
"""Cases on which something is still to happen."""

OFFICE_STATES = JUDGING | {_S.APPROVAL, _S.PROPOSED, _S.APPEALED}
"""Cases in the operator's hands."""
