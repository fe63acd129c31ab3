"""What screens, the API and the evidence pack read of cases."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Q, QuerySet, Sum

from escrow.disputes import claims, journey, policy
from escrow.disputes.claimable import claimable_parts
from escrow.disputes.machinery import clocks, findings, office, steps
from escrow.disputes.models import Case, CaseLine, Decision, Evidence, Precedent, Proposal
from escrow.disputes.querysets import CaseQuerySet
from escrow.disputes.states import CASE, OFFICE_STATES, WITHDRAWABLE, CaseState, CaseType, ProposalState
from escrow.models import Timer
from marketplace.ledger import queries as ledger
from marketplace.lib.actor import Actor
from marketplace.lib.errors import NotFound

if TYPE_CHECKING:
    from marketplace.ledger.models import Order
    from marketplace.storage.models import StoredFile

_WORDS = SearchVector("category", "account", "reasons", config="english")


def get_case(actor: Actor, number: str) -> Case:
    """One case with its order and both sides. Raises NotFound if absent or invisible."""
    return steps.find(actor, number)


def may_watch(actor: Actor, number: str) -> bool:
    """The policy of the topic ``case:<number>``."""
    return Case.objects.visible_to(actor).filter(number=number).exists()


def cases_for(actor: Actor, *, show: str = "open", text: str = "") -> CaseQuerySet:
    """The actor's cases, newest first; ``show`` is open, waiting, closed or all. With orders and sides joined."""
    cases = Case.objects.visible_to(actor).select_related("order__buyer", "order__vendor")
    if show == "waiting":
        cases = waiting_for(actor)
    elif show in {"open", "closed"}:
        cases = cases.open() if show == "open" else cases.exclude(state__in=CASE.states() - CASE.ends)
    if text:
        cases = cases.filter(Q(number__icontains=text) | Q(order__number__icontains=text))
    return cases.order_by("-opened_at", "-id")


def waiting_for(actor: Actor) -> CaseQuerySet:
    """Cases on which the actor's side has the next move."""
    cases = Case.objects.visible_to(actor).select_related("order__buyer", "order__vendor")
    if actor.operates:
        return cases.in_office().order_by("opened_at")
    open_offer = Q(proposals__state=ProposalState.OPEN, state__in=WITHDRAWABLE)
    theirs = Q(order__vendor_id=actor.organization_id, proposals__side="buyer")
    ours = Q(order__buyer_id=actor.organization_id, proposals__side="vendor")
    late = Q(state__in=[CaseState.EVIDENCE, CaseState.PROPOSED])
    return cases.filter((open_offer & (theirs | ours)) | late).distinct().order_by("opened_at")


@dataclass(frozen=True, kw_only=True)
class CaseRow:
    """A case in a list: what is claimed, who is next, until when."""

    case: Case
    other: str
    claimed_minor: int
    waits: str
    due_at: datetime | None
    is_overdue: bool


def case_rows(actor: Actor, cases: Sequence[Case]) -> list[CaseRow]:
    """Lines for ``cases``: two more SQL queries for all of them."""
    ids = [case.id for case in cases]
    sums = CaseLine.objects.filter(case__in=ids).values_list("case").annotate(Sum("claimed_minor")).order_by()
    claimed: dict[UUID, int] = dict(sums)
    rung: dict[str, dict[str, datetime]] = {}
    timers = Timer.objects.running().filter(subject__in=[str(one) for one in ids])
    for subject, name, due_at in timers.values_list("subject", "name", "due_at"):
        rung.setdefault(subject, {})[name] = due_at
    return [
        CaseRow(
            case=case,
            other=case.order.vendor.name if actor.belongs_to(case.order.buyer_id) else case.order.buyer.name,
            claimed_minor=claimed.get(case.id, 0), waits=journey.waits_for(case.state),
            due_at=journey.next_due(case.state, rung.get(str(case.id), {})),
            is_overdue=journey.is_overdue(case.state, rung.get(str(case.id), {})),
        )
        for case in cases
    ]  # fmt: skip


def queue(actor: Actor) -> list[CaseRow]:
    """What lies before the officers: forced cases first, then whose clock rings first. Four SQL queries."""
    cases = list(waiting_for(actor)[:200])
    rows = case_rows(actor, cases)
    return sorted(rows, key=_urgency)


def _urgency(row: CaseRow) -> tuple[bool, bool, bool, str, str]:
    due = row.due_at.isoformat() if row.due_at else ""
    return row.case.forced_at is None, not row.is_overdue, not due, due, row.case.number


@dataclass(frozen=True, kw_only=True)
class ChecklistLine:
    """One line of a checklist and what is there for it."""

    wanted: claims.Wanted
    pieces: list[Evidence]

    @property
    def is_there(self) -> bool:
        """Something was shown for it."""
        return bool(self.pieces)


@dataclass(frozen=True, kw_only=True)
class CasePage:
    """What a room shows. ``may`` holds the steps that this actor can take now; ``side`` is theirs."""

    case: Case
    side: str
    lines: list[CaseLine]
    clocks: Mapping[str, datetime]
    proposals: list[Proposal]
    evidence: list[Evidence]
    checklist: list[ChecklistLine]
    decisions: list[Decision]
    may: frozenset[str]
    held_minor: int
    is_impartial: bool

    @property
    def order(self) -> "Order":
        """The order that the case is about."""
        return self.case.order

    @property
    def waits(self) -> str:
        """Who has the next move."""
        return journey.waits_for(self.case.state)

    @property
    def due_at(self) -> datetime | None:
        """Until when."""
        return journey.next_due(self.case.state, self.clocks)

    @property
    def claimed_minor(self) -> int:
        """All that is, or was, claimed."""
        return sum(line.claimed_minor for line in self.lines)

    @property
    def frozen_minor(self) -> int:
        """What the case holds back."""
        return sum(line.frozen_minor for line in self.lines)

    @property
    def awarded_minor(self) -> int:
        """What the buyer got, once the case is closed."""
        return sum(line.awarded_minor or 0 for line in self.lines)

    @property
    def open_proposal(self) -> Proposal | None:
        """The version on the table."""
        return next((one for one in reversed(self.proposals) if one.state == ProposalState.OPEN), None)

    @property
    def decision(self) -> Decision | None:
        """The last decision that this actor may read."""
        return self.decisions[-1] if self.decisions else None

    @property
    def progress(self) -> tuple[int, int]:
        """(there, asked for) of the required lines of both checklists."""
        needed = [line for line in self.checklist if line.wanted.required]
        return sum(line.is_there for line in needed), len(needed)


def case_page(actor: Actor, number: str, at: datetime) -> CasePage:
    """One case for this actor. Raises NotFound. A fixed number of SQL queries."""
    case = steps.find(actor, number)
    evidence = list(case.evidence.select_related("file", "line"))
    side = policy.side_of(actor, case.order) or ""
    impartial = side != "operator" or office.is_impartial(actor, case)
    proposals = list(case.proposals.all())
    decisions = decisions_shown(case, for_office=side == "operator")
    return CasePage(
        case=case, side=side, lines=list(case.lines.select_related("unit", "line")), clocks=clocks.running(case),
        proposals=proposals, evidence=evidence, checklist=_checklist(case, evidence), decisions=decisions,
        may=_may(actor, case, proposals, decisions, at) if impartial else frozenset(),
        held_minor=sum(ledger.escrow_by_leg(case.order).values()), is_impartial=impartial,
    )  # fmt: skip


def decisions_shown(case: Case, *, for_office: bool) -> list[Decision]:
    """The decisions of a case in order; drafts are the officers' own affair."""
    made = case.decisions.prefetch_related("lines__line__line", "lines__line__unit")
    return [one for one in made if for_office or one.approved_at or not one.needs_approval]


def _checklist(case: Case, evidence: Sequence[Evidence]) -> list[ChecklistLine]:
    return [
        ChecklistLine(wanted=item, pieces=[one for one in evidence if one.code == item.code and one.side == item.side])
        for item in claims.wanted(case.type)
    ]


def _may(
    actor: Actor, case: Case, proposals: Sequence[Proposal], decisions: Sequence[Decision], at: datetime
) -> frozenset[str]:
    """The steps that both the policy and the process allow now."""
    side = policy.side_of(actor, case.order)
    part, judge = policy.may_take_part(actor, case.order), policy.may_judge(actor)
    table = next((one for one in reversed(proposals) if one.state == ProposalState.OPEN), None)
    last = decisions[-1] if decisions else None
    first = next((one for one in reversed(decisions) if not one.on_appeal), None)
    talks = case.state in WITHDRAWABLE
    others = last is not None and actor.user_id not in {last.officer_id}
    fresh = first is not None and actor.user_id not in {first.officer_id, first.approved_by_id}
    steps_now = {
        "reply": policy.may_speak_for(actor, case.order, "vendor") and CASE.allows(case.state, "reply"),
        "propose": part and talks,
        "answer": part and talks and table is not None and table.side != side,
        "escalate": part and CASE.allows(case.state, "escalate") and at >= clocks.may_escalate_at(case),
        "withdraw": policy.may_speak_for(actor, case.order, "buyer") and CASE.allows(case.state, "withdraw")
        and case.type != CaseType.HOLD_LIMIT,
        "evidence": part and talks,
        "extend": part and CASE.allows(case.state, "extend") and case.extended_at is None,
        "comment": part and case.state == CaseState.PROPOSED,
        "appeal": part and CASE.allows(case.state, "appeal") and not any(one.on_appeal for one in decisions)
        and not hasattr(case, "appeal"),
        "goods": CASE.allows(case.state, "complete")
        and (judge or policy.may_speak_for(actor, case.order, findings.receiver_of_goods(case))),
        "call_evidence": judge and CASE.allows(case.state, "call_evidence"),
        "close_evidence": judge and CASE.allows(case.state, "close_evidence"),
        "inspect": judge and CASE.allows(case.state, "inspect"),
        "report": judge and CASE.allows(case.state, "report"),
        "decide": judge and CASE.allows(case.state, "propose_decision"),
        "approve": judge and CASE.allows(case.state, "approve") and others,
        "revise": judge and CASE.allows(case.state, "revise"),
        "decide_appeal": judge and CASE.allows(case.state, "decide_appeal") and fresh,
    }  # fmt: skip
    return frozenset(name for name, allowed in steps_now.items() if allowed)


def cases_of_order(order_id: UUID) -> list[Case]:
    """The cases of an order, newest first. One SQL query."""
    return list(Case.objects.filter(order_id=order_id).order_by("-opened_at"))


def may_open_now(actor: Actor, order: "Order") -> bool:
    """Whether the button is drawn."""
    return policy.may_open_case(actor, order) and not actor.is_system and bool(claimable_parts(order))


def evidence_file(actor: Actor, number: str, no: int) -> "StoredFile":
    """The file of a piece of evidence, for both sides and the officers. Raises NotFound."""
    case = steps.find(actor, number)
    found = case.evidence.select_related("file").filter(no=no, file__isnull=False).first()
    if found is None or found.file is None:
        raise NotFound
    return found.file


def inspection_report(actor: Actor, number: str) -> "StoredFile":
    """The last inspector's report. Raises NotFound."""
    case = steps.find(actor, number)
    found = case.inspections.select_related("report").filter(report__isnull=False).order_by("-ordered_at").first()
    if found is None or found.report is None:
        raise NotFound
    return found.report


def precedents(
    *, kind: str = "", category: str = "", least_minor: int | None = None, most_minor: int | None = None, text: str = ""
) -> QuerySet[Precedent]:
    """Closed decisions without names, newest first; ``text`` is searched in claims and reasons (PostgreSQL)."""
    found = Precedent.objects.order_by("-decided_at", "-id")
    if kind:
        found = found.filter(type=kind)
    if category:
        found = found.filter(category__iexact=category)
    if least_minor is not None:
        found = found.filter(claimed_minor__gte=least_minor)
    if most_minor is not None:
        found = found.filter(claimed_minor__lte=most_minor)
    if text:
        query = SearchQuery(text, config="english", search_type="websearch")
        found = found.annotate(words=_WORDS).filter(words=query)
    return found


def similar(case: Case, claimed_minor: int) -> list[Precedent]:
    """Precedents for a case: the same type, half to twice the value, else the same type alone."""
    near = precedents(kind=case.type, least_minor=claimed_minor // 2, most_minor=claimed_minor * 2)[:5]
    return list(near) or list(precedents(kind=case.type)[:5])


def in_office_count(actor: Actor) -> int | None:
    """How many cases lie before the officers."""
    return Case.objects.visible_to(actor).filter(state__in=OFFICE_STATES).count() or None
