"""A return in words and pictures: its stations, what it waits for, quantities and money. Pure: rows in, text out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from escrow.returns.states import FAULTS, IN_MONEY, Reason, Remedy, ReturnState
from escrow.returns.terms import FLOOR
from marketplace.ledger.plans import percent
from marketplace.web.parts import Moment, Progress, Step

if TYPE_CHECKING:
    from escrow.returns.models import Return, ReturnLine, ReturnOffer, ReturnPolicy
    from escrow.returns.queries import ReturnPage
    from marketplace.ledger.models import OrderLine


@dataclass(frozen=True, slots=True)
class StepWords:
    """A step as a button in the room, and as the page that explains it."""

    label: str
    button: str
    says: str
    url_name: str
    is_main: bool = False


STEPS: dict[str, StepWords] = {
    "counter": StepWords("Counter-offer", "Send the counter-offer",
        "Your proposal takes the place of the one on the table. The other side has three business days to answer.",
        "return-counter"),
    "refuse": StepWords("Refuse", "Refuse the return",
        "The buyer may then ask Harborline to decide. The money stays frozen until it does or lets it be.",
        "return-refuse"),
    "withdraw": StepWords("Withdraw", "Withdraw the return",
        "The return ends. Its money is no longer frozen and goes the way of the rest of the delivery.",
        "return-withdraw"),
    "escalate": StepWords("Ask Harborline", "Ask Harborline to decide",
        "The return becomes a case: both sides bring evidence, and an officer decides who gets what of the money.",
        "return-escalate"),
    "ship": StepWords("Report shipping", "The goods are on their way",
        "Send the goods to the supplier and keep the waybill. They lapse if they are not shipped in time.",
        "return-ship", True),
    "receive": StepWords("Confirm receipt", "Confirm receipt",
        "Count what arrived. For two days you may still correct it downwards; then the inspection begins.",
        "return-receive", True),
    "shortage": StepWords("Correct the count", "Correct the count",
        "Pieces that were missing after all. Counts only go down.", "return-shortage"),
    "judge": StepWords("Give the verdict", "Give the verdict",
        "Sort every piece that came back. Without a verdict in five business days, the buyer’s word stands.",
        "return-judge", True),
    "settle": StepWords("Accept the verdict", "Accept the verdict",
        "You agree with what the inspection found. Money is paid at once; goods are owed from now on.",
        "return-settle", True),
    "send-remedy": StepWords("Send what you owe", "It is on its way",
        "The replacement or the repaired goods go to the buyer at no price. The money stays held until they are "
        "accepted, at most twenty days.", "return-send-remedy", True),
    "confirm": StepWords("Confirm it is right", "Confirm and release the money",
        "You have what was owed. The money held for it goes to the supplier and cannot be taken back.",
        "return-confirm", True),
    "decide": StepWords("Decide", "Decide and pay", "What is not given to the buyer goes to the supplier, at once.",
        "return-decide", True),
}  # fmt: skip


def actions(page: "ReturnPage") -> list[tuple[str, str, bool]]:
    """(label, address, is main) of the steps that this actor can take: the main one last."""
    possible = [words for name, words in STEPS.items() if name in page.may]
    ordered = sorted(possible, key=lambda words: words.is_main)
    return [(words.label, reverse(words.url_name, args=[page.row.number]), words.is_main) for words in ordered]


_STATIONS = (
    ("Requested", (ReturnState.REQUESTED, ReturnState.NEGOTIATING, ReturnState.REFUSED)),
    ("Authorised", (ReturnState.AUTHORISED,)),
    ("On its way", (ReturnState.IN_TRANSIT,)),
    ("Inspected", (ReturnState.RECEIVED, ReturnState.INSPECTING, ReturnState.VERDICT)),
    ("Made good", (ReturnState.REMEDY, ReturnState.SENT_BACK, ReturnState.ESCALATED)),
    ("Closed", (ReturnState.CLOSED,)),
)


def stations(row: "Return") -> list[Step]:
    """The six stations of a return; a return that ended early stops where it was."""
    if row.state in {ReturnState.WITHDRAWN, ReturnState.LAPSED}:
        return [Step(label="Requested", state="done"), Step(label=row.get_state_display(), state="stopped")]
    here = next(no for no, (_, states) in enumerate(_STATIONS) if row.state in states)
    found = []
    for no, (label, _) in enumerate(_STATIONS):
        state: Progress = "done" if no < here or row.state == ReturnState.CLOSED else "now" if no == here else "todo"
        found.append(Step(label=label, state=state))
    return found


_WAITS = {
    "RETURN_ANSWER": ("{who} answers", "then Harborline reminds"),
    "RETURN_SILENCE": ("{who} answers", "then the return moves on without it"),
    "RETURN_APPEAL": ("Buyer may ask Harborline", "then the return lapses"),
    "RETURN_SHIP": ("Buyer ships the goods", "then the return lapses"),
    "RETURN_ARRIVAL": ("Goods arrive", "then Harborline looks into it"),
    "RETURN_SHORTAGE": ("Supplier may declare shortages", "then the inspection begins"),
    "RETURN_INSPECTION": ("Supplier gives the verdict", "then the claim stands as stated"),
    "RETURN_VERDICT": ("Buyer accepts the verdict", "then it stands"),
    "RETURN_REMEDY": ("Supplier sends what it owes", "then the buyer gets the money"),
    "RETURN_WINDOW": ("Buyer checks what came", "then it counts as accepted"),
    "RETURN_LIMIT": ("Harborline decides", "then whoever has the goods pays or keeps"),
}


def waits(page: "ReturnPage") -> tuple[str, str] | None:
    """(what has to happen, what happens otherwise) while a clock runs."""
    if page.clock_name not in _WAITS:
        return None
    who = "Supplier" if page.row.waiting_for == "vendor" else "Buyer"
    first, otherwise = _WAITS[page.clock_name]
    return first.format(who=who), otherwise


_NEXT = {
    ReturnState.REFUSED: "Refused, may be escalated",
    ReturnState.AUTHORISED: "Buyer ships",
    ReturnState.IN_TRANSIT: "Goods arrive",
    ReturnState.RECEIVED: "Supplier inspects",
    ReturnState.INSPECTING: "Supplier inspects",
    ReturnState.VERDICT: "Buyer accepts the verdict",
    ReturnState.REMEDY: "Supplier sends what it owes",
    ReturnState.SENT_BACK: "Buyer confirms",
    ReturnState.ESCALATED: "Harborline decides",
}


def next_step(row: "Return") -> str:
    """What has to happen next, for a line of a list."""
    if row.state in {ReturnState.REQUESTED, ReturnState.NEGOTIATING}:
        return "Supplier answers" if row.waiting_for == "vendor" else "Buyer answers"
    return _NEXT.get(ReturnState(row.state), "")


@dataclass(frozen=True, slots=True)
class QuantityBar:
    """One position's pieces: (label, pieces, of how many) from requested to made good."""

    description: str
    unit: str
    serials: str
    finding: str
    bars: list[tuple[str, Decimal, Decimal]]


def quantity_bars(lines: "Sequence[ReturnLine]") -> list[QuantityBar]:
    """The pieces of every position, step by step; they only shrink."""
    found = []
    for line in lines:
        bars = [("Requested", line.requested, line.line.quantity)]
        if line.authorised:
            bars.append(("Authorised", line.authorised, line.requested))
        if line.received:
            bars.append(("Received", line.received, line.authorised))
        if line.is_judged:
            confirmed = line.as_claimed + line.repairable
            bars.append(("Claim confirmed", confirmed, line.received))
        found.append(QuantityBar(line.line.description, line.line.unit, line.serials, line.finding, bars))
    return found


def money_parts(row: "Return") -> list[tuple[str, int]]:
    """Where the claim's money is: frozen, paid back, or neither."""
    kept = row.claimed_minor - row.frozen_minor - row.refunded_minor
    parts = [("Frozen", row.frozen_minor), ("Back to the buyer", row.refunded_minor)]
    label = "To be asked back" if row.is_open else "With the supplier"
    return [part for part in [*parts, (label, kept)] if part[1]]


_EVENTS = {
    "request": "Return requested", "nudge": "Reminder sent", "counter": "Counter-offer", "authorise": "Agreed",
    "keep": "Agreed, goods stay", "refuse": "Refused", "silence": "Unanswered, Harborline decides",
    "ignore": "Unanswered, lapsed", "abandon": "Refusal left standing", "withdraw": "Withdrawn",
    "escalate": "Harborline asked to decide", "ship": "Goods shipped", "lapse": "Not shipped in time",
    "receive": "Goods received", "lose": "Arrival not confirmed", "declare_shortage": "Count corrected",
    "inspect": "Inspection began", "judge": "Verdict given", "presume": "No verdict in time, claim stands",
    "settle": "Settled", "owe": "Verdict accepted", "send_back": "Remedy sent", "default": "Nothing sent, paid instead",
    "confirm": "Remedy accepted", "decide": "Decided by Harborline", "force": "Decided by the clock",
    "files": "Files added", "hand_over": "Became a case",
}  # fmt: skip


def event_words(kind: str, body: Mapping[str, Any]) -> tuple[str, str]:
    """A step as a title and a detail that both sides may read."""
    detail = str(body.get("case") or body.get("reason") or body.get("tracking_number") or "")
    if kind == "authorise" and body.get("remedy"):
        detail = Remedy(str(body["remedy"])).label
    if kind == "files":
        detail = f"{body.get('count', 1)}"
    return _EVENTS.get(kind, kind.replace("_", " ").capitalize()), detail


def moments(page: "ReturnPage") -> list[Moment]:
    """The return's own timeline, and what it waits for."""
    found = []
    for event in page.events:
        title, detail = event_words(event.kind, event.body)
        by = f"by {event.actor_name}" if event.side != "system" else ""
        state: Progress = "stopped" if event.kind in {"withdraw", "lapse", "ignore", "abandon"} else "done"
        found.append(Moment(title=title, detail=f"{by} {detail}".strip(), at=event.at, state=state))
    coming = waits(page)
    if coming:
        found.append(Moment(title=coming[0], detail="until", at=page.due_at, state="now"))
    return found


def offer_words(remedy: str, credit_bp: int, restocking_bp: int) -> str:
    """A proposal in one line: ``Partial refund of 40 %, less 10 % restocking``."""
    share = f" of {percent(credit_bp)}" if remedy in {Remedy.PARTIAL, Remedy.KEEP_WITH_CREDIT} else ""
    fee = f", less {percent(restocking_bp)} restocking" if restocking_bp and remedy in IN_MONEY else ""
    return f"{Remedy(remedy).label}{share}{fee}"


def offer_pieces(offer: "ReturnOffer", lines: "Sequence[ReturnLine]") -> "list[tuple[Decimal, OrderLine]]":
    """How many of which position a proposal is about."""
    counts = {int(position): Decimal(str(count)) for position, count in offer.quantities.items()}
    return [(counts[line.line.position], line.line) for line in lines if counts.get(line.line.position)]


def policy_initial(row: "ReturnPolicy | None") -> dict[str, Any]:
    """The policy form's values: the supplier's own, or the floor's."""
    if row is None:
        fault = next(iter(FAULTS))
        return {
            "fault_days": FLOOR.window_days(fault), "other_days": FLOOR.window_days(Reason.SURPLUS),
            "restocking_bp": 0, "freight_on_fault": FLOOR.freight_on_fault,
            "freight_otherwise": FLOOR.freight_otherwise, "remedies": list(FLOOR.remedies), "keep_below_bp": 0,
        }  # fmt: skip
    return {
        "fault_days": row.fault_days, "other_days": row.other_days, "restocking_bp": row.restocking_bp / Decimal(100),
        "freight_on_fault": row.freight_on_fault, "freight_otherwise": row.freight_otherwise,
        "remedies": row.remedies, "keep_below_bp": row.keep_below_bp / Decimal(100),
    }  # fmt: skip
