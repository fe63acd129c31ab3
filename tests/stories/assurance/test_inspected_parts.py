"""Deposit and balance, an inspection before dispatch, two shipments accepted one by one, paid out and closed."""

from decimal import Decimal

import pytest

from escrow import services
from escrow.agreements.models import Inspection
from escrow.models import PaymentLeg
from marketplace.ledger.models import Order
from marketplace.ledger.plans import Plan
from marketplace.ledger.queries import escrow_by_leg, order_funds
from marketplace.lib.errors import Conflict
from marketplace.outbox.drain import drain_until_empty
from tests.agreements.test_inspection import agreed, appointed, reported
from tests.cast import Person
from tests.escrow import steps
from tests.escrow.steps import days


def test_deposit_inspection_and_two_shipments(ada: Person, bruno: Person, otto: Person) -> None:
    plan = Plan(kind="deposit", deposit_bp=3_000, inspection_required=True, inspection_by="SGS Katowice")
    order = steps.opened(ada, bruno, plan=plan)
    steps.funded(order, ada)
    assert escrow_by_leg(order) == {1: 750_000}

    agreed(order, ada, bruno)
    report = reported(appointed(order, ada))
    assert (report.is_passed, Inspection.objects.get().state) == (True, "PASSED")
    with pytest.raises(Conflict, match="Balance"):
        _ship(order, bruno, 1_640, day=9)
    services.report_ready(actor=bruno.actor, number=order.number, key="ready", at=days(9))
    steps.funded(order, ada)
    assert [leg.state for leg in PaymentLeg.objects.filter(order=order)] == ["FUNDED", "FUNDED"]

    _ship(order, bruno, 1_640, day=10)
    services.report_delivery(actor=bruno.actor, number=order.number, key="d1", at=days(12))
    services.accept_order(actor=ada.actor, number=order.number, unit_no=2, key="a1", at=days(13))
    funds = order_funds(order)
    assert (funds.paid, funds.held, funds.released, funds.commission) == (2_500_000, 1_680_000, 795_400, 24_600)
    assert escrow_by_leg(order) == {1: 0, 2: 1_680_000}

    _ship(order, bruno, 3_360, day=14)
    steps.delivered(order, bruno, day=16)
    services.accept_order(actor=ada.actor, number=order.number, key="a2", at=days(17))
    steps.paid_out(otto, day=18)
    assert steps.state_of(order) == "CLOSED"
    assert order_funds(order).held == 0
    assert [event.kind for event in order.events.all() if event.kind in _MILESTONES] == [
        "opened", "fund", "ready", "fund_leg", "ship_part", "deliver_part", "accept_part", "ship", "deliver", "accept",
        "close",
    ]  # fmt: skip


_MILESTONES = {
    "opened", "fund", "ready", "fund_leg", "ship_part", "deliver_part", "accept_part", "ship", "deliver", "accept",
    "close",
}  # fmt: skip


def _ship(order: Order, vendor: Person, pieces: int, *, day: int) -> None:
    services.ship_order(
        actor=vendor.actor, number=order.number, carrier="DHL", tracking_number=f"JD{day}",
        quantities={1: Decimal(pieces)}, key=f"ship-{day}", at=days(day),
    )  # fmt: skip
    drain_until_empty()
