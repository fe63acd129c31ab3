"""Reads of returns for screens and API: what may go back, by which rules, and where each return stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from escrow.models import ReleaseUnit, Timer
from escrow.returns import policy
from escrow.returns.models import Return, ReturnEvent, ReturnFile, ReturnLine, ReturnOffer, ReturnPolicy, SentBack
from escrow.returns.states import FAULTS, OPEN_STATES, RETURN, OfferState, Reason, Remedy, ReturnState
from escrow.returns.terms import ReturnTerms, from_json, resolve
from escrow.states import UnitKind, UnitState
from marketplace.ledger import queries as ledger
from marketplace.lib.actor import Actor
from marketplace.lib.errors import Conflict, NotFound

if TYPE_CHECKING:
    from marketplace.ledger.models import Order
    from marketplace.storage.models import StoredFile

_WITH_GOODS = (UnitState.INSPECTING, UnitState.ACCEPTED)
_GONE = (ReturnState.WITHDRAWN, ReturnState.LAPSED)


def get_order(actor: Actor, number: str) -> "Order":
    """The order of a return. Raises NotFound if absent or invisible."""
    return ledger.get_order(actor, number)


def returnable_units(order: "Order") -> list[ReleaseUnit]:
    """Units whose goods are with the buyer, in the order of the plan. One SQL query."""
    units = ReleaseUnit.objects.filter(order_id=order.id, state__in=_WITH_GOODS).exclude(kind=UnitKind.RETENTION)
    return list(units.order_by("no"))


def returnable_unit(order: "Order", no: int | None) -> ReleaseUnit:
    """The unit that ``no`` names, or the one of which most pieces can still go back.

    Raises Conflict if nothing was delivered yet.
    """
    units = [unit for unit in returnable_units(order) if no is None or unit.no == no]
    if not units:
        raise Conflict("Nothing of this has been delivered yet. Report its delivery first, then ask to send it back.")
    return max(units, key=lambda unit: sum(returnable_quantities(order, unit).values()))


def returned_before(order: "Order", unit: ReleaseUnit | None = None) -> dict[int, Decimal]:
    """Pieces by position, of the order or of one unit, that are on their way back or went back for money.

    One SQL query.
    """
    lines = ReturnLine.objects.filter(of__order_id=order.id).exclude(of__state__in=_GONE)
    if unit is not None:
        lines = lines.filter(of__unit=unit)
    made_good = {Remedy.REPLACEMENT, Remedy.REPAIR}
    counted: dict[int, Decimal] = {}
    for line in lines.select_related("of", "line"):
        if line.of.state == ReturnState.CLOSED and line.of.remedy in made_good and not line.of.refunded_minor:
            continue
        pieces = line.authorised if line.of.remedy else line.requested
        counted[line.line.position] = counted.get(line.line.position, Decimal(0)) + pieces
    return counted


def returnable_quantities(order: "Order", unit: ReleaseUnit) -> dict[int, Decimal]:
    """Pieces by position of ``unit`` that can still go back: never more than the order's line has left."""
    ordered = {line.position: line.quantity for line in order.lines.all()}
    before, of_unit = returned_before(order), returned_before(order, unit)
    delivered = {int(no): Decimal(str(count)) for no, count in unit.quantities.items()} or ordered
    return {
        no: max(Decimal(0), min(count - of_unit.get(no, Decimal(0)), ordered[no] - before.get(no, Decimal(0))))
        for no, count in delivered.items()
        if no in ordered
    }


def terms_for(order: "Order") -> ReturnTerms:
    """The rules for returns of ``order`` today: its contract, else the supplier's policy, else the market's floor."""
    row = ReturnPolicy.objects.filter(vendor_id=order.vendor_id).first()
    contract = order.terms.get("returns") if isinstance(order.terms, Mapping) else None
    return resolve(contract, policy_json(row) if row else None)


def find_policy(vendor_id: UUID | None) -> ReturnPolicy | None:
    """The supplier's own rules, or None while it has none."""
    return ReturnPolicy.objects.filter(vendor_id=vendor_id).first()


def policy_json(row: ReturnPolicy) -> dict[str, object]:
    """A supplier's policy in the shape of ``ReturnTerms.as_json``."""
    return {
        "windows": {reason: row.fault_days if reason in FAULTS else row.other_days for reason in Reason.values},
        "restocking_bp": row.restocking_bp,
        "freight_on_fault": row.freight_on_fault,
        "freight_otherwise": row.freight_otherwise,
        "remedies": row.remedies,
        "keep_below_bp": row.keep_below_bp,
    }


def may_request_now(actor: Actor, order: "Order") -> bool:
    """Whether the order page offers a return to this actor."""
    return policy.may_request_return(actor, order) and bool(returnable_units(order))


def returns_visible_to(actor: Actor) -> QuerySet[Return]:
    """Returns, newest first, with their orders and both sides joined."""
    rows = Return.objects.visible_to(actor).select_related("order__buyer", "order__vendor", "unit")
    return rows.order_by("-requested_at", "-id")


def returns_for(actor: Actor, *, show: str = "open", text: str = "") -> QuerySet[Return]:
    """The actor's returns: ``waiting`` for its side, ``open``, ``done`` or ``all``; by number or order."""
    rows = returns_visible_to(actor)
    if show == "waiting":
        rows = waiting_for(actor)
    elif show != "all":
        rows = rows.filter(state__in=OPEN_STATES) if show == "open" else rows.exclude(state__in=OPEN_STATES)
    return rows.filter(number__icontains=text) | rows.filter(order__number__icontains=text) if text else rows


def waiting_for(actor: Actor) -> QuerySet[Return]:
    """Returns on which the actor's side has the next move; for the operator, those that it decides."""
    rows = returns_visible_to(actor)
    if actor.operates:
        return rows.filter(state=ReturnState.ESCALATED)
    mine = rows.filter(waiting_for="buyer", order__buyer_id=actor.organization_id)
    return mine | rows.filter(waiting_for="vendor", order__vendor_id=actor.organization_id)


def returns_of_order(order_id: UUID) -> list[Return]:
    """The returns of an order, newest first. One SQL query."""
    return list(Return.objects.filter(order_id=order_id).order_by("-requested_at"))


@dataclass(frozen=True, kw_only=True)
class ReturnPage:
    """One return as its sides and the operator see it. ``may`` holds the steps that this actor can take now."""

    row: Return
    side: str
    lines: list[ReturnLine]
    offers: list[ReturnOffer]
    open_offer: ReturnOffer | None
    events: list[ReturnEvent]
    files: "Sequence[StoredFile]"
    sent_back: SentBack | None
    clock_name: str
    due_at: datetime | None
    terms: ReturnTerms
    may: frozenset[str]

    @property
    def window_ends_at(self) -> datetime | None:
        """Until when this return could be asked for as of right."""
        since = self.row.unit.delivered_at or self.row.unit.shipped_at
        return since + timedelta(days=self.terms.window_days(self.row.reason)) if since else None


def return_page(actor: Actor, number: str) -> ReturnPage:
    """One return with all that belongs to it. Raises NotFound if absent or invisible. Seven SQL queries."""
    row = returns_visible_to(actor).filter(number=number).first()
    if row is None:
        raise NotFound
    offers = list(row.offers.all())
    clock = Timer.objects.running().filter(order_id=row.order_id, subject=row.ref).order_by("due_at").first()
    return ReturnPage(
        row=row,
        side=policy.side_of(actor, row.order),
        lines=list(row.lines.select_related("line")),
        offers=offers,
        open_offer=next((offer for offer in offers if offer.state == OfferState.OPEN), None),
        events=list(row.events.all()),
        files=[item.file for item in row.files.select_related("file").order_by("added_at")],
        sent_back=SentBack.objects.filter(of=row).first(),
        clock_name=clock.name if clock else "",
        due_at=clock.due_at if clock else None,
        terms=from_json(row.terms),
        may=steps_of(actor, row),
    )


def steps_of(actor: Actor, row: Return) -> frozenset[str]:
    """The steps that this actor can take on ``row`` now, by the names of the services."""
    order = row.order
    buyer, vendor = policy.may_request_return(actor, order), policy.may_handle_goods(actor, order)
    side = policy.side_of(actor, order)
    turn = policy.may_answer(actor, order) and row.waiting_for == side
    possible = {
        "accept": turn and RETURN.allows(row.state, "authorise"),
        "counter": turn and RETURN.allows(row.state, "counter"),
        "refuse": vendor and RETURN.allows(row.state, "refuse"),
        "withdraw": buyer and RETURN.allows(row.state, "withdraw"),
        "escalate": buyer and RETURN.allows(row.state, "escalate"),
        "ship": buyer and RETURN.allows(row.state, "ship"),
        "receive": vendor and RETURN.allows(row.state, "receive"),
        "shortage": vendor and RETURN.allows(row.state, "declare_shortage"),
        "judge": vendor and RETURN.allows(row.state, "judge"),
        "settle": buyer and RETURN.allows(row.state, "settle"),
        "send-remedy": vendor and RETURN.allows(row.state, "send_back"),
        "confirm": buyer and RETURN.allows(row.state, "confirm"),
        "decide": policy.may_decide_return(actor, row) and RETURN.allows(row.state, "decide"),
        "files": policy.may_answer(actor, order) and row.is_open,
    }
    return frozenset(name for name, is_possible in possible.items() if is_possible)


def find_return_file(actor: Actor, number: str, position: int) -> "StoredFile":
    """The file at ``position`` (from 1) of a return. Raises NotFound."""
    row = returns_visible_to(actor).filter(number=number).first()
    files = ReturnFile.objects.filter(of=row).select_related("file").order_by("added_at") if row else []
    found = list(files)[position - 1 : position] if position > 0 else []
    if not found:
        raise NotFound
    return found[0].file


def open_by_state(actor: Actor) -> list[tuple[str, int]]:
    """(state, count) of open returns, in the order of a return's life. One SQL query."""
    rows = Return.objects.visible_to(actor).open().order_by().values_list("state").annotate(Count("id"))
    found = dict(rows)
    return [(state, found[state]) for state in ReturnState.values if state in found]


def frozen_by_currency() -> dict[str, int]:
    """What is frozen for open returns, minor units by currency. One SQL query."""
    rows = Return.objects.open().order_by().values_list("order__currency").annotate(Sum("frozen_minor"))
    return dict(rows)


def may_watch(actor: Actor, number: str) -> bool:
    """The policy of the topic ``return:<number>``: whoever sees the return."""
    return Return.objects.visible_to(actor).filter(number=number).exists()
