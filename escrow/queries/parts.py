"""The parts of an order as its page shows them: payments to make, and what is accepted in one piece."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.urls import reverse

from escrow.models import PaymentLeg, ReleaseUnit
from escrow.registry import OrderAction
from escrow.states import LegState, UnitKind, UnitState

if TYPE_CHECKING:
    from marketplace.ledger.models import Order, OrderLine


@dataclass(frozen=True)
class LegRow:
    """One payment with the page where it is made, if the reader may make it now."""

    leg: PaymentLeg
    pay_url: str


@dataclass(frozen=True)
class UnitRow:
    """One unit: what is in it, when it is due, and what the reader may do with it."""

    unit: ReleaseUnit
    what: str
    due_words: str
    due_at: datetime | None
    actions: list[OrderAction]

    @property
    def settled_minor(self) -> int:
        """What has left it, to either side."""
        return self.unit.released_minor + self.unit.refunded_minor


def leg_rows(order: "Order", legs: Sequence[PaymentLeg], may: frozenset[str]) -> list[LegRow]:
    """The payments; the next unpaid one can be made by whoever may pay."""
    unpaid = [leg for leg in legs if leg.state in {LegState.PLANNED, LegState.AWAITING}]
    payable = {leg.no for leg in unpaid if leg.when == "invoice"} | {leg.no for leg in unpaid[:1]}
    url = reverse("order-pay", args=[order.number])
    return [LegRow(leg, f"{url}?leg={leg.no}" if "pay" in may and leg.no in payable else "") for leg in legs]


def unit_rows(
    order: "Order", units: Sequence[ReleaseUnit], lines: "Sequence[OrderLine]", may: frozenset[str]
) -> list[UnitRow]:
    """The units in order; an order of one plain delivery needs no table, so it has none."""
    if len(units) == 1 and units[0].kind == UnitKind.DELIVERY:
        return []
    return all_unit_rows(order, units, lines, may)


def all_unit_rows(
    order: "Order", units: Sequence[ReleaseUnit], lines: "Sequence[OrderLine]", may: frozenset[str]
) -> list[UnitRow]:
    """Every unit, in order."""
    return [UnitRow(unit, what_is_in(unit, lines), *_due(unit), actions=_actions(order, unit, may)) for unit in units]


def what_is_in(unit: ReleaseUnit, lines: "Sequence[OrderLine]") -> str:
    """``1,640 of 5,000 pcs``; the number of lines when there are several."""
    whole = {str(line.position): line for line in lines}
    inside = [(whole[position], Decimal(text)) for position, text in unit.quantities.items() if position in whole]
    if unit.kind != UnitKind.DELIVERY or not inside:
        return unit.note or unit.title
    if len(inside) > 1:
        return f"{len(inside)} of {len(whole)} lines"
    line, quantity = inside[0]
    number = f"{quantity.normalize():,f}"
    return f"{number} {line.unit}" if quantity == line.quantity else f"{number} of {line.quantity:,.0f} {line.unit}"


def _due(unit: ReleaseUnit) -> tuple[str, datetime | None]:
    if unit.frozen_minor:
        return "waits for the claim", None
    if unit.state == UnitState.INSPECTING:
        return "accepted by clock", unit.inspection_ends_at
    if unit.state == UnitState.ACCEPTED:
        return "accepted", unit.accepted_at
    if unit.state == UnitState.SHIPPED:
        return "shipped", unit.shipped_at
    if unit.state == UnitState.LOCKED:
        return "waits for payment" if unit.kind != UnitKind.RETENTION else f"{unit.days} days after acceptance", None
    if unit.state == UnitState.IN_PROGRESS and unit.kind == UnitKind.RETENTION:
        return "kept since", unit.started_at
    return "", None


def _actions(order: "Order", unit: ReleaseUnit, may: frozenset[str]) -> list[OrderAction]:
    query = f"?unit={unit.no}"
    found = []
    if "accept" in may and unit.state in {UnitState.SHIPPED, UnitState.INSPECTING} and not unit.frozen_minor:
        found.append(OrderAction("Accept", reverse("order-accept", args=[order.number]) + query))
    if unit.kind == UnitKind.MILESTONE:
        if "send_back" in may and unit.state == UnitState.INSPECTING:
            found.append(OrderAction("Send back", reverse("unit-send-back", args=[order.number, unit.no])))
        if "submit" in may and unit.state == UnitState.IN_PROGRESS:
            found.append(OrderAction("Submit", reverse("unit-submit", args=[order.number, unit.no])))
    return found
