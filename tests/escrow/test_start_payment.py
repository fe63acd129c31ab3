"""Paying an order into escrow."""

import pytest

from escrow.gateways.fake.engine import Choice
from escrow.gateways.fake.models import Notice
from escrow.models import GatewayEvent, GatewayOperation, Timer
from escrow.services import start_payment
from marketplace.ledger.models import Order
from marketplace.ledger.queries import order_funds
from marketplace.lib.errors import NotAllowed, NotFound
from marketplace.lib.state import WrongState
from marketplace.outbox.idempotency import KeyReused
from tests.cast import Person, member
from tests.escrow import steps


def test_the_buyer_gets_a_payment_page(order: Order, ada: Person) -> None:
    operation = start_payment(actor=ada.actor, number=order.number, key="pay-1", at=steps.AT)

    assert operation.kind == "PAYMENT"
    assert operation.state == "SENT"
    assert operation.amount_minor == 2_500_000
    assert operation.currency == "EUR"
    assert operation.checkout_url == f"/sandbox/pay/{operation.gateway_ref}/"
    assert steps.state_of(order) == "AWAITING_PAYMENT"
    assert steps.trial_balance() == {}


def test_a_payment_is_held_in_escrow(order: Order, ada: Person) -> None:
    operation = steps.funded(order, ada)

    assert operation.state == "SUCCEEDED"
    assert steps.state_of(order) == "FUNDED"
    assert steps.trial_balance() == {"psp": 2_500_000, "escrow": -2_500_000}
    order.refresh_from_db()
    assert order_funds(order).held == 2_500_000
    assert order_funds(order).paid == 2_500_000
    assert list(order.events.values_list("kind", flat=True)) == ["opened", "fund"]


def test_payment_stops_the_payment_clock(order: Order, ada: Person) -> None:
    timer = Timer.objects.get(order=order)
    assert timer.due_at == steps.days(7)

    steps.funded(order, ada)

    timer.refresh_from_db()
    assert timer.stopped_at is not None
    assert timer.fired_at is None


def test_the_same_key_twice_is_one_payment(order: Order, ada: Person) -> None:
    first = start_payment(actor=ada.actor, number=order.number, key="pay-1", at=steps.AT)
    second = start_payment(actor=ada.actor, number=order.number, key="pay-1", at=steps.AT)

    assert first.id == second.id
    assert GatewayOperation.objects.count() == 1


def test_the_same_key_for_another_order_is_refused(order: Order, ada: Person, bruno: Person) -> None:
    other = steps.opened(ada, bruno)
    start_payment(actor=ada.actor, number=order.number, key="pay-1", at=steps.AT)

    with pytest.raises(KeyReused):
        start_payment(actor=ada.actor, number=other.number, key="pay-1", at=steps.AT)


def test_starting_again_returns_to_the_same_page(order: Order, ada: Person) -> None:
    first = steps.checkout(order, ada)
    second = steps.checkout(order, ada)

    assert first.checkout_url == second.checkout_url
    assert GatewayOperation.objects.count() == 1


@pytest.mark.parametrize("choice", [Choice.DECLINE, Choice.CANCEL])
def test_a_declined_payment_leaves_the_order_unpaid_and_can_be_tried_again(
    order: Order, ada: Person, choice: Choice
) -> None:
    declined = steps.checkout(order, ada)
    steps.choose(declined, choice)

    declined.refresh_from_db()
    assert declined.state == "FAILED"
    assert declined.error
    assert steps.state_of(order) == "AWAITING_PAYMENT"
    assert steps.trial_balance() == {}

    again = steps.funded(order, ada)
    assert again.id != declined.id
    assert steps.state_of(order) == "FUNDED"


def test_an_order_is_paid_once(funded_order: Order, ada: Person) -> None:
    with pytest.raises(WrongState):
        steps.checkout(funded_order, ada)

    assert GatewayOperation.objects.count() == 1


def test_only_the_buyers_finance_pays(order: Order, ada: Person, bruno: Person, dora: Person, otto: Person) -> None:
    purchaser = member(ada.organization, ["buyer.purchaser"])
    for actor in (purchaser.actor, bruno.actor, otto.actor):
        with pytest.raises(NotAllowed):
            start_payment(actor=actor, number=order.number, key="pay-1", at=steps.AT)
    with pytest.raises(NotFound):
        start_payment(actor=dora.actor, number=order.number, key="pay-1", at=steps.AT)

    assert GatewayOperation.objects.count() == 0


def test_the_providers_notice_is_stored_byte_for_byte(order: Order, ada: Person) -> None:
    operation = steps.funded(order, ada)

    event = GatewayEvent.objects.get(kind="payment_intent.succeeded")
    assert event.state == "PROCESSED"
    assert event.operation_id == operation.id
    assert event.object_ref == operation.gateway_ref
    assert bytes(event.raw) == Notice.objects.get(ref=event.ref).body.encode()
