"""Each screen of cases answers the people that it is for, in every state of a case."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from escrow.disputes.models import Case
from marketplace.ledger.models import Order
from tests.cast import Person
from tests.disputes import story
from tests.doors import client_for

pytestmark = pytest.mark.django_db
KEY = "form-key-1"


def page(person: Person, path: str, status: int = 200) -> str:
    response = client_for(person).get(path)
    assert response.status_code == status, (path, response.status_code)
    return str(response.content.decode())


def post(person: Person, path: str, **data: Any) -> Any:
    return client_for(person).post(path, {"key": KEY, **data})


def test_the_order_leads_to_the_form_and_the_case(delivered_order: Order, ada: Person, bruno: Person) -> None:
    assert f"/orders/{delivered_order.number}/problem/" in page(ada, f"/orders/{delivered_order.number}/")
    assert "Report a problem" not in page(bruno, f"/orders/{delivered_order.number}/")
    case = story.opened(delivered_order, ada)
    assert case.number in page(bruno, f"/orders/{delivered_order.number}/")


def test_the_form_opens_a_case(delivered_order: Order, ada: Person) -> None:
    path = f"/orders/{delivered_order.number}/problem/"
    assert "worth €25,000.00" in page(ada, path)
    sent = {
        "kind": "DAMAGED",
        "quantity_1-1": "500",
        "amount_1-1": "100.50",
        "remedy": "PARTIAL",
        "account": "Corroded.",
    }
    response = post(ada, path, **sent)
    case = Case.objects.get()
    assert response.headers["Location"] == f"/disputes/{case.number}/"
    assert case.lines.get().claimed_minor == 10_050


def test_the_form_says_what_is_wrong(delivered_order: Order, ada: Person) -> None:
    sent = {"kind": "DAMAGED", "amount_1-1": "100", "remedy": "PARTIAL", "account": "Corroded."}
    response = post(ada, f"/orders/{delivered_order.number}/problem/", **sent)
    assert response.status_code == 422
    assert "Say how many pieces" in response.content.decode()


def test_the_room_in_each_state(case: Case, ada: Person, bruno: Person, vera: Person, dora: Person) -> None:
    path = f"/disputes/{case.number}/"
    assert "Accept €2,500.00" in page(bruno, path)
    assert "The supplier answers next." in page(ada, path)
    assert "Conversation" in page(ada, path)
    page(dora, path, 404)
    story.shown(case, ada, code="photos")
    story.in_review(case)
    story.decided(case, vera, 6_000)
    for person in (ada, bruno, vera):
        assert "€1,500.00" in page(person, path)
    story.executed(case)
    assert "Decision executed" in page(ada, path)


def test_the_lists(case: Case, ada: Person, bruno: Person, dora: Person) -> None:
    assert case.number in page(ada, "/disputes/")
    assert case.number in page(bruno, "/disputes/?show=waiting")
    assert case.number not in page(ada, "/disputes/?show=waiting")
    assert case.number not in page(ada, "/disputes/?show=closed")
    assert case.number not in page(dora, "/disputes/?show=all")


def test_a_proposal_is_made_and_accepted_by_its_hash(case: Case, ada: Person, bruno: Person) -> None:
    path = f"/disputes/{case.number}/"
    assert "Send the proposal" in page(bruno, f"{path}proposals/")
    post(bruno, f"{path}proposals/", refund="1200.50", note="Half of it dried.")
    proposal = case.proposals.get(no=2)
    assert (proposal.refund_minor, proposal.note) == (120_050, "Half of it dried.")
    post(ada, f"{path}acceptance/", shown_hash=proposal.hash)
    case.refresh_from_db()
    assert case.state == "SETTLED"


def test_evidence_is_uploaded_and_read_by_the_other_side(case: Case, ada: Person, bruno: Person, dora: Person) -> None:
    path = f"/disputes/{case.number}/evidence/"
    photo = SimpleUploadedFile("pallet.png", b"\x89PNG\r\n\x1a\n rust", content_type="image/png")
    assert post(ada, path, code="photos", kind="PHOTO", file=photo).status_code == 303
    assert case.evidence.get().sha256[:12] in page(bruno, f"/disputes/{case.number}/")
    assert client_for(bruno).get(f"{path}1/").status_code == 302
    assert client_for(dora).get(f"{path}1/").status_code == 404


def test_the_queue_and_the_decision_form(case: Case, vera: Person) -> None:
    story.in_review(case)
    assert case.number in page(vera, "/console/disputes/")
    path = f"/disputes/{case.number}/decision/"
    assert "Preview the postings" in page(vera, path)
    sent = {"share_1": "60", "reason": "SHARED_FAULT", "reasons": "Loaded uncovered."}
    preview = post(vera, path, do="preview", **sent).content.decode()
    assert ("What would be booked" in preview, "€1,500.00" in preview) == (True, True)
    assert not case.decisions.exists()
    post(vera, path, do="propose", **sent)
    assert case.decisions.get().lines.get().to_buyer_minor == 150_000


def test_precedents_are_found(case: Case, vera: Person) -> None:
    story.decided(story.in_review(case), vera, 6_000)
    story.executed(case)
    assert "1 found" in page(vera, "/console/disputes/precedents/?q=uncovered&type=DAMAGED&least=100&most=10000")
    assert "0 found" in page(vera, "/console/disputes/precedents/?q=counterfeit")


STEPS = [
    "reply", "proposals", "escalation", "withdrawal", "evidence", "extension", "comments", "appeal", "goods", "intake",
    "evidence/end", "inspection", "report", "approval", "rejection", "revision",
]  # fmt: skip


@pytest.mark.parametrize("step", STEPS)
def test_each_step_has_a_page(case: Case, step: str, vera: Person) -> None:
    assert "Back to the case" in page(vera, f"/disputes/{case.number}/{step}/")


def test_home_pages_show_what_waits(case: Case, bruno: Person, vera: Person) -> None:
    assert case.number in page(bruno, "/home/")
    story.in_review(case)
    assert case.number in page(vera, "/home/")
