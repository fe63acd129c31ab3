"""A case in words: what happened, who is next and until when, which buttons and bars its room has."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from escrow.disputes.states import CaseState
from marketplace.lib.money import Money
from marketplace.web.parts import Moment, Progress, Step

if TYPE_CHECKING:
    from escrow.disputes.models import Decision
    from escrow.disputes.queries import CasePage

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
    "overdue": "The officers are late",
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
    CaseState.REVIEW: "CASE_SLA",
    CaseState.APPROVAL: "CASE_SLA",
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
    parts += [str(body[name]).rstrip(". ") for name in ("words", "note", "reason") if body.get(name)]
    return ", ".join(parts)


def waits_for(state: str) -> str:
    """Who has the next move, as a sentence without an end."""
    return _WAITS.get(CaseState(state), "")


def clock_of(state: str) -> str:
    """The clock that ends a state by itself."""
    return _CLOCKS.get(CaseState(state), "")


def next_due(state: str, clocks: Mapping[str, datetime]) -> datetime | None:
    """Until when the next move may take."""
    return clocks.get(clock_of(state)) or clocks.get("CASE_LIMIT")


def is_overdue(state: str, clocks: Mapping[str, datetime]) -> bool:
    """The officers have let the time pass that they gave themselves."""
    return state in {CaseState.REVIEW, CaseState.APPROVAL} and "CASE_SLA" not in clocks


def stations(state: str) -> list[Step]:
    """The stations of a case, for the line that draws them."""
    here = next(index for index, (_, states) in enumerate(_STATIONS) if state in states)
    ended = state in {CaseState.SETTLED, CaseState.EXECUTED, CaseState.WITHDRAWN}
    return [Step(label=label, state=_progress(index, here, ended=ended)) for index, (label, _) in enumerate(_STATIONS)]


def _progress(index: int, here: int, *, ended: bool) -> Progress:
    if index < here or (index == here and ended):
        return "done"
    return "now" if index == here else "todo"


@dataclass(frozen=True, slots=True)
class StepWords:
    """A step as a page: the name of its address, and what it says before it happens."""

    url_name: str
    label: str
    button: str
    says: str


STEPS: Mapping[str, StepWords] = {
    "propose": StepWords(
        "case-propose", "Propose a settlement", "Send the proposal",
        "If the other side accepts, the money moves at once, to the cent. If goods have to move, it waits for them.",
    ),
    "reply": StepWords(
        "case-reply", "Answer", "Send the answer",
        "The buyer reads your account of what happened. From then on you both look for a settlement.",
    ),
    "evidence": StepWords(
        "case-evidence", "Add evidence", "Add it to the case",
        "Both sides and the officers see it, with its hash and the time. It can be neither changed nor taken back.",
    ),
    "escalate": StepWords(
        "case-escalate", "Call Harborline", "Hand the case to Harborline",
        "An officer who knows neither of you calls for evidence and decides. You can still settle until then.",
    ),
    "extend": StepWords(
        "case-extend", "Ask for more time", "Extend by 5 days",
        "Both sides get five more days for evidence. It can be done once in a case.",
    ),
    "comment": StepWords(
        "case-comment", "Comment on the decision", "Send the comment",
        "The officer reads it before the decision counts, and may take it back for another look.",
    ),
    "appeal": StepWords(
        "case-appeal", "Appeal", "Appeal the decision",
        "Bring what is new. Another officer decides for good within five days; until then no money moves.",
    ),
    "goods": StepWords(
        "case-goods", "The goods arrived", "Confirm receipt", "What was agreed, or decided, is executed at once.",
    ),
    "withdraw": StepWords(
        "case-withdraw", "Withdraw the case", "Withdraw",
        "The claim ends. Its money goes back to where it was, and you can no longer claim the same for it.",
    ),
    "call_evidence": StepWords(
        "case-call-evidence", "Take up the case", "Call for evidence",
        "Both sides have five days to bring what their checklists ask for.",
    ),
    "close_evidence": StepWords(
        "case-close-evidence", "Close evidence", "Close the file",
        "Parts of the claim for which nothing was shown are dropped, and their money goes on.",
    ),
    "decide": StepWords(
        "case-decide", "Decide", "Propose the decision", "Part by part, with reasons; both sides may comment first.",
    ),
    "decide_appeal": StepWords(
        "case-decide", "Decide the appeal", "Decide for good", "Part by part, with reasons. It is executed at once.",
    ),
    "approve": StepWords(
        "case-approve", "Approve the decision", "Approve", "Both sides see it and may comment for two days.",
    ),
    "reject": StepWords("case-reject", "Send the draft back", "Send back", "The case goes back to review."),
    "revise": StepWords(
        "case-revise", "Take another look", "Take the decision back", "The decision does not count; decide again.",
    ),
    "inspect": StepWords(
        "case-inspect", "Order an inspection", "Order it", "Somebody looks at the goods; the case waits for it.",
    ),
    "report": StepWords(
        "case-report", "File the report", "File it", "Both sides read it; an officer decides next.",
    ),
}  # fmt: skip
"""In the order in which the room offers them; the first possible one that is not an answer is the main action."""

_MAIN = (
    "goods",
    "reply",
    "call_evidence",
    "decide",
    "decide_appeal",
    "approve",
    "report",
    "appeal",
    "comment",
    "evidence",
)


def actions(page: "CasePage") -> list[tuple[str, str, bool]]:
    """The buttons of a room: (label, address, is the main one). With a proposal to answer, the answer is that."""
    possible = [name for name in STEPS if name in page.may] + (["reject"] if "approve" in page.may else [])
    main = "" if "answer" in page.may else next((name for name in _MAIN if name in possible), "")
    ordered = [*(name for name in possible if name != main), *([main] if main else [])]
    return [
        (STEPS[name].label, reverse(STEPS[name].url_name, args=[page.case.number]), name == main) for name in ordered
    ]


def moments(page: "CasePage") -> list[Moment]:
    """The case's timeline, and its clocks to come."""
    currency = page.order.currency
    told = []
    for event in page.case.events.all():
        title, detail = event_words(event.kind, event.body, currency)
        who = f"by {event.actor_name}" if event.side != "system" else ""
        told.append(Moment(title=title, detail=", ".join(part for part in (who, detail) if part)[:300], at=event.at))
    if page.due_at:
        told.append(Moment(title=page.waits, at=page.due_at, state="now"))
    return told


def money_parts(page: "CasePage") -> list[tuple[str, int, str]]:
    """Where the claimed money is: (words, minor units, kind of flow), without what is zero."""
    held = page.frozen_minor
    released = sum(line.released_minor for line in page.lines if not line.dropped_at) if page.case.is_open else 0
    awarded = page.awarded_minor
    rest = page.claimed_minor - held - released - awarded
    decision = page.decision if page.case.is_open else None
    parts = [
        ("Frozen", held, "held"),
        ("Of that decided for the buyer", _decided(decision) if decision else 0, "refunded"),
        ("Released before", released, "released"),
        ("To the buyer", awarded, "refunded"),
        ("Left to the supplier", rest, "released"),
    ]
    return [part for part in parts if part[1]]


def _decided(decision: "Decision") -> int:
    return sum(part.to_buyer_minor for part in decision.lines.all())
