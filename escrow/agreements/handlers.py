"""Reactions to facts: an inspection that the contract requires is opened, amended days hold for later deliveries.

Importing the services registers their clocks.
"""

from escrow.agreements import machinery, queries, services
from escrow.machinery import schedule
from escrow.states import UnitState
from marketplace.ledger import queries as ledger
from marketplace.ledger.events import OrderAdvanced
from marketplace.ledger.states import OPEN_STATES, ORDER
from marketplace.lib import clock
from marketplace.lib.actor import Actor
from marketplace.outbox.registry import on

SYSTEM = Actor.for_system("agreements.handlers")
_DELIVERIES = frozenset({"deliver", "deliver_part", "submit_milestone"})


@on(OrderAdvanced)
def on_order_advanced_open_inspection(event: OrderAdvanced) -> None:
    """The order is paid: the inspection that its plan requires begins."""
    if event.action != "fund":
        return
    order = ledger.get_order(SYSTEM, event.number)
    if schedule.plan_of(order).inspection_required:
        at = order.funded_at or clock.now()
        services.open_inspection(actor=SYSTEM, order_number=event.number, key=f"required:{event.number}", at=at)


@on(OrderAdvanced)
def on_order_advanced_lapse_proposals(event: OrderAdvanced) -> None:
    """The order has ended: nobody has to answer what was still on the table."""
    if event.action in ORDER.steps and event.state not in OPEN_STATES:
        at = clock.now()
        services.lapse_amendments(actor=SYSTEM, order_id=event.order_id, at=at)
        services.lapse_cancellations(actor=SYSTEM, order_id=event.order_id, at=at)


@on(OrderAdvanced)
def on_order_advanced_apply_days(event: OrderAdvanced) -> None:
    """Goods arrived: if an amendment changed the days for their inspection, its end moves."""
    if event.action not in _DELIVERIES:
        return
    order = schedule.ensure(event.order_id)
    days = queries.agreed_inspection_days(order)
    if days is None:
        return
    extended = queries.extended_units(order)
    for unit in schedule.units_of(order):
        if unit.state == UnitState.INSPECTING and unit.delivered_at and unit.id not in extended:
            machinery.move_inspection(unit, days, unit.delivered_at)
