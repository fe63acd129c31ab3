"""The public page and its JSON show the stored verdict; asking never verifies."""

import pytest
from django.test import Client

from marketplace.ledger import movements, verify
from marketplace.ledger.models import LedgerFreeze, Order
from marketplace.ledger.services import post
from marketplace.ledger.services.journal.verification import run_verification
from tests.cast import Person
from tests.ledger.conftest import AT

pytestmark = pytest.mark.django_db
HOST = {"host": "localhost"}


@pytest.fixture
def checked(order: Order) -> Order:
    paid = movements.payment_received(
        provider="stripe", order_number=order.number, leg=1, currency="EUR", amount=2_500_000
    )
    post(key="ch:1", movement=paid, order_id=order.id, at=AT)
    fee = movements.provider_fee(provider="stripe", currency="EUR", amount=25_000)
    post(key="fee:1", movement=fee, at=AT)
    run_verification(at=AT)
    return order


def test_says_so_before_anything_was_checked() -> None:
    assert "Not checked yet" in Client(headers=HOST).get("/proof/").content.decode()
    assert Client(headers=HOST).get("/api/v1/proof.json").json()["holds"] is None


def test_shows_the_verdict_and_what_covers_the_money(checked: Order) -> None:
    text = Client(headers=HOST).get("/proof/").content.decode()
    assert "Every posting re-adds" in text
    assert "99.0 %" in text
    assert "€250.00 missing" in text
    body = Client(headers=HOST).get("/api/v1/proof.json").json()
    assert (body["holds"], body["postings"]) == (True, 4)
    assert body["trials"] == [{"currency": "EUR", "total_minor": 0}]
    assert body["safeguards"] == [
        {"currency": "EUR", "assets_minor": 2_475_000, "owed_minor": 2_500_000, "ratio_bp": 9900}
    ]


def test_a_view_never_verifies(checked: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify.running, "verify", lambda *_: pytest.fail("verified"))
    assert Client(headers=HOST).get("/proof/").status_code == 200


def test_an_operator_lifts_a_freeze_on_its_page(checked: Order, otto: Person) -> None:
    freeze = LedgerFreeze.objects.create(
        account_code="", order_number=checked.number, check_name="x", detail="off by 1", frozen_at=AT
    )
    client = Client(headers=HOST)
    client.force_login(otto.user)
    assert "Let money move" in client.get("/console/freezes/").content.decode()
    client.post(f"/console/freezes/{freeze.id}/lift/", {"key": "0123456789", "reason": "A test of the alarm."})
    freeze.refresh_from_db()
    assert (freeze.lifted_by_name, freeze.lift_reason) == (otto.user.name, "A test of the alarm.")
