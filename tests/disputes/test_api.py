"""A case through the API from its opening to its end."""

import pytest

from escrow.disputes.models import Case
from marketplace.ledger.models import Order
from tests.cast import Person
from tests.disputes import story
from tests.doors import Api, key_for

pytestmark = pytest.mark.django_db
CLAIM = {
    "kind": "DAMAGED", "remedy": "PARTIAL", "account": "Corroded.",
    "parts": [{"unit_no": 1, "position": 1, "quantity": "500"}],
}  # fmt: skip


def test_both_sides_settle(delivered_order: Order, ada: Person, bruno: Person) -> None:
    buyer, vendor = Api(key_for(ada)), Api(key_for(bruno))
    opened = buyer.post(f"/orders/{delivered_order.number}/disputes", CLAIM)
    assert (opened.status_code, opened.json()["frozen_minor"]) == (201, 250_000)
    path = f"/disputes/{opened.json()['case']['number']}"
    assert "propose" in vendor.get(path).json()["may"]
    proposal = vendor.post(f"{path}/proposals", {"refund_minor": 100_000}).json()
    settled = buyer.post(f"{path}/acceptance", {"shown_hash": proposal["hash"]})
    assert (settled.json()["case"]["state"], settled.json()["awarded_minor"]) == ("SETTLED", 100_000)
    assert [row["number"] for row in buyer.get("/disputes").json()["results"]] == [opened.json()["case"]["number"]]


def test_an_officer_previews_and_decides(case: Case, vera: Person, ada: Person) -> None:
    story.in_review(case)
    office = Api(key_for(vera))
    preview = office.post(f"/disputes/{case.number}/preview", {"shares": {"1": 6_000}}).json()
    assert [entry["kind"] for entry in preview] == ["decided", "matured"]
    body = {"shares": {"1": 6_000}, "reason": "SHARED_FAULT", "reasons": "Loaded uncovered."}
    assert office.post(f"/disputes/{case.number}/decision", body).json()["parts"] == [
        {"part": 1, "vendor_bp": 6_000, "to_buyer_minor": 150_000}
    ]
    assert Api(key_for(ada)).post(f"/disputes/{case.number}/decision", body).status_code == 403


def test_a_claim_names_what_is_wrong(delivered_order: Order, ada: Person) -> None:
    too_much = {**CLAIM, "parts": [{"unit_no": 1, "position": 1, "quantity": "5001"}]}
    answer = Api(key_for(ada)).post(f"/orders/{delivered_order.number}/disputes", too_much)
    assert answer.status_code == 422
