"""Reads of agreements for screens and API: what is on the table, what the clauses say, who may do what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from escrow.agreements import clauses, links, machinery, policy
from escrow.agreements.changes import Changes
from escrow.agreements.models import Amendment, Cancellation, Extension, Inspection, InspectionReport, ReportFile
from escrow.agreements.spec import SpecItem, items_of
from escrow.agreements.states import INSPECTION, Ground, InspectionState, ProposalState
from escrow.machinery import schedule
from escrow.models import PaymentLeg, ReleaseUnit, Timer
from escrow.states import LegState, UnitKind, UnitState
from marketplace.ledger import queries as ledger
from marketplace.ledger.plans import percent
from marketplace.ledger.states import HELD_STATES
from marketplace.lib.actor import Actor
from marketplace.lib.errors import NotFound
from marketplace.lib.money import portion

if TYPE_CHECKING:
    from marketplace.ledger.models import Order
    from marketplace.storage.models import StoredFile


def get_order(actor: Actor, number: str) -> "Order":
    """The order that something is agreed about. Raises NotFound if absent or invisible."""
    return ledger.get_order(actor, number)


@dataclass(frozen=True, slots=True)
class Right:
    """A side may cancel alone: why, and for which fee, minor units."""

    ground: Ground
    fee_minor: int


def right_to_cancel(order: "Order", side: str, at: datetime) -> Right | None:
    """The best ground on which ``side`` may end ``order`` alone now; None if it has to ask the other side."""
    plan = schedule.plan_of(order)
    fee = portion(order.total_minor, plan.cancel_fee_bp)
    if side == "vendor":
        is_overdue = PaymentLeg.objects.filter(order=order, state=LegState.AWAITING, due_at__lt=at).exists()
        return Right(Ground.UNPAID, fee if order.state in HELD_STATES else 0) if is_overdue else None
    if side != "buyer" or order.state not in HELD_STATES or machinery.is_dispatched(order):
        return None
    if Inspection.objects.filter(order=order, state=InspectionState.REJECTED).exists():
        return Right(Ground.REJECTED, 0)
    free_from = clauses.cancellable_from(order.ship_due_at, plan.late)
    if free_from is not None and at > free_from:
        return Right(Ground.LATE, 0)
    return Right(Ground.FEE, fee) if fee else None


def due_of(order: "Order", unit: ReleaseUnit) -> datetime | None:
    """When a unit was to be ready: the dispatch date for goods, its own date for a milestone, as amended."""
    if unit.kind == UnitKind.DELIVERY:
        return order.ship_due_at
    if unit.kind != UnitKind.MILESTONE:
        return None
    for row in Amendment.objects.filter(order=order, state=ProposalState.ACCEPTED).order_by("-no"):
        dates = Changes.from_json(row.changes).milestones
        if unit.no in dates:
            return dates[unit.no]
    return unit.started_at + timedelta(days=unit.days) if unit.days and unit.started_at else None


def late_weeks(order: "Order", unit: ReleaseUnit, at: datetime) -> int:
    """Started weeks that a unit is or was late: dispatched, submitted, or still not so at ``at``."""
    done_at = unit.shipped_at if unit.kind == UnitKind.DELIVERY else unit.delivered_at
    return clauses.weeks_late(due_of(order, unit), done_at or at)


def agreed_inspection_days(order: "Order") -> int | None:
    """The days for inspection by the latest accepted amendment that changed them; None: as in the plan."""
    for row in Amendment.objects.filter(order=order, state=ProposalState.ACCEPTED).order_by("-no"):
        if "inspection_days" in row.changes:
            return int(row.changes["inspection_days"])
    return None


def extended_units(order: "Order") -> set[UUID]:
    """Units whose inspection somebody has extended: their end is no longer counted from delivery."""
    return set(Extension.objects.filter(order=order).values_list("unit_id", flat=True))


def hindrance(order: "Order") -> str:
    """Why goods may not leave yet because of their inspection; "" if they may."""
    row = Inspection.objects.filter(order=order).first()
    if row is None:
        is_required = schedule.plan_of(order).inspection_required
        return "An inspection before dispatch was agreed; the buyer has to appoint it." if is_required else ""
    return {
        InspectionState.PASSED: "",
        InspectionState.WAIVED: "",
        InspectionState.FAILED: "The goods failed their inspection. Put them right and report the rework.",
        InspectionState.REJECTED: "The goods were rejected at their inspection, so they cannot leave.",
    }.get(InspectionState(row.state), "The goods leave only after their inspection has passed.")


@dataclass(frozen=True, kw_only=True)
class AgreementsPage:
    """What is agreed and proposed around an order, as one side or the operator sees it."""

    order: "Order"
    side: str
    amendments: list[Amendment]
    cancellations: list[Cancellation]
    extensions: list[Extension]
    inspection: "InspectionPage | None"
    units: list[ReleaseUnit]
    may: frozenset[str]
    is_dispatched: bool
    right: Right | None
    late_weeks: int
    late_bp: int
    late_minor: int

    @property
    def open_amendment(self) -> Amendment | None:
        """The one on the table."""
        return next((row for row in self.amendments if row.state == ProposalState.PROPOSED), None)

    @property
    def open_cancellation(self) -> Cancellation | None:
        """The one on the table."""
        return next((row for row in self.cancellations if row.state == ProposalState.PROPOSED), None)

    @property
    def extendable(self) -> list[ReleaseUnit]:
        """Units whose inspection this side may still extend."""
        taken = {extension.unit_id for extension in self.extensions if extension.side == self.side}
        return [unit for unit in self.units if unit.state == UnitState.INSPECTING and unit.id not in taken]


def agreements_page(actor: Actor, number: str, at: datetime) -> AgreementsPage:
    """Everything that is agreed around an order. Raises NotFound if absent or invisible. Ten SQL queries."""
    order = ledger.get_order(actor, number)
    side = policy.side_of(actor, order)
    units = schedule.units_of(order)
    plan = schedule.plan_of(order)
    dispatched = machinery.is_dispatched(order)
    weeks = max((late_weeks(order, unit, at) for unit in units if unit.kind != UnitKind.RETENTION), default=0)
    basis_points = clauses.late_bp(plan.late, weeks)
    return AgreementsPage(
        order=order,
        side=side,
        amendments=list(Amendment.objects.filter(order=order)),
        cancellations=list(Cancellation.objects.filter(order=order)),
        extensions=list(Extension.objects.filter(order=order).select_related("unit")),
        inspection=find_inspection(actor, order),
        units=units,
        may=_steps(order, side, units, dispatched),
        is_dispatched=dispatched,
        right=right_to_cancel(order, side, at) if side else None,
        late_weeks=weeks if order.state in HELD_STATES else 0,
        late_bp=basis_points,
        late_minor=clauses.compensation(sum(unit.open_minor for unit in units), plan.late, weeks),
    )


def clauses_of(order: "Order") -> list[tuple[str, str]]:
    """(clause, what it says) of the order's plan: lateness, cancellation, inspection."""
    plan = schedule.plan_of(order)
    found = []
    if plan.late.bp_per_week:
        cap = percent(plan.late.cap_bp)
        found.append(("Late dispatch", f"{percent(plan.late.bp_per_week)} a week, at most {cap}"))
    found.append(("Cancel when late", f"after {plan.late.cancel_after_days} days"))
    if plan.cancel_fee_bp:
        found.append(("Cancellation fee", percent(plan.cancel_fee_bp)))
    if plan.inspection_required:
        found.append(("Before dispatch", f"inspection by {plan.inspection_by}" if plan.inspection_by else "inspection"))
    days = agreed_inspection_days(order) or plan.inspection_days
    return [*found, ("Inspection on arrival", f"{days} days")]


def _steps(order: "Order", side: str, units: Sequence[ReleaseUnit], dispatched: bool) -> frozenset[str]:
    """What this side may start now."""
    if not side or order.state not in HELD_STATES:
        return frozenset()
    inspecting = any(unit.state == UnitState.INSPECTING for unit in units)
    possible = {"amend": True, "propose-cancellation": not dispatched, "extend": inspecting,
                "inspect": side == "buyer" and not dispatched}  # fmt: skip
    return frozenset(name for name, is_possible in possible.items() if is_possible)


@dataclass(frozen=True, kw_only=True)
class InspectionPage:
    """The inspection of an order. ``link`` is the inspector's, for the buyer alone."""

    row: Inspection
    items: list[SpecItem]
    reports: list[InspectionReport]
    side: str
    link: str
    clock_name: str
    due_at: datetime | None
    may: frozenset[str]

    @property
    def has_agreed(self) -> bool:
        """This side agreed to the specification as it stands."""
        agreed = self.row.buyer_hash if self.side == "buyer" else self.row.vendor_hash
        return bool(self.side) and agreed == self.row.spec_hash

    @property
    def last_report(self) -> InspectionReport | None:
        """The newest report."""
        return self.reports[-1] if self.reports else None

    def findings(self) -> list[tuple[SpecItem, dict[str, Any] | None]]:
        """Each requirement with what the newest report says of it."""
        said = {item["no"]: item for item in self.last_report.items} if self.last_report else {}
        return [(item, said.get(item.no)) for item in self.items]


def find_inspection(actor: Actor, order: "Order") -> InspectionPage | None:
    """The order's inspection, or None if nobody asked for one. Three SQL queries."""
    row = Inspection.objects.visible_to(actor).filter(order=order).select_related("order__buyer", "order__vendor")
    found = row.first()
    if found is None:
        return None
    side = policy.side_of(actor, order)
    clock = Timer.objects.running().filter(order_id=order.id, subject=found.ref).first()
    is_open = found.state == InspectionState.APPOINTED
    return InspectionPage(
        row=found,
        items=items_of(found.spec),
        reports=list(found.reports.all()),
        side=side,
        link=links.absolute(found) if is_open and policy.may_appoint(actor, order) else "",
        clock_name=clock.name if clock else "",
        due_at=clock.due_at if clock else None,
        may=_inspection_steps(found, side),
    )


def _inspection_steps(row: Inspection, side: str) -> frozenset[str]:
    possible = {
        "edit": bool(side) and INSPECTION.allows(row.state, "edit"),
        "agree": bool(side) and INSPECTION.allows(row.state, "agree"),
        "appoint": side == "buyer" and INSPECTION.allows(row.state, "appoint"),
        "waive": side == "buyer" and INSPECTION.allows(row.state, "waive"),
        "rework": side == "vendor" and INSPECTION.allows(row.state, "rework"),
    }
    return frozenset(name for name, is_possible in possible.items() if is_possible)


def get_inspection(actor: Actor, number: str) -> InspectionPage:
    """The inspection of an order by its number. Raises NotFound."""
    page = find_inspection(actor, ledger.get_order(actor, number))
    if page is None:
        raise NotFound
    return page


def inspection_by_link(secret: str) -> Inspection:
    """The inspection that a signed link opens: for its own appointment, while that is open or has been reported on.

    Raises NotFound for every other link: forged, old, or of an appointment that was replaced.
    """
    named = links.opened(secret)
    rows = Inspection.objects.select_related("order__buyer", "order__vendor")
    row: Inspection | None = rows.filter(pk=named[0], appointment_no=named[1]).first() if named else None
    if row is None:
        raise NotFound
    return row


def report_of_link(secret: str) -> tuple[Inspection, list[SpecItem], InspectionReport | None]:
    """What the inspector's page shows: the inspection, what to measure, and the report once it is handed in."""
    row = inspection_by_link(secret)
    return row, items_of(row.spec), row.reports.filter(no=row.appointment_no).first()


def find_report_file(actor: Actor, number: str, position: int) -> "StoredFile":
    """The file at ``position`` (from 1) of the newest report. Raises NotFound."""
    page = get_inspection(actor, number)
    rows: Sequence[ReportFile] = (
        list(ReportFile.objects.filter(report=page.last_report).select_related("file").order_by("id"))
        if page.last_report
        else []
    )
    if not 0 < position <= len(rows):
        raise NotFound
    return rows[position - 1].file


def waiting_for(actor: Actor) -> list[tuple[str, str, str]]:
    """(order number, what is on the table, since when in words) that this company has to answer. Two SQL queries."""
    found = []
    for model, words in ((Amendment, "Amendment"), (Cancellation, "Proposal to cancel")):
        rows = model.objects.visible_to(actor).filter(state=ProposalState.PROPOSED).select_related("order")
        found += [
            (row.order.number, f"{words} {row.no}", row.note if isinstance(row, Amendment) else row.reason)
            for row in rows.order_by("proposed_at")[:8]
            if row.side != policy.side_of(actor, row.order) and policy.may_agree(actor, row.order)
        ]
    return found
