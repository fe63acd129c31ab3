"""Agreements through the pages and the API: a change, an inspection with its link, more time, a cancellation."""

import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from escrow.agreements.models import Amendment, Cancellation, Inspection, InspectionReport
from escrow.models import ReleaseUnit
from marketplace.ledger.models import Order
from marketplace.lib import clock, ids
from tests.agreements import deals
from tests.agreements.test_inspection import agreed, appointed
from tests.cast import Person
from tests.escrow import steps
from tests.escrow.steps import days

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


def client_of(person: Person | None) -> Client:
    """Their browser; None is somebody without an account."""
    client = Client()
    if person:
        client.force_login(person.user)
    return client


def send(person: Person | None, path: str, day: int, **fields: Any) -> Any:
    """Fill in a form and send it."""
    with clock.stopped_at(days(day)):
        return client_of(person).post(path, {"key": ids.token(12), **fields})


def page(person: Person | None, path: str, day: int = 2) -> str:
    """What they see."""
    with clock.stopped_at(days(day)):
        response = client_of(person).get(path)
    assert response.status_code == 200, path
    return str(response.content.decode())


def test_a_change_is_proposed_shown_and_accepted(funded_order: Order, ada: Person, bruno: Person) -> None:
    root = f"/orders/{funded_order.number}"
    fields = {"ship_due_at": "2026-04-01", "off_1": "1,200.00", "note": "Tooling is late."}
    assert send(bruno, f"{root}/amendments/", 2, **fields).status_code == 303
    seen = page(ada, f"{root}/")
    assert "Amendment 1" in seen
    assert "€22,900.00" in seen
    shown = re.search(r'amendments/1/accept/".*?name="shown_hash" value="(\w+)"', seen, re.DOTALL)
    assert shown
    assert send(ada, f"{root}/amendments/1/accept/", 3, shown_hash=shown[1]).status_code == 303
    row = Amendment.objects.get()
    assert (row.state, row.changes["reductions"]) == ("ACCEPTED", {"1": 120_000})
    assert "Amendment 1 accepted" in page(bruno, f"{root}/", 3)


def test_the_inspector_reports_without_an_account(inspected_order: Order, ada: Person, bruno: Person) -> None:
    agreed(inspected_order, ada, bruno)
    path = f"/inspections/{appointed(inspected_order, ada)}/"
    assert "Wall thickness" in page(None, path, 7)
    said = {
        "measured_1": "5000", "verdict_1": "pass", "note_1": "", "measured_2": "2.2", "verdict_2": "pass", "note_2": "",
        "verdict": "pass", "inspector": "J. Nowak", "company": "SGS",
    }  # fmt: skip
    refused = send(None, path, 8, **said)
    assert refused.status_code == 422
    assert "cannot pass" in refused.content.decode()
    assert InspectionReport.objects.count() == 0
    photo = SimpleUploadedFile("wall.png", PNG, "image/png")
    assert send(None, path, 8, **{**said, "measured_2": "2.50"}, photo=photo).status_code == 303
    report = InspectionReport.objects.get()
    assert (report.is_passed, [file["name"] for file in report.files]) == (True, ["wall.png"])
    assert "J. Nowak" in page(None, path, 9)
    assert "wall.png" in page(bruno, f"/orders/{inspected_order.number}/inspection/", 9)
    assert client_of(None).get("/inspections/guessed/").status_code == 404


def test_a_specification_is_written_and_agreed(inspected_order: Order, ada: Person, bruno: Person) -> None:
    root = f"/orders/{inspected_order.number}/inspection"
    rows = {"requirement_1": "Quantity", "minimum_1": "5000", "requirement_2": "Wall", "maximum_2": "2.55"}
    assert send(ada, f"{root}/specification/", 1, **rows).status_code == 303
    row = Inspection.objects.get()
    assert [item["requirement"] for item in row.spec] == ["Quantity", "Wall"]
    assert send(bruno, f"{root}/agreement/", 2, shown_hash=row.spec_hash).status_code == 303
    row.refresh_from_db()
    assert row.state == "AGREED"


def test_more_time_and_an_end(funded_order: Order, ada: Person, bruno: Person) -> None:
    root = f"/orders/{funded_order.number}"
    assert "Cancel alone" in page(ada, f"{root}/agreements/")
    assert "Cancel alone" not in page(bruno, f"{root}/agreements/")
    steps.shipped(funded_order, bruno)
    steps.delivered(funded_order, bruno)
    assert "Extend inspection" in page(ada, f"{root}/", 15)
    assert send(ada, f"{root}/extension/", 15, unit="1").status_code == 303
    assert ReleaseUnit.objects.get(order=funded_order).inspection_ends_at == days(39)
    assert send(ada, f"{root}/cancellation/", 16, reason="No.").status_code == 409
    assert Cancellation.objects.count() == 0


def test_the_api_says_and_does_the_same(funded_order: Order, ada: Person, bruno: Person) -> None:
    def call(person: Person, path: str, day: int, body: dict[str, Any]) -> Any:
        with clock.stopped_at(days(day)):
            response = client_of(person).post(
                f"/api/v1/orders/{funded_order.number}{path}", body, content_type="application/json",
                headers={"Idempotency-Key": ids.token(12)},
            )  # fmt: skip
        assert response.status_code in {200, 201}, response.content
        return response.json()

    made = call(bruno, "/amendments", 2, {"inspection_days": 14, "note": "More time"})
    shown = made["amendments"][0]
    done = call(ada, "/amendments/1/acceptance", 3, {"hash": shown["hash"]})
    assert done["amendments"][0]["state"] == "ACCEPTED"
    assert done["right_to_cancel"] == {"ground": "FEE", "fee_minor": 250_000}
    ended = call(ada, "/cancellations", 4, {"reason": "Plans changed."})
    assert ended["cancellations"][0]["refunded_minor"] == 2_250_000
    deals.ring(days(4))
