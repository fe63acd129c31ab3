"""The pages of credit for the three sides, without scripts, and the same over the API."""

import pytest

from escrow.credit.models import CreditAccount, Invoice
from tests.cast import Person
from tests.credit import terms
from tests.doors import client_for


@pytest.fixture
def invoice(ada: Person, bruno: Person) -> Invoice:
    """€25,000.00, due in a month."""
    terms.granted(ada, bruno)
    return terms.invoiced(ada, bruno)


def page(person: Person, path: str) -> str:
    response = client_for(person).get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def test_credit_from_request_to_limit(ada: Person, bruno: Person) -> None:
    form = {"lender": "nordmetal-zabrze", "currency": "EUR", "amount": "50,000.00", "note": "", "key": "request-1"}
    asked = client_for(ada).post("/credit/request/", form)
    account = CreditAccount.objects.get()
    assert (asked.status_code, asked.headers["Location"]) == (303, f"/credit/{account.number}/")
    assert "asks for €50,000.00" in page(bruno, "/receivables/")

    decision = {
        "amount": "40000", "net_days": "30", "discount_percent": "2", "discount_days": "10", "exposure": "ORDER",
        "dunning": "STANDARD", "key": "decision-1",
    }  # fmt: skip
    assert client_for(bruno).post(f"/credit/{account.number}/decision/", decision).status_code == 303
    account.refresh_from_db()
    assert (account.state, account.limit_minor, account.terms.words) == ("ACTIVE", 4_000_000, "2/10 net 30")
    assert "€40,000.00" in page(ada, "/credit/")


def test_the_invoice_as_each_side_sees_it(invoice: Invoice, ada: Person, bruno: Person, otto: Person) -> None:
    path = f"/invoices/{invoice.number}/"
    assert "Pay €25,000.00" in page(ada, path)
    assert "Commission" not in page(ada, path)
    assert "€24,250.00" in page(bruno, path)
    assert "Write off" in page(otto, path)
    assert "NORD-2026-0001" in page(ada, f"/orders/{invoice.order.number}/")
    assert invoice.number in page(bruno, "/receivables/")
    assert "Delft Instruments BV" in page(otto, "/console/credit/")


def test_documents_come_as_files(invoice: Invoice, ada: Person) -> None:
    for kind, beginning in (("pdf", b"%PDF-"), ("xml", b"<?xml")):
        response = client_for(ada).get(f"/invoices/{invoice.number}/{kind}")
        assert response.content.startswith(beginning)
        assert response.headers["Content-Disposition"] == f'attachment; filename="{invoice.number}.{kind}"'


def test_too_much_is_refused_on_the_form(invoice: Invoice, bruno: Person) -> None:
    form = {"amount": "25000.01", "text": "All of it", "key": "credit-note-1"}
    response = client_for(bruno).post(f"/invoices/{invoice.number}/credit-note/", form)
    assert response.status_code == 422
    assert "can be credited" in response.content.decode()


def test_the_api_says_the_same(invoice: Invoice, ada: Person) -> None:
    found = client_for(ada).get(f"/api/v1/invoices/{invoice.number}").json()
    assert (found["invoice"]["total_minor"], found["due_minor"], found["may"]) == (
        2_500_000,
        2_500_000,
        ["object", "pay", "withdraw"],
    )
    account = client_for(ada).get(f"/api/v1/credit-accounts/{invoice.account.number}").json()
    assert account["line"] == {"available_minor": 2_500_000, "reserved_minor": 0, "used_minor": 2_500_000}
