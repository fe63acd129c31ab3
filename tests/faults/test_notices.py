"""Notices of the provider: twice, late, reordered, forged, unknown. They are hints; what is booked was asked for."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from escrow.gateways.fake.engine import Choice
from escrow.gateways.fake.models import Notice
from escrow.gateways.port import BadSignature
from escrow.gateways.stripe.webhooks import sign
from escrow.models import GatewayEvent
from escrow.services import process_gateway_event, receive_gateway_event
from marketplace.ledger.models import Order
from marketplace.lib import clock, ids
from marketplace.lib.actor import Actor
from marketplace.outbox.drain import drain_until_empty
from tests.cast import Person
from tests.escrow import steps

HEADER = "Stripe-Signature"
SYSTEM = Actor.for_system("tests")


def post(raw: bytes, signature: str) -> int:
    response = Client().post("/webhooks/stripe/", raw, content_type="application/json", headers={HEADER: signature})
    return response.status_code


def notice(
    operation_id: object, *, kind: str = "payment_intent.succeeded", ref: str = "evt_1", **more: object
) -> bytes:
    thing = {"id": "pi_1", "object": "payment_intent", "metadata": {"op": operation_id}}
    event = {"id": ref, "object": "event", "type": kind, "livemode": False, "data": {"object": thing}, **more}
    return ids.canonical(event).encode()


def test_a_notice_twice_is_stored_once(order: Order, ada: Person) -> None:
    steps.funded(order, ada)
    raw = Notice.objects.get(kind="payment_intent.succeeded").body.encode()
    stored = GatewayEvent.objects.count()

    assert post(raw, sign(raw, clock.now())) == 200
    drain_until_empty()

    assert GatewayEvent.objects.count() == stored
    assert steps.trial_balance() == {"psp": 2_500_000, "escrow": -2_500_000}


def test_two_notices_of_one_payment_book_once(order: Order, ada: Person) -> None:
    operation = steps.funded(order, ada)
    stored = GatewayEvent.objects.count()
    raw = notice(operation.id)

    assert post(raw, sign(raw, clock.now())) == 200
    drain_until_empty()

    assert GatewayEvent.objects.count() == stored + 1
    assert steps.trial_balance() == {"psp": 2_500_000, "escrow": -2_500_000}


def test_an_older_notice_after_a_newer_one_changes_nothing(order: Order, ada: Person) -> None:
    operation = steps.funded(order, ada)
    raw = notice(operation.id, kind="payment_intent.processing")
    post(raw, sign(raw, clock.now()))
    drain_until_empty()

    operation.refresh_from_db()
    assert operation.state == "SUCCEEDED"
    assert steps.state_of(order) == "FUNDED"


def test_a_notice_is_no_proof_of_payment(order: Order, ada: Person) -> None:
    operation = steps.checkout(order, ada)
    raw = notice(operation.id)
    assert post(raw, sign(raw, clock.now())) == 200
    drain_until_empty()

    assert steps.state_of(order) == "AWAITING_PAYMENT"
    assert steps.trial_balance() == {}
    steps.choose(operation, Choice.PAY)


def test_forged_and_stale_notices_are_refused(order: Order, ada: Person) -> None:
    operation = steps.checkout(order, ada)
    raw = notice(operation.id)
    signature = sign(raw, clock.now())

    assert post(raw, "") == 400
    assert post(raw, "t=x,v1=y") == 400
    assert post(raw, signature[:-1] + ("0" if signature[-1] != "0" else "1")) == 400
    assert post(raw.replace(b"succeeded", b"cancelled"), signature) == 400
    assert post(raw, sign(raw, clock.now() - timedelta(seconds=301))) == 400
    assert post(b"not json", sign(b"not json", clock.now())) == 400
    assert GatewayEvent.objects.count() == 0


def test_another_secret_is_refused(settings: Settings, order: Order) -> None:
    raw = notice(order.id)
    settings.STRIPE_SECRET_KEY = "sk_test_1"
    settings.STRIPE_WEBHOOK_SECRET = "somebody else's"
    signature = sign(raw, clock.now())
    settings.STRIPE_WEBHOOK_SECRET = "ours"

    with pytest.raises(BadSignature):
        receive_gateway_event(actor=SYSTEM, raw=raw, signature=signature, at=clock.now())


def test_notices_of_another_mode_or_for_another_door_are_refused(order: Order) -> None:
    live, connected = notice(order.id, livemode=True), notice(order.id, account="acct_1")

    assert post(live, sign(live, clock.now())) == 400
    assert post(connected, sign(connected, clock.now())) == 400
    assert post(connected, sign(connected, clock.now(), connect=True)) == 400
    assert GatewayEvent.objects.count() == 0


def test_a_notice_that_matches_nothing_is_kept_for_an_operator(order: Order) -> None:
    raw = notice(order.id)
    event = receive_gateway_event(actor=SYSTEM, raw=raw, signature=sign(raw, steps.AT), at=steps.AT)

    process_gateway_event(actor=SYSTEM, event_id=event.id, at=steps.AT + timedelta(minutes=10))
    event.refresh_from_db()
    assert event.state == "RECEIVED"

    process_gateway_event(actor=SYSTEM, event_id=event.id, at=steps.AT + timedelta(minutes=11))
    event.refresh_from_db()
    assert event.state == "ORPHANED"
    assert bytes(event.raw) == raw
