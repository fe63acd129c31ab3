"""Clocks fire once, at their second, decided by the time they are given."""

from datetime import timedelta

from escrow.gateways.fake.engine import Choice
from escrow.models import GatewayOperation, Refund, Release, Timer
from escrow.services import fire_due_timers
from marketplace.ledger.models import Order
from marketplace.lib.actor import Actor
from marketplace.outbox.drain import drain_until_empty
from tests.cast import Person
from tests.escrow import steps

SECOND = timedelta(seconds=1)
SYSTEM = Actor.for_system("tests")


def test_an_unpaid_order_lapses_after_seven_days(order: Order) -> None:
    assert fire_due_timers(actor=SYSTEM, at=steps.days(7) - SECOND) == 0
    assert steps.state_of(order) == "AWAITING_PAYMENT"

    assert fire_due_timers(actor=SYSTEM, at=steps.days(7)) == 1
    assert steps.state_of(order) == "CANCELLED"
    assert Timer.objects.get().fired_at == steps.days(7)


def test_goods_are_accepted_by_clock_ten_days_after_delivery(delivered_order: Order) -> None:
    assert fire_due_timers(actor=SYSTEM, at=steps.days(24) - SECOND) == 0
    assert fire_due_timers(actor=SYSTEM, at=steps.days(24)) == 1

    release = Release.objects.get()
    assert release.by_clock
    assert release.net_minor == 2_425_000
    assert steps.state_of(delivered_order) == "ACCEPTED"
    event = delivered_order.events.get(kind="accept")
    assert event.actor_name == "Harborline"
    assert event.body == {"by_clock": True}


def test_goods_that_nobody_reports_count_as_delivered_after_forty_five_days(shipped_order: Order) -> None:
    assert fire_due_timers(actor=SYSTEM, at=steps.days(55) - SECOND) == 0
    assert fire_due_timers(actor=SYSTEM, at=steps.days(55)) == 1

    assert steps.state_of(shipped_order) == "DELIVERED"
    assert shipped_order.events.get(kind="deliver").body == {"by_clock": True}
    assert Timer.objects.get(name="AUTO_ACCEPT").due_at == steps.days(65)
    assert fire_due_timers(actor=SYSTEM, at=steps.days(65)) == 1
    assert steps.state_of(shipped_order) == "ACCEPTED"


def test_a_report_stops_the_clock_of_arrival(delivered_order: Order) -> None:
    assert Timer.objects.get(name="ARRIVAL").stopped_at == steps.days(14)


def test_a_clock_fires_once(delivered_order: Order) -> None:
    assert fire_due_timers(actor=SYSTEM, at=steps.days(24)) == 1
    assert fire_due_timers(actor=SYSTEM, at=steps.days(24)) == 0
    assert Release.objects.count() == 1


def test_a_clock_of_an_order_that_moved_on_is_stopped(delivered_order: Order, ada: Person) -> None:
    steps.accepted(delivered_order, ada)
    Timer.objects.filter(name="AUTO_ACCEPT").update(stopped_at=None)

    assert fire_due_timers(actor=SYSTEM, at=steps.days(24)) == 0
    assert Timer.objects.get(name="AUTO_ACCEPT").stopped_at == steps.days(24)
    assert Release.objects.count() == 1


def test_money_that_comes_after_the_lapse_goes_back(order: Order, ada: Person) -> None:
    operation = steps.checkout(order, ada)
    fire_due_timers(actor=SYSTEM, at=steps.days(7))
    assert steps.state_of(order) == "CANCELLED"

    steps.choose(operation, Choice.PAY)
    drain_until_empty()

    operation.refresh_from_db()
    assert operation.state == "SUCCEEDED"
    assert steps.state_of(order) == "CANCELLED"
    refund = Refund.objects.get()
    assert refund.is_unclaimed
    sent = refund.operations.get()
    assert (sent.state, sent.amount_minor) == ("SUCCEEDED", 2_500_000)
    assert steps.trial_balance() == {}
    assert GatewayOperation.objects.count() == 2
