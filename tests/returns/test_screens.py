"""A return through the pages and through the API, as its two sides walk it."""

import re
from typing import Any

import pytest
from django.test import Client

from escrow.returns.models import Return, ReturnPolicy
from marketplace.ledger.models import Order
from marketplace.lib import clock, ids
from tests.cast import Person
from tests.escrow.steps import days
from tests.returns import goods


def signed_in(person: Person) -> Client:
    """Their browser."""
    client = Client()
    client.force_login(person.user)
    return client


def send(person: Person, path: str, day: int, **fields: Any) -> Any:
    """Fill in a form and send it."""
    with clock.stopped_at(days(day)):
        return signed_in(person).post(path, {"key": ids.token(12), **fields})


def page(person: Person, path: str, day: int = 16) -> str:
    """What they see."""
    with clock.stopped_at(days(day)):
        response = signed_in(person).get(path)
    assert response.status_code == 200, path
    return str(response.content.decode())


def test_from_request_to_refund(delivered_order: Order, ada: Person, bruno: Person) -> None:
    number = delivered_order.number
    assert "Return goods" in page(ada, f"/orders/{number}/")
    asked = {"quantity_1": "500", "reason": "DEFECTIVE", "note": "Leaks", "remedy": "REFUND"}
    assert send(ada, f"/orders/{number}/return/", 16, **asked).status_code == 303
    row = Return.objects.get()
    room = f"/returns/{row.number}/"
    seen = page(bruno, room)
    shown = re.search(r'name="offer_hash" value="(\w+)"', seen)
    assert shown
    assert "Accept: refund" in seen
    assert "Accept: refund" not in page(ada, room)
    send(bruno, f"{room}acceptance/", 17, offer_hash=shown[1])
    send(ada, f"{room}shipment/", 18, carrier="DHL", tracking_number="JD-1", freight_minor="45.00")
    send(bruno, f"{room}receipt/", 20, quantity_1="500")
    refused = send(bruno, f"{room}verdict/", 21, **{"1_AS_CLAIMED": "499", "1_disposition": "SCRAP"})
    assert refused.status_code == 422
    assert "must add up to 500" in refused.content.decode()
    send(bruno, f"{room}verdict/", 21, **{"1_AS_CLAIMED": "500", "1_disposition": "SCRAP"})
    send(ada, f"{room}settlement/", 22)
    row.refresh_from_db()
    assert (row.state, row.refunded_minor, row.freight_minor) == ("CLOSED", 250_000, 4_500)
    assert "Settled" in page(ada, room)
    assert row.number in page(bruno, "/returns/?show=done")


def test_the_room_offers_what_is_possible(delivered_order: Order, ada: Person, bruno: Person, otto: Person) -> None:
    room = f"/returns/{goods.requested(delivered_order, ada).number}/"
    assert "Refuse" in page(bruno, room)
    assert "Withdraw" in page(ada, room)
    assert "Decide" not in page(otto, room)
    assert send(bruno, f"{room}counter/", 17, remedy="PARTIAL", credit="40", freight_payer="SPLIT",
                quantity_1="400").status_code == 303  # fmt: skip
    assert "Partial refund of 40 %" in page(ada, room)


def test_a_policy_below_the_floor_is_refused(books_agree: None, bruno: Person) -> None:
    rules = {
        "fault_days": "10", "other_days": "14", "restocking_bp": "15", "freight_on_fault": "VENDOR",
        "freight_otherwise": "BUYER", "remedies": ["REFUND", "REPAIR"], "keep_below_bp": "1",
    }  # fmt: skip
    assert send(bruno, "/returns/policy/", 1, **rules).status_code == 422
    assert send(bruno, "/returns/policy/", 1, **{**rules, "fault_days": "60"}).status_code == 303
    row = ReturnPolicy.objects.get()
    assert (row.fault_days, row.restocking_bp, row.keep_below_bp) == (60, 1_500, 100)


NOTHING = {"lines": [{"position": 1, "quantity": "0"}], "reason": "DEFECTIVE", "note": "x"}


@pytest.mark.parametrize("body", [{}, NOTHING])
def test_the_api_names_what_is_wrong(delivered_order: Order, ada: Person, body: dict[str, Any]) -> None:
    response = signed_in(ada).post(
        f"/api/v1/orders/{delivered_order.number}/returns", body, content_type="application/json",
        headers={"Idempotency-Key": ids.token(12)},
    )  # fmt: skip
    assert response.status_code == 422


def test_the_api_walks_the_same_way(delivered_order: Order, ada: Person, bruno: Person) -> None:
    def call(person: Person, path: str, day: int, body: dict[str, Any]) -> Any:
        with clock.stopped_at(days(day)):
            response = signed_in(person).post(
                f"/api/v1{path}", body, content_type="application/json", headers={"Idempotency-Key": ids.token(12)}
            )
        assert response.status_code in {200, 201}, response.content
        return response.json()

    asked = {"lines": [{"position": 1, "quantity": "500"}], "reason": "DEFECTIVE", "note": "Leaks"}
    made = call(ada, f"/orders/{delivered_order.number}/returns", 16, asked)
    path = f"/returns/{made['summary']['number']}"
    call(bruno, f"{path}/acceptance", 17, {"hash": made["offers"][0]["hash"]})
    call(ada, f"{path}/shipment", 18, {"carrier": "DHL", "tracking_number": "JD-1"})
    call(bruno, f"{path}/receipt", 20, {"lines": []})
    call(bruno, f"{path}/verdict", 21, {"lines": [{"position": 1, "outcomes": {"AS_CLAIMED": "500"}}]})
    done = call(ada, f"{path}/settlement", 22, {})
    assert (done["summary"]["state"], done["summary"]["refunded_minor"], done["may"]) == ("CLOSED", 250_000, [])
