"""Orders as their two sides and the operator see them. What the sides see differently has two shapes."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from escrow import journey, policy
from escrow.machinery import schedule
from escrow.models import GatewayOperation, PaymentLeg, Payout, Refund, ReleaseUnit, Shipment, Timer
from escrow.queries.parts import LegRow, UnitRow, all_unit_rows, leg_rows, unit_rows
from escrow.states import LegState, OperationKind, OperationState, UnitKind, UnitState
from marketplace.ledger import chart
from marketplace.ledger import queries as ledger
from marketplace.ledger.plans import Plan
from marketplace.ledger.states import HELD_STATES, OPEN_STATES, OrderState
from marketplace.lib.actor import Actor
from marketplace.lib.errors import NotFound
from marketplace.web.parts import Moment

if TYPE_CHECKING:
    from marketplace.ledger.models import Order, OrderLine
    from marketplace.storage.models import StoredFile

Show = Literal["waiting", "open", "done", "all"]
_SHOWN: dict[str, frozenset[str]] = {
    "open": frozenset(OPEN_STATES),
    "done": frozenset(OrderState.values) - OPEN_STATES,
    "all": frozenset(OrderState.values),
}
PAYABLE_STATES = HELD_STATES | {OrderState.AWAITING_PAYMENT}
"""Orders on which a payment may still be made."""
_BUYER_MOVES = (OrderState.AWAITING_PAYMENT, OrderState.SHIPPED, OrderState.DELIVERED)
_VENDOR_MOVES = (OrderState.FUNDED, OrderState.PARTLY_SHIPPED)
_STAGE_TO_INSPECT = {"kind": UnitKind.MILESTONE, "state": UnitState.INSPECTING, "frozen_minor": 0}


@dataclass(frozen=True)
class OrderRow:
    """A line of the list: the order, the other side, what is next and until when, minor units held.

    The operator sees two other sides: ``other`` buys, ``supplier`` sells.
    """

    order: "Order"
    other: str
    next_step: str
    due_at: datetime | None
    held_minor: int
    supplier: str = ""
    move: str = ""
    """What waits for the reader beside the state of the order: ``balance``, ``inspect`` or ``build``."""


def _moves_of(actor: Actor) -> Q:
    """Orders on which the actor's side has the next move."""
    balance = Exists(PaymentLeg.objects.filter(order=OuterRef("pk"), state=LegState.AWAITING))
    stage = Exists(ReleaseUnit.objects.filter(order=OuterRef("pk"), **_STAGE_TO_INSPECT))
    buys = Q(state__in=_BUYER_MOVES) | Q(balance, state__in=HELD_STATES) | Q(stage, state__in=HELD_STATES)
    return Q(buys, buyer_id=actor.organization_id) | Q(
        ~balance, ~stage, vendor_id=actor.organization_id, state__in=_VENDOR_MOVES
    )


def orders_for(actor: Actor, *, show: str = "open", text: str = "", state: str = "") -> "QuerySet[Order]":
    """The actor's orders, newest first, filtered by ``show`` (waiting, open, done, all), a state, a text."""
    orders = ledger.orders_visible_to(actor)
    orders = (
        orders.filter(_moves_of(actor))
        if show == "waiting"
        else orders.filter(state__in=_SHOWN.get(show, _SHOWN["open"]))
    )
    if state:
        orders = orders.filter(state=state)
    if text:
        words = Q(number__icontains=text) | Q(title__icontains=text)
        orders = orders.filter(words | Q(buyer__name__icontains=text) | Q(vendor__name__icontains=text))
    return orders


def order_rows(actor: Actor, orders: "Sequence[Order]") -> list[OrderRow]:
    """Lines for ``orders``: two more SQL queries, for all their clocks and all their held money."""
    clocks = _clocks([order.id for order in orders])
    held_by_number = ledger.held_by_order([order.number for order in orders])
    rows = []
    for order in orders:
        step, due_at = journey.next_step(order.state, clocks[order.id], order.ship_due_at)
        buys = actor.belongs_to(order.buyer_id)
        supplier = "" if buys or actor.belongs_to(order.vendor_id) else order.vendor.name
        held = sum(held_by_number.get(order.number, (0, 0)))
        rows.append(
            OrderRow(
                order=order, other=order.vendor.name if buys else order.buyer.name, next_step=step, due_at=due_at,
                held_minor=held, supplier=supplier,
            )
        )  # fmt: skip
    return rows


def waiting_for(actor: Actor, *, limit: int = 8) -> list[OrderRow]:
    """Orders on which the actor's side has the next move, the oldest first."""
    orders = ledger.orders_visible_to(actor).filter(_moves_of(actor)).order_by("opened_at")[:limit]
    rows = order_rows(actor, list(orders))
    ids = [row.order.id for row in rows if row.order.state in HELD_STATES]
    build = ReleaseUnit.objects.filter(order_id__in=ids, kind=UnitKind.MILESTONE, state=UnitState.IN_PROGRESS)
    stages = ReleaseUnit.objects.filter(order_id__in=ids, **_STAGE_TO_INSPECT)
    balances = PaymentLeg.objects.filter(order_id__in=ids, state=LegState.AWAITING)
    moves = dict.fromkeys(build.values_list("order_id", flat=True), "build")
    moves |= dict.fromkeys(stages.values_list("order_id", flat=True), "inspect")
    moves |= dict.fromkeys(balances.values_list("order_id", flat=True), "balance")
    return [replace(row, move=moves.get(row.order.id, "")) for row in rows]


def _clocks(order_ids: list[UUID]) -> dict[UUID, dict[str, datetime]]:
    found: dict[UUID, dict[str, datetime]] = defaultdict(dict)
    timers = Timer.objects.running().filter(order_id__in=order_ids)
    for order_id, name, due_at in timers.values_list("order_id", "name", "due_at"):
        found[order_id][name] = min(due_at, found[order_id].get(name, due_at))
    return found


@dataclass(frozen=True, kw_only=True)
class OrderPage:
    """What both sides of an order see. ``may`` holds the steps that this actor can take now."""

    order: "Order"
    clocks: dict[str, datetime]
    moments: list[Moment]
    shipments: list[Shipment]
    refunds: list[Refund]
    legs: list[PaymentLeg]
    units: list[ReleaseUnit]
    lines: "list[OrderLine]"
    may: frozenset[str]
    paid: int
    held: int
    frozen: int
    refunding: int
    refunded: int
    side: Literal["buy", "sell", "operate"]

    @property
    def plan(self) -> Plan:
        """How the order is paid."""
        return Plan.from_json(self.order.plan)

    @property
    def held_text(self) -> str:
        """What the held money waits for."""
        return journey.held_text(self.order.state, self.clocks)

    @property
    def leg_rows(self) -> list[LegRow]:
        """The payments, unless there is but one."""
        return leg_rows(self.order, self.legs, self.may) if len(self.legs) > 1 else []

    @property
    def unit_rows(self) -> list[UnitRow]:
        """What is accepted piece by piece."""
        return unit_rows(self.order, self.units, self.lines, self.may)

    def acceptable(self, unit_no: int | None) -> list[UnitRow]:
        """What this actor may accept now: everything that arrived, or one unit of it."""
        found = [
            row
            for row in all_unit_rows(self.order, self.units, self.lines, self.may)
            if row.unit.state in {UnitState.SHIPPED, UnitState.INSPECTING} and not row.unit.frozen_minor
        ]
        return [row for row in found if unit_no in {None, row.unit.no}]

    @property
    def left_to_ship(self) -> dict[str, str]:
        """What has not left yet, by order line."""
        waiting = [
            unit for unit in self.units if unit.kind == UnitKind.DELIVERY and unit.state == UnitState.IN_PROGRESS
        ]
        return dict(waiting[0].quantities) if waiting else {}

    @property
    def line_names(self) -> dict[str, str]:
        """What the lines are called on a form."""
        return {str(line.position): f"{line.description[:60]}, {line.unit}" for line in self.lines}

    @property
    def is_payment_due(self) -> bool:
        """Whether the next payment is asked for now, not only planned."""
        return self.next_leg is not None and self.next_leg.state == LegState.AWAITING

    @property
    def next_leg(self) -> PaymentLeg | None:
        """The payment that is made next."""
        return next((leg for leg in self.legs if leg.state in {LegState.PLANNED, LegState.AWAITING}), None)


@dataclass(frozen=True, kw_only=True)
class OrderForBuyer(OrderPage):
    """The buyer sees what it paid and what went to the supplier; our commission is the supplier's affair."""

    released: int

    @property
    def flow(self) -> list[tuple[str, int, str]]:
        """Where the buyer's money is."""
        parts = [
            ("Released", self.released, "released"),
            ("In escrow", self.held, "held"),
            ("On hold", self.frozen, "frozen"),
            ("Returned", self.refunded + self.refunding, "refunded"),
        ]
        return journey.flow_targets(parts)


@dataclass(frozen=True, kw_only=True)
class OrderForVendor(OrderPage):
    """The vendor sees its share and our commission, also while the money is still held."""

    released: int
    commission: int
    taken: int
    payout_number: str
    payout_state: str

    @property
    def net(self) -> int:
        """What the vendor gets of the total, minor units."""
        return self.order.total_minor - self.commission

    @property
    def held_net(self) -> int:
        """What of the held money is the vendor's, minor units."""
        return self.held - self._ours(self.held)

    @property
    def frozen_net(self) -> int:
        """What of the frozen money is the vendor's if it wins the claim, minor units."""
        return self.frozen - self._ours(self.frozen)

    @property
    def fees(self) -> int:
        """Our commission with its tax: what was taken, and what is in the money still held."""
        return self.taken + self._ours(self.held) + self._ours(self.frozen)

    def _ours(self, amount: int) -> int:
        return self.commission * amount // self.order.total_minor

    @property
    def flow(self) -> list[tuple[str, int, str]]:
        """Where the vendor's money is."""
        parts = [
            ("Released", self.released, "released"),
            ("In escrow", self.held_net, "held"),
            ("On hold", self.frozen_net, "frozen"),
            ("Returned", self.refunded + self.refunding, "refunded"),
            ("Commission", self.fees, "fees"),
        ]
        return journey.flow_targets(parts)


def order_page(actor: Actor, number: str) -> OrderForBuyer | OrderForVendor:
    """One order for this actor: the vendor's shape for the vendor and the operator, else the buyer's.

    Raises NotFound if absent or invisible. A fixed number of SQL queries.
    """
    order = ledger.get_order(actor, number)
    clocks = _clocks([order.id])[order.id]
    funds = ledger.order_funds(order)
    shipments = list(Shipment.objects.filter(order=order).select_related("document").order_by("shipped_at"))
    refunds = list(Refund.objects.filter(order=order).prefetch_related("operations").order_by("requested_at"))
    legs, units = list(PaymentLeg.objects.filter(order=order)), list(ReleaseUnit.objects.filter(order=order))
    if not units:  # opened a moment ago: its schedule is about to be written
        legs, units = schedule.planned(order)
    happened = [journey.past(event.kind, event.body, event.actor_name, event.at) for event in ledger.timeline(order)]
    moments = happened + journey.coming(order.state, clocks, order.ship_due_at, legs, units)
    if actor.belongs_to(order.buyer_id):
        return OrderForBuyer(
            order=order, clocks=clocks, moments=moments, shipments=shipments, refunds=refunds,
            legs=legs, units=units, may=_may(actor, order, legs, units),
            paid=funds.paid, held=funds.held, frozen=funds.frozen,
            refunding=funds.refunding, refunded=funds.refunded, lines=list(order.lines.all()),
            side="buy", released=funds.released + funds.commission,
        )  # fmt: skip
    payout = Payout.objects.filter(releases__order=order).order_by("-created_at").first()
    return OrderForVendor(
        order=order, clocks=clocks, moments=moments, shipments=shipments, refunds=refunds,
        legs=legs, units=units, may=_may(actor, order, legs, units),
            paid=funds.paid, held=funds.held, frozen=funds.frozen,
            refunding=funds.refunding, refunded=funds.refunded, lines=list(order.lines.all()),
        side="sell" if actor.belongs_to(order.vendor_id) else "operate",
        released=funds.released, taken=funds.commission, commission=order.commission_minor + order.commission_tax_minor,
        payout_number=payout.number if payout else "", payout_state=payout.state if payout else "",
    )  # fmt: skip


def _may(actor: Actor, order: "Order", legs: "Sequence[PaymentLeg]", units: "Sequence[ReleaseUnit]") -> frozenset[str]:
    """The steps that the policy, the machine and the units of the order allow now."""
    kinds = {(unit.kind, unit.state) for unit in units}
    moving = {unit.state for unit in units}
    acceptable = {unit.state for unit in units if not unit.frozen_minor}
    pays_to_leave = actor.belongs_to(order.buyer_id) and bool(Plan.from_json(order.plan).cancel_fee_bp)
    ships, accepts = policy.may_ship(actor, order), policy.may_accept(actor, order)
    unpaid = [leg for leg in legs if leg.state in {LegState.PLANNED, LegState.AWAITING}]
    waits = (UnitKind.DELIVERY, UnitState.IN_PROGRESS) in kinds and order.state in HELD_STATES
    blocked = [leg for leg in unpaid if leg.when == "shipment"]
    steps = {
        "pay": policy.may_pay(actor, order) and bool(unpaid) and order.state in PAYABLE_STATES,
        "ready": ships and waits and any(leg.state == LegState.PLANNED for leg in blocked),
        "ship": ships and waits and not blocked,
        "submit": ships and (UnitKind.MILESTONE, UnitState.IN_PROGRESS) in kinds,
        "deliver": policy.may_report_delivery(actor, order) and UnitState.SHIPPED in moving,
        "accept": accepts and bool({UnitState.SHIPPED, UnitState.INSPECTING} & acceptable),
        "send_back": accepts and (UnitKind.MILESTONE, UnitState.INSPECTING) in kinds,
        "refund": policy.may_request_refund(actor, order)
        and order.state == OrderState.FUNDED
        and not pays_to_leave
        and any(leg.state == LegState.FUNDED for leg in legs)
        and not any(unit.released_minor or unit.frozen_minor for unit in units),
    }
    return frozenset(step for step, allowed in steps.items() if allowed)


def shipment_document(actor: Actor, number: str, position: int) -> "StoredFile":
    """The paper of an order's shipment, counted from 1, for both sides. Raises NotFound."""
    order = ledger.get_order(actor, number)
    papers = Shipment.objects.filter(order=order, document__isnull=False).select_related("document")
    for place, shipment in enumerate(papers.order_by("shipped_at"), start=1):
        if place == position and shipment.document:
            return shipment.document
    raise NotFound


def open_states(actor: Actor) -> list[tuple[str, int]]:
    """How many of the actor's orders stand in each open state, in the order of an order's life. One SQL query."""
    counts = ledger.orders_visible_to(actor).filter(state__in=OPEN_STATES).order_by().values_list("state")
    found = dict(counts.annotate(Count("id")))
    return [(state, found[state]) for state in OrderState.values if state in found]


def ordered_since(actor: Actor, since: datetime) -> list[tuple[str, int, int]]:
    """What the actor's company ordered since then: (currency, orders, minor units), the most used first."""
    orders = ledger.orders_visible_to(actor).filter(buyer_id=actor.organization_id, opened_at__gte=since).order_by()
    kept = orders.exclude(state=OrderState.CANCELLED).values_list("currency")
    return list(kept.annotate(count=Count("id"), total=Sum("total_minor")).order_by("-count", "currency"))


def held_for(actor: Actor) -> dict[str, int]:
    """What is held for the actor's orders, minor units by currency. Two SQL queries."""
    orders = ledger.orders_visible_to(actor).filter(state__in=OPEN_STATES).order_by()
    currencies = dict(orders.values_list("number", "currency"))
    held: dict[str, int] = defaultdict(int)
    for number, amounts in ledger.held_by_order(list(currencies)).items():
        held[currencies[number]] += sum(amounts)
    return {currency: amount for currency, amount in held.items() if amount}


def wallet_of(order: "Order") -> int:
    """What the buyer of an order has in its wallet in the order's currency, minor units."""
    return -ledger.balance_of(chart.wallet(order.buyer_id, order.currency).code)


def may_watch(actor: Actor, number: str) -> bool:
    """The policy of the topic ``order:<number>``: whoever sees the order."""
    return ledger.orders_visible_to(actor).filter(number=number).exists()


def find_payment(actor: Actor, number: str) -> GatewayOperation | None:
    """The newest payment of an order that the actor may see, or None before the first try. Raises NotFound."""
    order = ledger.get_order(actor, number)
    payments = GatewayOperation.objects.visible_to(actor).filter(order=order, kind=OperationKind.PAYMENT)
    succeeded = payments.filter(state=OperationState.SUCCEEDED).order_by("settled_at").first()
    return succeeded or payments.order_by("-created_at").first()


def get_operation(actor: Actor, operation_id: UUID) -> GatewayOperation:
    """One operation. Raises NotFound if absent or invisible."""
    operation = GatewayOperation.objects.visible_to(actor).filter(pk=operation_id).select_related("order").first()
    if operation is None:
        raise NotFound
    return operation
