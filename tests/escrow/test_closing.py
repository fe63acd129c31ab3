"""At its end an order's accounts are closed; what comes after the end opens them, and they close again."""

import pytest
from django.db import IntegrityError, transaction

from escrow import services
from escrow.gateways.fake.engine import Choice
from escrow.machinery import funds, schedule
from marketplace.ledger import movements
from marketplace.ledger.models import Balance, Order
from marketplace.ledger.services import Accounting, post
from marketplace.lib.actor import Actor
from marketplace.outbox.drain import drain_until_empty
from tests.cast import Person
from tests.escrow import steps

SYSTEM = Actor.for_system("tests")


def bounds(order: Order) -> set[tuple[int, int]]:
    accounts = Balance.objects.filter(account__code__contains=order.number)
    return set(accounts.values_list("lo", "hi"))


def test_a_closed_order_takes_no_more_money(ada: Person, bruno: Person, otto: Person) -> None:
    order = steps.released(ada, bruno)
    assert bounds(order) != {(0, 0)}
    steps.paid_out(otto)

    assert (steps.state_of(order), bounds(order)) == ("CLOSED", {(0, 0)})
    late = movements.payment_received(provider="stripe", order_number=order.number, leg=1, currency="EUR", amount=1)
    with pytest.raises((Accounting, IntegrityError)), transaction.atomic():
        post(key="late", movement=late, order_id=order.id, at=steps.AT)


def test_a_refund_after_the_end_opens_and_closes_them(ada: Person, bruno: Person, otto: Person) -> None:
    order = steps.released(ada, bruno)
    steps.paid_out(otto)
    with transaction.atomic():
        locked = schedule.ensure(order.id)
        unit = schedule.get_unit(locked, 1)
        funds.refund_released(
            actor=SYSTEM, order=locked, unit=unit, amount_minor=100_000, reason="Cracks.", ref="w", at=steps.days(40)
        )
    assert bounds(order) != {(0, 0)}
    drain_until_empty()

    assert bounds(order) == {(0, 0)}


def test_a_payment_after_the_lapse_passes_through(order: Order, ada: Person) -> None:
    operation = steps.checkout(order, ada)
    services.fire_due_timers(actor=SYSTEM, at=steps.days(7))
    drain_until_empty()
    steps.choose(operation, Choice.PAY)

    assert steps.state_of(order) == "CANCELLED"
    assert bounds(order) == {(0, 0)}
