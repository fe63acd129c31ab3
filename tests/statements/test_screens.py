"""The statement and the explorer as their readers see them: pages, CSV, PDF, API."""

import csv
import io
from decimal import Decimal

import pytest
from django.test import Client

from marketplace.ledger.models import Account, JournalEntry, Order
from tests.cast import Person
from tests.doors import client_for

pytestmark = pytest.mark.usefixtures("booked")


def get(person: Person, address: str) -> str:
    return body(client_for(person), address)


def body(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return b"".join(response).decode() if response.streaming else response.content.decode()


def test_each_side_reads_its_own(ada: Person, bruno: Person, order: Order) -> None:
    buyer, vendor = get(ada, "/statement/"), get(bruno, "/statement/")
    assert "March 2026" in buyer
    assert "€13,000.00" in buyer
    assert f"/orders/{order.number}/" in buyer
    assert "ommission" not in buyer
    assert "after €360.00 commission and tax" in vendor
    assert "€9,640.00" in vendor


def test_the_market_reads_its_own_in_the_console(otto: Person, ada: Person) -> None:
    assert "€13,500.00" in get(otto, "/console/statement/?month=2026-03")
    assert client_for(ada).get("/console/statement/").status_code == 403


def test_a_period_is_chosen_in_the_address(ada: Person) -> None:
    assert "Nothing moved in this period" in get(ada, "/statement/?month=2026-04")
    assert "€25,000.00" in get(ada, "/statement/?from=2026-03-01&to=2026-03-09")
    assert client_for(ada).get("/statement/?from=2026-03-09&to=2026-03-01").status_code == 422


def test_the_csv_re_adds_and_chains(ada: Person) -> None:
    rows = list(csv.DictReader(io.StringIO(get(ada, "/statement.csv?month=2026-03"))))
    assert [row["cause"] for row in rows][0::6] == ["Opening balance", "Closing balance"]
    moved = sum(Decimal(row["credit"] or 0) - Decimal(row["debit"] or 0) for row in rows)
    assert moved == 13_000
    assert rows[-1]["balance"] == "13000.00"
    assert rows[-1]["hash"] == rows[-2]["hash"]


def test_the_pdf_is_one(bruno: Person, otto: Person) -> None:
    for person, address in ((bruno, "/statement.pdf"), (otto, "/console/statement.pdf")):
        response = client_for(person).get(address)
        assert response.content.startswith(b"%PDF-")
        assert "2026-03.pdf" in response["Content-Disposition"]


def test_the_api_says_the_same(bruno: Person) -> None:
    shown = client_for(bruno).get("/api/v1/statement?month=2026-03").json()
    assert (shown["side"], shown["opening_minor"], shown["closing_minor"], len(shown["lines"])) == (
        "vendor", 0, 50_000, 7,
    )  # fmt: skip
    assert shown["lines"][-1]["balance_minor"] == 50_000


def test_the_explorer_names_people_and_narrows(otto: Person, bruno: Person, order: Order) -> None:
    page = get(otto, "/console/ledger/")
    assert "vendor:Nordmetal Zabrze:reserve:EUR" in page
    assert f"escrow:{order.number}/1" in page
    narrowed = get(otto, "/console/ledger/?q=nordmetal&kind=vendor_reserve")
    assert "vendor:Nordmetal Zabrze:reserve:EUR" in narrowed
    assert "vendor:Nordmetal Zabrze:available:EUR" not in narrowed
    assert "vendor:Nordmetal Zabrze:available:EUR" not in get(otto, "/console/ledger/?q=nordmetal&moved=1")
    assert "No account matches" in get(otto, "/console/ledger/?q=nothing-of-this")
    assert client_for(bruno).get("/console/ledger/").status_code == 403


def test_an_account_runs_on(otto: Person, order: Order) -> None:
    account = Account.objects.get(code="psp:stripe:EUR")
    page = get(otto, f"/console/ledger/accounts/{account.pk}/")
    assert "€13,790.00" in page
    rows = list(csv.DictReader(io.StringIO(get(otto, f"/console/ledger/accounts/{account.pk}.csv"))))
    assert [row["balance"] for row in rows] == ["13790.00", "15790.00", "24930.00", "25000.00"]


def test_an_entry_shows_its_legs_and_links(otto: Person, order: Order) -> None:
    sent = JournalEntry.objects.get(key=f"{order.number}:sent")
    page = get(otto, f"/console/ledger/entries/{sent.pk}/")
    assert "Payout confirmed" in page
    assert f"/console/ledger/entries/{sent.resolves_id}/" in page
    assert sent.input_hash in page
    assert client_for(otto).get("/console/ledger/entries/999999999/").status_code == 404


def test_entries_are_narrowed_by_order_and_kind(otto: Person, order: Order) -> None:
    page = get(otto, f"/console/ledger/entries/?order={order.number}&kind=release")
    assert page.count("inc:commission:EUR") == 2  # as a name and as a title
    assert "No entry matches" in get(otto, "/console/ledger/entries/?order=PO-1")
    assert "No entry matches" in get(otto, "/console/ledger/entries/?from=2026-04-01")
    legs = list(csv.DictReader(io.StringIO(get(otto, f"/console/ledger/entries.csv?order={order.number}"))))
    assert sum(Decimal(leg["debit"]) for leg in legs) == sum(Decimal(leg["credit"]) for leg in legs) == 48_210
