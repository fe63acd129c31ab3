"""A shipment on terms becomes an invoice; paying it lets the vendor have its money."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from escrow.credit import services
from escrow.credit.models import CreditNote, Invoice
from escrow.gateways.fake.engine import Choice
from escrow.models import Release
from marketplace.ledger.queries import CreditLine, balances_by_kind
from tests.cast import Person
from tests.credit import terms
from tests.escrow import steps
from tests.escrow.steps import state_of


def owed() -> dict[str, int]:
    """Debit-positive totals of what net terms touch, in EUR."""
    kinds = {"receivable", "terms", "deferred_commission", "vendor_available", "vendor_pending", "inc_commission",
             "inc_late_fee", "exp_bad_debt", "wallet", "escrow"}  # fmt: skip
    rows = balances_by_kind()
    return {row["kind"]: row["total"] for row in rows if row["total"] and row["kind"] in kinds}


def test_a_shipment_is_invoiced(ada: Person, bruno: Person) -> None:
    account = terms.granted(ada, bruno)
    invoice = terms.invoiced(ada, bruno)

    assert invoice.number == "NORD-2026-0001"
    assert (invoice.total_minor, invoice.terms_minor, invoice.commission_minor) == (2_500_000, 2_425_000, 75_000)
    assert (invoice.issue_date, invoice.due_date) == (date(2026, 3, 12), date(2026, 4, 11))
    assert [(line.description, line.net_minor) for line in invoice.lines.all()] == [
        ("Enclosure 120×80×55", 2_410_000),
        ("Freight", 90_000),
    ]
    assert terms.line(account) == CreditLine(available=2_500_000, reserved=0, used=2_500_000)
    assert owed() == {"receivable": 2_500_000, "terms": -2_425_000, "deferred_commission": -75_000}


def test_partial_shipments_are_invoiced_one_by_one(ada: Person, bruno: Person) -> None:
    account = terms.granted(ada, bruno)
    order = terms.opened(ada, bruno)
    [first] = terms.shipped(order, bruno, quantity=2000)
    [second] = terms.shipped(order, bruno, on=12)

    assert (first.number, first.total_minor) == ("NORD-2026-0001", 1_000_000)
    assert (second.number, second.total_minor) == ("NORD-2026-0002", 1_500_000)
    assert first.commission_minor + second.commission_minor == 75_000
    assert terms.line(account) == CreditLine(available=2_500_000, reserved=0, used=2_500_000)


def test_a_consolidated_account_gets_one_invoice(ada: Person, bruno: Person) -> None:
    terms.granted(ada, bruno, is_consolidated=True)
    order = terms.opened(ada, bruno)
    assert terms.shipped(order, bruno, quantity=2000) == []
    [invoice] = terms.shipped(order, bruno, on=12)
    assert invoice.total_minor == 2_500_000


def test_payment_gives_the_vendor_its_money_and_the_credit_back(ada: Person, bruno: Person, otto: Person) -> None:
    account = terms.granted(ada, bruno)
    invoice = terms.invoiced(ada, bruno)
    terms.paid(invoice, ada)

    assert invoice.state == "PAID"
    assert terms.line(account) == CreditLine(available=5_000_000, reserved=0, used=0)
    assert owed() == {"vendor_available": -2_425_000, "inc_commission": -75_000}
    release = Release.objects.get()
    assert (release.gross_minor, release.commission_minor, release.net_minor) == (2_500_000, 75_000, 2_425_000)

    steps.paid_out(otto)
    assert state_of(invoice.order) == "CLOSED"


def test_a_payment_in_parts(ada: Person, bruno: Person) -> None:
    account = terms.granted(ada, bruno)
    invoice = terms.invoiced(ada, bruno)
    terms.paid(invoice, ada, amount=1_000_001)

    assert (invoice.state, invoice.paid_minor) == ("PART_PAID", 1_000_001)
    assert owed() == {
        "receivable": 1_499_999, "terms": -1_454_999, "deferred_commission": -45_000, "vendor_available": -970_001,
        "inc_commission": -30_000,
    }  # fmt: skip
    terms.paid(invoice, ada)
    assert invoice.state == "PAID"
    assert owed() == {"vendor_available": -2_425_000, "inc_commission": -75_000}
    assert terms.line(account).available == 5_000_000


def test_who_pays_early_keeps_the_discount(ada: Person, bruno: Person) -> None:
    account = terms.granted(ada, bruno, discount_bp=200, discount_days=10)
    invoice = terms.invoiced(ada, bruno)
    terms.paid(invoice, ada, on=20)

    assert (invoice.state, invoice.paid_minor, invoice.credited_minor) == ("PAID", 2_450_000, 50_000)
    note = CreditNote.objects.get()
    assert (note.number, note.reason, note.total_minor) == ("NORD-CN-2026-0001", "DISCOUNT", 50_000)
    assert owed() == {"vendor_available": -2_376_500, "inc_commission": -73_500}
    assert terms.line(account).available == 5_000_000


def test_two_payments_at_once_leave_the_rest_in_the_wallet(ada: Person, bruno: Person) -> None:
    terms.granted(ada, bruno)
    invoice = terms.invoiced(ada, bruno)
    with terms.day(20) as at:
        first = services.pay_invoice(actor=ada.actor, number=invoice.number, amount_minor=2_000_000, key="first", at=at)
        second = services.pay_invoice(
            actor=ada.actor, number=invoice.number, amount_minor=1_000_000, key="second", at=at
        )
        steps.choose(first, Choice.PAY)
        steps.choose(second, Choice.PAY)
    invoice.refresh_from_db()
    assert invoice.state == "PAID"
    assert owed() == {"vendor_available": -2_425_000, "inc_commission": -75_000, "wallet": -500_000}


def test_the_wallet_pays_an_invoice(ada: Person, bruno: Person) -> None:
    test_two_payments_at_once_leave_the_rest_in_the_wallet(ada, bruno)
    invoice = terms.invoiced(ada, bruno, on=30)
    with terms.day(31) as at:
        services.pay_invoice_from_wallet(
            actor=ada.actor, number=invoice.number, amount_minor=500_000, key="wallet-1", at=at
        )
    invoice.refresh_from_db()
    assert (invoice.state, invoice.paid_minor) == ("PART_PAID", 500_000)
    assert "wallet" not in owed()


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE credit_invoice SET total_minor = 1, net_minor = 1, terms_minor = 1, commission_minor = 0",
        "UPDATE credit_invoice SET due_date = '2030-01-01'",
        "DELETE FROM credit_invoice",
        "UPDATE credit_invoiceline SET net_minor = 1",
        "DELETE FROM credit_creditevent",
    ],
)
def test_what_an_invoice_says_is_frozen(ada: Person, bruno: Person, attack: str) -> None:
    terms.granted(ada, bruno)
    terms.invoiced(ada, bruno)
    with (
        pytest.raises(ProgrammingError, match=r"frozen|append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(attack)
    assert Invoice.objects.get().total_minor == 2_500_000
