"""A case in steps, through the services: opened, talked over, proven, decided, executed."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from escrow.disputes import services
from escrow.disputes.models import Case, Decision, Proposal
from escrow.disputes.services import ClaimedPart
from escrow.disputes.states import CaseType, EvidenceKind, Reason, Remedy
from escrow.services import fire_due_timers
from marketplace.ledger.models import Order
from marketplace.lib import ids
from marketplace.lib.actor import Actor
from marketplace.outbox.drain import drain_until_empty
from tests import cast
from tests.cast import Person
from tests.escrow import steps

SYSTEM = Actor.for_system("tests")
OPENED_DAY = 15


def opened(
    order: Order,
    buyer: Person,
    *,
    kind: CaseType = CaseType.DAMAGED,
    parts: list[ClaimedPart] | None = None,
    remedy: Remedy = Remedy.PARTIAL,
    day: int = OPENED_DAY,
    key: str = "",
) -> Case:
    """The buyer claims that 500 of the 5,000 enclosures arrived broken: 2,500.00 with their share of the freight."""
    case = services.open_case(
        actor=buyer.actor,
        order_number=order.number,
        kind=kind,
        parts=parts or [ClaimedPart(unit_no=1, position=1, quantity=Decimal(500))],
        remedy=remedy,
        account="Two pallets of Delft Instruments BV stood in the rain; the housings are corroded.",
        key=key or ids.token(12),
        at=steps.days(day),
    )
    drain_until_empty()
    return case


def at(hours: int = 0, *, days: int = 0) -> datetime:
    """So long after the case was opened."""
    return steps.days(OPENED_DAY) + timedelta(days=days, hours=hours)


def rung(moment: datetime) -> int:
    """All clocks that are due at ``moment`` fire; returns how many."""
    fired = fire_due_timers(actor=SYSTEM, at=moment)
    drain_until_empty()
    return fired


def proposed(case: Case, by: Person, refund_minor: int, **goods: Any) -> Proposal:
    """A side puts a settlement on the table, an hour after the case was opened."""
    return services.propose_settlement(
        actor=by.actor, number=case.number, refund_minor=refund_minor, key=ids.token(12), at=at(1), **goods
    )


def accepted(case: Case, by: Person, proposal: Proposal) -> Case:
    """The other side agrees to it."""
    made = services.accept_proposal(
        actor=by.actor, number=case.number, shown_hash=proposal.hash, key=ids.token(12), at=at(2)
    )
    drain_until_empty()
    return made


def shown(case: Case, by: Person, **what: Any) -> None:
    """A side adds a statement."""
    services.add_evidence(
        actor=by.actor,
        number=case.number,
        kind=EvidenceKind.STATEMENT,
        words="Photographed on arrival, before unloading.",
        key=ids.token(12),
        at=at(3),
        **what,
    )


def officer(name: str = "Vera Lind") -> Person:
    """A dispute officer of the market who knows neither side."""
    return cast.member(
        cast.otto().organization, ["operator.dispute_officer"], name=name,
        email=f"{name.split(maxsplit=1)[0].lower()}@harborline.example",
    )  # fmt: skip


def in_review(case: Case) -> Case:
    """Nobody agrees, both sides stay silent: the clocks bring the case before an officer."""
    rung(at(days=5))
    rung(at(days=7))
    rung(at(days=12))
    case.refresh_from_db()
    return case


def decided(case: Case, by: Person, share_bp: int, *, reason: Reason = Reason.SHARED_FAULT) -> Decision:
    """An officer finds that the vendor answers for ``share_bp`` of every part."""
    decision = services.propose_decision(
        actor=by.actor,
        number=case.number,
        shares={line.no: share_bp for line in case.lines.filter(dropped_at__isnull=True)},
        reason=reason,
        reasons="The packaging met the agreed class, but Nordmetal Zabrze loaded it uncovered.",
        key=ids.token(12),
        at=at(days=13),
    )
    drain_until_empty()
    return decision


def executed(case: Case) -> Case:
    """Comments and cool-off pass; the money moves."""
    rung(at(days=15))
    rung(at(days=17))
    case.refresh_from_db()
    return case
