"""The sandbox's pages: the payment page by one POST, onboarding, and the operator's console."""

from typing import Any

import pytest
from django.test import Client

from escrow.gateways import recipients
from escrow.gateways.fake import engine
from escrow.gateways.fake.models import Notice, World
from escrow.gateways.stripe.accounts import find_recipient
from escrow.machinery import runner
from marketplace.ledger.models import Order
from marketplace.outbox.drain import drain_until_empty
from tests.cast import Person, member
from tests.escrow import steps


@pytest.fixture
def desk(otto: Person) -> Client:
    """The operator's browser."""
    client = Client()
    client.force_login(otto.user)
    return client


def played(desk: Client, ref: str, event: str) -> Any:
    response = desk.post("/sandbox/console/event/", {"ref": ref, "event": event})
    drain_until_empty()
    return response


def test_one_post_without_a_session_pays(order: Order, ada: Person) -> None:
    operation = steps.checkout(order, ada)
    response = Client(enforce_csrf_checks=True).post(operation.checkout_url, {"choice": "pay"})
    drain_until_empty()

    assert (response.status_code, response["Location"]) == (303, f"/orders/{order.number}/payment/")
    assert steps.state_of(order) == "FUNDED"


def test_a_challenged_or_declined_payer_stays_on_the_page(order: Order, ada: Person) -> None:
    page, client = steps.checkout(order, ada).checkout_url, Client()
    assert client.post(page, {"choice": "3ds"})["Location"] == page
    assert "Your bank asks" in client.get(page).content.decode()
    assert client.post(page, {"choice": "decline"})["Location"] == page
    assert "The card was declined" in client.get(page).content.decode()
    assert client.post(page, {"choice": "pay"})["Location"] == f"/orders/{order.number}/payment/"
    drain_until_empty()
    assert steps.state_of(order) == "FUNDED"


def test_a_bank_transfer_is_sent_in_parts(order: Order, ada: Person) -> None:
    page, client = steps.checkout(order, ada).checkout_url, Client()
    assert client.post(page, {"choice": "bank", "amount": "10000.00"})["Location"] == page
    assert "€15,000.00" in client.get(page).content.decode()
    client.post(page, {"choice": "bank", "amount": ""})
    drain_until_empty()
    assert steps.state_of(order) == "FUNDED"


def test_a_disputed_payment_is_disputed_at_once(order: Order, ada: Person) -> None:
    Client().post(steps.checkout(order, ada).checkout_url, {"choice": "dispute"})
    assert [dispute["status"] for dispute in engine.things("dispute")] == ["needs_response"]
    engine.decide_dispute(ref=engine.things("dispute")[0]["id"], won=True, at=steps.days(1))
    drain_until_empty()


def test_a_vendor_opens_and_completes_its_account(bruno: Person) -> None:
    seller = member(bruno.organization, ["vendor.finance"])
    account = find_recipient(bruno.organization.id)
    assert account is not None
    account.delete()
    client = Client()
    client.force_login(seller.user)
    assert "Open the payout account" in client.get("/payouts/").content.decode()

    page = client.post("/payout-account/")["Location"].partition("?")[0]
    assert "Complete onboarding" in client.get("/payouts/").content.decode()
    assert Client().post(page, {"status": "active"})["Location"] == "/payouts/"
    client.post("/payout-account/check/")
    assert bruno.organization.id in recipients.ready_vendors()
    assert "Change your details" in client.get("/payouts/").content.decode()


def test_only_operators_see_the_console_and_only_finance_plays(ada: Person, otto: Person) -> None:
    stranger, viewer = Client(), Client()
    stranger.force_login(ada.user)
    viewer.force_login(member(otto.organization, ["operator.support"]).user)
    assert stranger.get("/sandbox/console/").status_code == 403
    assert viewer.post("/sandbox/console/clock/", {"step": "day"}).status_code == 403


def test_the_console_moves_the_clock(desk: Client) -> None:
    before = engine.overview()["now"]
    assert desk.post("/sandbox/console/clock/", {"step": "day"}).status_code == 303
    assert (engine.overview()["now"] - before).days == 1


def test_the_console_spoils_calls(desk: Client, order: Order, ada: Person) -> None:
    desk.post("/sandbox/console/call/", {"fault": "REQUEST_LOST"})
    assert "never arrives" in desk.get("/sandbox/console/").content.decode()

    assert steps.checkout(order, ada).state == "UNKNOWN"
    assert engine.overview()["faults"] == []


def test_the_console_drops_and_doubles_notices(desk: Client, order: Order, ada: Person) -> None:
    desk.post("/sandbox/console/notices/", {"delivery": "DROPPED"})
    steps.funded(order, ada)
    assert steps.state_of(order) == "AWAITING_PAYMENT"
    assert set(Notice.objects.values_list("is_dropped", flat=True)) == {True}

    desk.post("/sandbox/console/notices/", {"delivery": "DUPLICATE"})
    assert engine.overview()["delivery"] == World.Delivery.DUPLICATE
    played(desk, engine.things("payment_intent")[0]["id"], "inquiry")
    runner.ask(order.operations.get().id, steps.days(1))
    drain_until_empty()
    assert steps.state_of(order) == "FUNDED"


def test_the_console_plays_banks_and_networks(desk: Client, funded_order: Order, ada: Person) -> None:
    (payment,) = engine.things("payment_intent")
    assert played(desk, payment["id"], "dispute").status_code == 303
    (dispute,) = engine.things("dispute")
    assert dispute["status"] == "needs_response"
    played(desk, dispute["id"], "win")
    assert engine.things("dispute")[0]["status"] == "won"
    assert played(desk, "pi_absent", "dispute").status_code == 404
    page = desk.get("/sandbox/console/").content.decode()
    assert payment["id"] in page
    assert "charge.dispute.funds_reinstated" in page
