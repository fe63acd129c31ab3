"""Paying by bank transfer: in parts, too much, too late; whatever order the provider's notices come in."""

import pytest

from escrow.gateways.fake import engine
from escrow.gateways.fake.engine import Choice
from escrow.gateways.fake.models import World
from escrow.models import GatewayOperation
from escrow.services import fire_due_timers
from marketplace.ledger.models import Order
from marketplace.lib.actor import Actor
from marketplace.outbox.drain import drain_until_empty
from tests.cast import Person
from tests.escrow import steps


def send(operation: GatewayOperation, amount_minor: int) -> None:
    assert operation.gateway_ref
    engine.choose(ref=operation.gateway_ref, choice=Choice.BANK, at=steps.AT, amount_minor=amount_minor)
    drain_until_empty()


def test_a_transfer_of_the_whole_amount_funds_the_order(order: Order, ada: Person) -> None:
    send(steps.checkout(order, ada), 2_500_000)

    assert steps.state_of(order) == "FUNDED"
    assert steps.trial_balance() == {"psp": 2_500_000, "escrow": -2_500_000}


def test_a_part_waits_in_the_wallet_until_the_rest_comes(order: Order, ada: Person) -> None:
    operation = steps.checkout(order, ada)
    send(operation, 1_000_000)
    assert steps.state_of(order) == "AWAITING_PAYMENT"
    assert steps.trial_balance() == {"psp_cash": 1_000_000, "wallet": -1_000_000}
    assert engine.get_payment(operation.gateway_ref or "").bank["amount_remaining"] == 1_500_000  # type: ignore[index]  # it is

    send(operation, 1_500_000)
    assert steps.state_of(order) == "FUNDED"
    assert steps.trial_balance() == {"psp": 2_500_000, "escrow": -2_500_000}


def test_too_much_stays_in_the_wallet_and_pays_the_next_order(order: Order, ada: Person, bruno: Person) -> None:
    send(steps.checkout(order, ada), 2_600_000)
    assert steps.trial_balance() == {
        "psp": 2_500_000, "escrow": -2_500_000, "psp_cash": 100_000, "wallet": -100_000,
    }  # fmt: skip

    other = steps.opened(ada, bruno)
    send(steps.checkout(other, ada), 2_400_000)
    assert steps.state_of(other) == "FUNDED"
    assert steps.trial_balance() == {"psp": 5_000_000, "escrow": -5_000_000}


@pytest.mark.parametrize("delivery", [World.Delivery.DUPLICATE, World.Delivery.REVERSED])
def test_notices_twice_or_last_first_book_the_same(order: Order, ada: Person, delivery: World.Delivery) -> None:
    operation = steps.checkout(order, ada)
    engine.set_delivery(delivery)
    send(operation, 1_000_000)
    send(operation, 1_600_000)
    engine.set_delivery(World.Delivery.NORMAL)
    drain_until_empty()

    assert steps.state_of(order) == "FUNDED"
    assert steps.trial_balance() == {
        "psp": 2_500_000, "escrow": -2_500_000, "psp_cash": 100_000, "wallet": -100_000,
    }  # fmt: skip


def test_a_transfer_after_the_lapse_goes_back(order: Order, ada: Person) -> None:
    operation = steps.checkout(order, ada)
    fire_due_timers(actor=Actor.for_system("tests"), at=steps.days(7))
    drain_until_empty()
    assert steps.state_of(order) == "CANCELLED"

    send(operation, 2_500_000)
    assert steps.state_of(order) == "CANCELLED"
    assert steps.trial_balance() == {}
