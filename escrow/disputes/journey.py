"""A case in words: what happened, who is next, and until when. Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from escrow.disputes.states import CaseState
from marketplace.lib.money import Money
from marketplace.web.parts import Progress, Step

TOLD = frozenset({
    "escalate", "ignore", "stall", "settle", "agree_on_goods", "withdraw", "propose_decision", "approve", "decide",
    "appeal", "decide_appeal", "uphold", "execute", "complete", "miss_goods", "enforce", "force",
})  # fmt: skip
"""Steps that the order's timeline tells too; ``open`` is told by itself."""

_TITLES = {
    "open": "Case opened",
    "reply": "Answered",
    "ignore": "No answer from the supplier, now with Harborline",
    "escalate": "Handed to Harborline",
    "stall": "No agreement in time, now with Harborline",
    "propose": "Settlement proposed",
    "decline": "Proposal declined",
    "settle": "Settled",
    "agree_on_goods": "Settlement agreed, goods move first",
    "complete": "Goods arrived, settlement executed",
    "miss_goods": "Goods did not arrive in time, back with Harborline",
    "withdraw": "Case withdrawn",
    "call_evidence": "Evidence called for",
    "evidence": "Evidence added",
    "extend": "Time for evidence extended by 5 days",
    "close_evidence": "Evidence closed",
    "narrow": "Claim narrowed to what was proven",
    "inspect": "Inspection ordered",
    "report": "Inspection reported",
    "miss_inspection": "The inspection did not report in time",
    "force": "Money may not be held much longer, decision due",
    "draft": "Decision waits for a second officer",
    "reject": "Draft sent back",
    "propose_decision": "Decision proposed",
    "approve": "Decision approved and proposed",
    "revise": "Decision taken back for another look",
    "comment": "Comment on the decision",
    "decide": "Decided",
    "appeal": "Decision appealed",
    "decide_appeal": "Decided on appeal",
    "uphold": "Decision upheld, no other officer found in time",
    "await_goods": "Goods go back before money does",
    "execute": "Decision executed",
    "enforce": "Not decided in time: what was still held went back to the buyer",
}

_WAITS = {
    CaseState.OPENED: "Supplier answers",
    CaseState.NEGOTIATING: "The two sides agree, or Harborline takes over",
    CaseState.ESCALATED: "An officer takes up the case",
    CaseState.EVIDENCE: "Both sides bring evidence",
    CaseState.INSPECTION: "The inspector reports",
    CaseState.REVIEW: "An officer decides",
    CaseState.APPROVAL: "A second officer approves",
    CaseState.PROPOSED: "Both sides may comment",
    CaseState.DECIDED: "The decision is executed unless appealed",
    CaseState.APPEALED: "Another officer decides",
    CaseState.GOODS: "The goods arrive",
}

_CLOCKS = {
    CaseState.OPENED: "CASE_REPLY",
    CaseState.NEGOTIATING: "CASE_TALKS",
    CaseState.ESCALATED: "CASE_INTAKE",
    CaseState.EVIDENCE: "CASE_EVIDENCE",
    CaseState.INSPECTION: "CASE_INSPECTION",
    CaseState.REVIEW: "CASE_LIMIT",
    CaseState.APPROVAL: "CASE_LIMIT",
    CaseState.PROPOSED: "CASE_COMMENT",
    CaseState.DECIDED: "CASE_COOL_OFF",
    CaseState.APPEALED: "CASE_APPEAL",
    CaseState.GOODS: "CASE_GOODS",
}

_STATIONS = (
    ("Opened", {CaseState.OPENED}),
    ("Negotiate", {CaseState.NEGOTIATING}),
    ("Evidence", {CaseState.ESCALATED, CaseState.EVIDENCE, CaseState.INSPECTION}),
    ("Review", {CaseState.REVIEW, CaseState.APPROVAL, CaseState.APPEALED}),
    ("Decision", {CaseState.PROPOSED, CaseState.DECIDED}),
    ("Closed", {CaseState.GOODS, CaseState.SETTLED, CaseState.EXECUTED, CaseState.WITHDRAWN}),
)


def event_words(kind: str, body: Mapping[str, Any], currency: str) -> tuple[str, str]:
    """(title, detail) of what happened."""
    return _TITLES.get(kind, kind.replace("_", " ").capitalize()), _detail(body, currency)


def _detail(body: Mapping[str, Any], currency: str) -> str:
    parts = []
    if "claimed_minor" in body:
        parts.append(f"{Money(body['claimed_minor'], currency)} claimed")
    if "to_buyer_minor" in body:
        parts.append(f"{Money(body['to_buyer_minor'], currency)} to the buyer")
    parts += [str(body[name]) for name in ("words", "note", "reason") if body.get(name)]
    return ", ".join(parts)


def waits_for(state: str) -> str:
    """Who has the next move, as a sentence without an end."""
    return _WAITS.get(CaseState(state), "")


def clock_of(state: str) -> str:
    """The clock that ends a state by itself."""
    return _CLOCKS.get(CaseState(state), "")


def next_due(state: str, clocks: Mapping[str, datetime]) -> datetime | None:
    """Until when the next move may take."""
    return clocks.get(clock_of(state))


def stations(state: str) -> list[Step]:
    """The stations of a case, for the line that draws them."""
    here = next(index for index, (_, states) in enumerate(_STATIONS) if state in states)
    ended = state in {CaseState.SETTLED, CaseState.EXECUTED, CaseState.WITHDRAWN}
    return [Step(label=label, state=_progress(index, here, ended=ended)) for index, (label, _) in enumerate(_STATIONS)]


def _progress(index: int, here: int, *, ended: bool) -> Progress:
    if index < here or (index == here and ended):
        return "done"
    return "now" if index == here else "todo"
