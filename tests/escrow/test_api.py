"""The main job through the API, and what each side reads there."""

from django.test import Client

from escrow.gateways.fake import engine
from marketplace.ledger.models import Order
from marketplace.outbox.drain import drain_until_empty
from tests.cast import Person
from tests.doors import api_for
from tests.escrow import steps


def test_the_job_through_the_api(order: Order, ada: Person, bruno: Person, otto: Person) -> None:
    buyer, vendor, operator = api_for(ada), api_for(bruno), api_for(otto)
    at = f"orders/{order.number}"

    started = buyer.post(f"{at}/payments")
    assert started.status_code == 201
    assert Client(enforce_csrf_checks=True).post(started.json()["checkout_url"], {"choice": "pay"}).status_code == 303
    drain_until_empty()
    assert buyer.get(f"operations/{started.json()['operation']['id']}").json()["state"] == "SUCCEEDED"

    assert vendor.post(f"{at}/shipments", {"carrier": "DHL", "tracking_number": "JD01"}).status_code == 201
    assert vendor.post(f"{at}/delivery").json()["order"]["state"] == "DELIVERED"
    released = buyer.post(f"{at}/acceptance")
    assert released.status_code == 201
    assert released.json()["released_minor"] == 2_500_000
    engine.advance(seconds=3 * 86_400)  # the card payment has cleared at the provider
    batch = operator.post("payout-batches")
    assert batch.json()["payouts"] == 1
    drain_until_empty()

    assert operator.get(f"payout-batches/{batch.json()['number']}").json()["paid"] == 1
    assert vendor.get("payouts").json()["results"][0]["amount_minor"] == 2_425_000
    assert buyer.get(at).json()["order"]["state"] == "CLOSED"
    assert steps.trial_balance() == {"psp": 75_000, "inc_commission": -75_000}


def test_the_sides_get_their_own_shapes(funded_order: Order, ada: Person, bruno: Person) -> None:
    buyer = api_for(ada).get(f"orders/{funded_order.number}").json()
    vendor = api_for(bruno).get(f"orders/{funded_order.number}").json()

    assert buyer["held_minor"] == vendor["held_minor"] == 2_500_000
    assert "commission_minor" not in buyer
    assert vendor["commission_minor"] == 75_000
    assert vendor["net_minor"] == 2_425_000
    assert buyer["may"] == ["refund"]
    assert vendor["may"] == ["refund", "ship"]


def test_a_retry_is_answered_with_the_first_result(order: Order, ada: Person) -> None:
    api = api_for(ada)
    first = api.post(f"orders/{order.number}/payments", key="retry-me")
    again = api.post(f"orders/{order.number}/payments", key="retry-me")

    assert first.json() == again.json()


def test_refusals_are_problems(order: Order, ada: Person, bruno: Person, dora: Person) -> None:
    at = f"orders/{order.number}"

    assert api_for(bruno).post(f"{at}/payments").status_code == 403
    assert api_for(dora).get(at).status_code == 404
    assert api_for(dora).post(f"{at}/payments").status_code == 404
    assert api_for(bruno).post(f"{at}/shipments", {"carrier": "DHL"}).status_code == 422
    wrong_state = api_for(ada).post(f"{at}/acceptance")
    assert wrong_state.status_code == 409
    assert wrong_state["Content-Type"] == "application/problem+json"


def test_the_list_has_only_ones_own(order: Order, ada: Person, dora: Person) -> None:
    assert [row["number"] for row in api_for(ada).get("orders").json()["results"]] == [order.number]
    assert api_for(ada).get("orders", show="done").json()["results"] == []
    assert api_for(dora).get("orders").json()["results"] == []


def test_a_refund_through_the_api(funded_order: Order, ada: Person) -> None:
    made = api_for(ada).post(f"orders/{funded_order.number}/refunds", {"reason": "Project stopped."})
    assert made.status_code == 201
    drain_until_empty()

    assert api_for(ada).get(f"orders/{funded_order.number}").json()["refunded_minor"] == 2_500_000
