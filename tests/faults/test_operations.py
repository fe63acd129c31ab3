"""Crashes and silence between the three phases: nothing is done twice, nothing is lost, and in doubt we ask."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction

from escrow import queries
from escrow.gateways.fake import engine
from escrow.gateways.fake.engine import Choice
from escrow.gateways.stripe.adapter import StripeGateway
from escrow.machinery import settlement
from escrow.models import GatewayOperation, Payout
from escrow.services import request_refund, retry_operation, run_operation, run_payout_batch
from marketplace.ledger.models import Order
from marketplace.ledger.queries import vendor_balance
from marketplace.lib.actor import Actor
from marketplace.lib.errors import NotAllowed
from marketplace.outbox.drain import drain_until_empty
from tests.cast import Person
from tests.escrow import steps
from tests.faults import flaky
from tests.faults.flaky import Fault

MINUTE = timedelta(minutes=1)
SYSTEM = Actor.for_system("tests")


class Crash(Exception):
    """The process died here."""


def refund_reserved(order: Order, buyer: Person) -> GatewayOperation:
    """Phase one is committed; no task has run."""
    refund = request_refund(
        actor=buyer.actor, number=order.number, reason="Project stopped.", key="r-1", at=steps.days(2)
    )
    return refund.operations.get()


def crash_once(monkeypatch: pytest.MonkeyPatch, module: object, name: str) -> Callable[[], None]:
    """Let ``module.name`` die; returns what brings it back."""

    def die(*args: object, **kwargs: object) -> None:
        raise Crash

    monkeypatch.setattr(module, name, die)
    return monkeypatch.undo


def test_a_crash_before_the_call_is_taken_up_by_the_sweep(funded_order: Order, ada: Person) -> None:
    operation = refund_reserved(funded_order, ada)

    assert queries.due_operations(steps.days(2)) == [operation.id]
    run_operation(actor=SYSTEM, operation_id=operation.id, at=steps.days(2))

    assert steps.state_of(funded_order) == "REFUNDED"
    assert len(engine.things("refund")) == 1


def test_a_crash_after_the_call_is_healed_by_looking_up(
    funded_order: Order, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    operation = refund_reserved(funded_order, ada)
    revive = crash_once(monkeypatch, settlement, "book")
    with pytest.raises(Crash):
        run_operation(actor=SYSTEM, operation_id=operation.id, at=steps.days(2))
    revive()
    assert len(engine.things("refund")) == 1
    assert steps.state_of(funded_order) == "REFUNDING"

    later = steps.days(2) + 2 * MINUTE
    assert queries.due_operations(later) == [operation.id]
    run_operation(actor=SYSTEM, operation_id=operation.id, at=later)

    assert flaky.calls_of("refund") == ["create_refund", "find_refund"]
    assert len(engine.things("refund")) == 1
    assert steps.state_of(funded_order) == "REFUNDED"


@pytest.mark.parametrize(
    ("fault", "calls"),
    [
        (Fault.REQUEST_LOST, ["create_refund", "find_refund", "create_refund"]),
        (Fault.RESPONSE_LOST, ["create_refund", "find_refund"]),
    ],
)
def test_after_silence_we_ask_before_we_send(funded_order: Order, ada: Person, fault: Fault, calls: list[str]) -> None:
    operation = refund_reserved(funded_order, ada)
    flaky.plan["create_refund"] = [fault]

    unknown = run_operation(actor=SYSTEM, operation_id=operation.id, at=steps.days(2))
    assert unknown.state == "UNKNOWN"
    assert steps.trial_balance() == {"psp": 2_500_000, "refund_it": -2_500_000}

    settled = run_operation(actor=SYSTEM, operation_id=operation.id, at=steps.days(2) + MINUTE)
    assert settled.state == "SUCCEEDED"
    assert flaky.calls_of("refund") == calls
    assert len(engine.things("refund")) == 1
    assert steps.trial_balance() == {}


def test_twenty_silences_hand_over_to_an_operator(funded_order: Order, ada: Person, otto: Person) -> None:
    operation = refund_reserved(funded_order, ada)
    flaky.plan["create_refund"] = [Fault.REQUEST_LOST] * 20
    for minute in range(20):
        run_operation(actor=SYSTEM, operation_id=operation.id, at=steps.days(2) + minute * 16 * MINUTE)

    operation.refresh_from_db()
    assert operation.state == "MANUAL"
    assert queries.due_operations(steps.days(30)) == []
    with pytest.raises(NotAllowed):
        retry_operation(actor=ada.actor, operation_id=operation.id, at=steps.days(3))

    retry_operation(actor=otto.actor, operation_id=operation.id, at=steps.days(3))
    run_operation(actor=SYSTEM, operation_id=operation.id, at=steps.days(3))
    assert steps.state_of(funded_order) == "REFUNDED"
    assert len(engine.things("refund")) == 1


def test_a_leased_operation_is_left_alone(funded_order: Order, ada: Person) -> None:
    operation = refund_reserved(funded_order, ada)
    GatewayOperation.objects.filter(pk=operation.id).update(locked_until=steps.days(2) + MINUTE)

    assert queries.due_operations(steps.days(2)) == []
    assert run_operation(actor=SYSTEM, operation_id=operation.id, at=steps.days(2)).state == "RESERVED"
    assert flaky.calls_of("refund") == []
    drain_until_empty()


def test_a_silent_provider_does_not_stop_the_buyer(order: Order, ada: Person) -> None:
    flaky.plan["create_payment"] = [Fault.RESPONSE_LOST]
    operation = steps.checkout(order, ada)
    assert operation.state == "UNKNOWN"
    assert operation.checkout_url == ""

    run_operation(actor=SYSTEM, operation_id=operation.id, at=steps.AT + MINUTE)
    operation.refresh_from_db()
    assert operation.checkout_url.startswith("/sandbox/pay/")
    assert len(engine.things("payment_intent")) == 1
    steps.choose(operation, Choice.PAY)
    assert steps.state_of(order) == "FUNDED"


def test_a_payment_whose_notice_never_came_is_found_by_asking(order: Order, ada: Person) -> None:
    operation = steps.checkout(order, ada)
    steps.choose(operation, Choice.TIMEOUT)
    assert steps.state_of(order) == "AWAITING_PAYMENT"

    run_operation(actor=SYSTEM, operation_id=operation.id, at=steps.AT + 2 * MINUTE)
    assert steps.state_of(order) == "FUNDED"


def test_a_pending_payment_succeeds_later(order: Order, ada: Person) -> None:
    operation = steps.checkout(order, ada)
    steps.choose(operation, Choice.PENDING)
    assert steps.state_of(order) == "AWAITING_PAYMENT"

    assert engine.settle_due(at=steps.AT + timedelta(seconds=9)) == 0
    assert engine.settle_due(at=steps.AT + timedelta(seconds=10)) == 1
    drain_until_empty()
    assert steps.state_of(order) == "FUNDED"


def test_another_amount_than_ours_is_never_booked(order: Order, ada: Person, otto: Person) -> None:
    operation = steps.checkout(order, ada)
    flaky.plan["find_payment"] = [Fault.OTHER_AMOUNT] * 2  # the charge and the payment are told of, each by itself
    steps.choose(operation, Choice.PAY)

    operation.refresh_from_db()
    assert operation.state == "MANUAL"
    assert "2499999" in operation.error
    assert steps.state_of(order) == "AWAITING_PAYMENT"
    assert steps.trial_balance() == {}

    # The provider's word was wrong for a moment: an operator asks again and the money is booked.
    retry_operation(actor=otto.actor, operation_id=operation.id, at=steps.days(1))
    run_operation(actor=SYSTEM, operation_id=operation.id, at=steps.days(1))
    assert steps.state_of(order) == "FUNDED"


def test_a_refused_refund_waits_in_the_buyers_wallet(funded_order: Order, ada: Person) -> None:
    flaky.plan["create_refund"] = [Fault.REFUSED]
    refund_reserved(funded_order, ada)
    drain_until_empty()

    assert steps.state_of(funded_order) == "REFUNDED"
    assert steps.trial_balance() == {"psp": 2_500_000, "wallet": -2_500_000}


def test_a_refused_payout_is_payable_again(shipped_order: Order, ada: Person, bruno: Person, otto: Person) -> None:
    steps.accepted(shipped_order, ada)
    flaky.plan["create_transfer"] = [Fault.REFUSED]
    steps.paid_out(otto)

    assert Payout.objects.get().state == "FAILED"
    assert steps.state_of(shipped_order) == "ACCEPTED"
    assert vendor_balance(bruno.organization.id, "EUR") == 2_425_000

    steps.paid_out(otto, day=17)
    assert sorted(Payout.objects.values_list("state", flat=True)) == ["FAILED", "PAID"]
    assert steps.state_of(shipped_order) == "CLOSED"


@pytest.mark.parametrize("fault", [Fault.REQUEST_LOST, Fault.RESPONSE_LOST])
def test_a_payout_in_doubt_is_paid_once(shipped_order: Order, ada: Person, otto: Person, fault: Fault) -> None:
    steps.accepted(shipped_order, ada)
    flaky.plan["create_transfer"] = [fault]
    run_payout_batch(actor=otto.actor, key="b-1", at=steps.days(16))
    operation = GatewayOperation.objects.get(kind="TRANSFER")

    assert run_operation(actor=SYSTEM, operation_id=operation.id, at=steps.days(16)).state == "UNKNOWN"
    assert run_operation(actor=SYSTEM, operation_id=operation.id, at=steps.days(17)).state == "SUCCEEDED"
    assert len(engine.things("transfer")) == 1
    assert steps.state_of(shipped_order) == "CLOSED"


def test_the_provider_is_never_called_inside_a_transaction(order: Order) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        StripeGateway().balance()
    operation = GatewayOperation.objects.create(
        kind="PAYMENT", order=order, leg_no=1, amount_minor=1, currency="EUR", gateway="stripe",
        next_attempt_at=steps.AT, created_by_name="", created_at=steps.AT,
    )  # fmt: skip
    with pytest.raises(RuntimeError), transaction.atomic():
        run_operation(actor=SYSTEM, operation_id=operation.id, at=steps.AT)
