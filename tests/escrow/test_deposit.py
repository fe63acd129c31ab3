"""A deposit starts production, the balance lets the goods leave, a retention outlasts acceptance."""

from datetime import timedelta

import pytest

from escrow import services
from escrow.models import PaymentLeg, Release, ReleaseUnit, Timer
from escrow.services import NotYet
from marketplace.ledger.models import Order
from marketplace.ledger.plans import Plan
from marketplace.ledger.queries import escrow_by_leg, order_funds
from marketplace.lib.actor import Actor
from marketplace.lib.state import WrongState
from marketplace.outbox.drain import drain_until_empty
from tests.cast import Person
from tests.escrow import steps

SYSTEM = Actor.for_system("tests")
PLAN = Plan(kind="deposit", deposit_bp=3_000, retention_bp=500, retention_days=60)


@pytest.fixture
def deposited(ada: Person, bruno: Person) -> Order:
    """€7,500.00 of €25,000.00 are paid."""
    order = steps.opened(ada, bruno, plan=PLAN)
    steps.funded(order, ada)
    order.refresh_from_db()
    return order


def legs(order: Order) -> list[tuple[str, int, str]]:
    return [(leg.title, leg.amount_minor, leg.state) for leg in PaymentLeg.objects.filter(order=order)]


def units(order: Order) -> list[tuple[str, int, str]]:
    return [(unit.kind, unit.amount_minor, unit.state) for unit in ReleaseUnit.objects.filter(order=order)]


def test_the_deposit_starts_production(deposited: Order) -> None:
    assert deposited.state == "FUNDED"
    assert legs(deposited) == [("Deposit", 750_000, "FUNDED"), ("Balance", 1_750_000, "PLANNED")]
    assert units(deposited) == [("DELIVERY", 2_375_000, "IN_PROGRESS"), ("RETENTION", 125_000, "LOCKED")]
    assert escrow_by_leg(deposited) == {1: 750_000}


def test_nothing_leaves_before_the_balance_is_paid(deposited: Order, ada: Person, bruno: Person) -> None:
    with pytest.raises(NotYet, match="Balance"):
        steps.shipped(deposited, bruno)

    services.report_ready(actor=bruno.actor, number=deposited.number, key="ready", at=steps.days(9))
    assert PaymentLeg.objects.get(order=deposited, no=2).due_at == steps.days(16)
    steps.funded(deposited, ada)
    steps.shipped(deposited, bruno)

    assert steps.state_of(deposited) == "SHIPPED"
    assert escrow_by_leg(deposited) == {1: 750_000, 2: 1_750_000}


def test_acceptance_releases_all_but_the_retention(deposited: Order, ada: Person, bruno: Person, otto: Person) -> None:
    steps.funded(deposited, ada)
    steps.shipped(deposited, bruno)
    steps.delivered(deposited, bruno)
    steps.accepted(deposited, ada)

    assert steps.state_of(deposited) == "ACCEPTED"
    assert order_funds(deposited).held == 125_000
    assert units(deposited) == [("DELIVERY", 2_375_000, "ACCEPTED"), ("RETENTION", 125_000, "IN_PROGRESS")]
    assert Timer.objects.running().get(order=deposited, name="RETENTION").due_at == steps.days(75)
    steps.paid_out(otto, day=16)
    assert steps.state_of(deposited) == "ACCEPTED"

    services.fire_due_timers(actor=SYSTEM, at=steps.days(75))
    drain_until_empty()
    commissions = list(Release.objects.filter(order=deposited).values_list("gross_minor", "commission_minor"))
    assert sorted(commissions) == [(125_000, 3_750), (2_375_000, 71_250)]
    steps.paid_out(otto, day=76)
    assert steps.state_of(deposited) == "CLOSED"
    assert order_funds(deposited).held == 0


def test_the_buyer_has_the_deposit_back_when_nothing_is_shipped(deposited: Order, ada: Person) -> None:
    assert deposited.funded_at
    lapse = Timer.objects.get(order=deposited, name="SHIP_LAPSE")
    assert lapse.due_at == deposited.funded_at + timedelta(days=18 + 14)
    services.fire_due_timers(actor=SYSTEM, at=lapse.due_at)
    drain_until_empty()

    assert steps.state_of(deposited) == "REFUNDED"
    assert order_funds(deposited).refunded == 750_000
    with pytest.raises(WrongState):
        steps.checkout(deposited, ada, at=lapse.due_at)


def test_a_deposit_that_is_not_paid_lapses(ada: Person, bruno: Person) -> None:
    order = steps.opened(ada, bruno, plan=PLAN)
    services.fire_due_timers(actor=SYSTEM, at=steps.days(7))

    assert steps.state_of(order) == "CANCELLED"
    assert [state for _, _, state in legs(order)] == ["EXPIRED", "EXPIRED"]


def test_money_held_for_long_comes_before_an_operator(deposited: Order, bruno: Person, ada: Person) -> None:
    steps.funded(deposited, ada)
    steps.shipped(deposited, bruno, day=70)
    limit = Timer.objects.get(order=deposited, name="HOLD_LIMIT")
    assert deposited.funded_at
    assert limit.due_at == deposited.funded_at + timedelta(days=80)
    # The carrier never reports anything: the clock of arrival would ring first, the one of acceptance later.
    Timer.objects.running().filter(order=deposited, name="ARRIVAL").update(due_at=limit.due_at + timedelta(days=1))
    services.fire_due_timers(actor=SYSTEM, at=limit.due_at)

    assert "hold_limit" in deposited.events.values_list("kind", flat=True)
