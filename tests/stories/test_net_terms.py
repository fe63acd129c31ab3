"""Net terms to write-off: credit is granted, two shipments are invoiced, one is paid early, the other never.

€12,500.00 limit at the market's risk. The first shipment is paid in ten days with its discount; for the second come
reminders, interest, a hold and collection, until two officers write it off and the market pays the vendor.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from escrow.credit import services
from escrow.credit.models import CreditAccount, Invoice
from escrow.services import accept_order, report_delivery
from marketplace.ledger.queries import CreditLine, balances_by_kind
from marketplace.lib import ids
from marketplace.outbox.drain import drain_until_empty
from tests import cast
from tests.cast import Person
from tests.credit import terms
from tests.escrow import steps
from tests.escrow.steps import state_of


@pytest.fixture
def db(request: pytest.FixtureRequest) -> None:
    """A database of its own instead of the running market's: this story takes half a year."""
    request.getfixturevalue("transactional_db")


@pytest.fixture(autouse=True)
def _the_ledger_adds_up(db: None) -> Iterator[None]:
    """Whatever the story was."""
    yield
    steps.assert_books_agree()


def booked() -> dict[str, int]:
    """Debit-positive totals in EUR and in credit, what nobody here is about left out."""
    rows = balances_by_kind()
    left_out = {"psp", "equity", "exp_psp_fee", "bank", "credit_granted"}
    return {row["kind"]: row["total"] for row in rows if row["total"] and row["kind"] not in left_out}


def test_net_terms_to_write_off(ada: Person, bruno: Person, otto: Person, settings: Any) -> None:
    settings.SANDBOX_FLOAT_MINOR = 1_000_000  # the market's own money, from which it will have to pay the vendor
    account = terms.granted(ada, otto, limit=1_250_000, discount_bp=200, discount_days=10)
    order = terms.opened(ada, bruno, quantity=2500, freight=45_000)
    assert state_of(order) == "FUNDED"
    assert terms.line(account) == CreditLine(available=0, reserved=1_250_000, used=0)

    [first] = terms.shipped(order, bruno, on=5, quantity=1000)
    [second] = terms.shipped(order, bruno, on=8)
    assert [(one.number, one.total_minor) for one in (first, second)] == [
        ("NORD-2026-0001", 500_000),
        ("NORD-2026-0002", 750_000),
    ]
    with terms.day(12) as at:
        report_delivery(actor=bruno.actor, number=order.number, key=ids.token(12), at=at)
        drain_until_empty()

    terms.paid(first, ada, on=14)
    assert (first.state, first.paid_minor, first.credited_minor) == ("PAID", 490_000, 10_000)

    with terms.day(15) as at:
        accept_order(actor=ada.actor, number=order.number, key=ids.token(12), at=at)
        drain_until_empty()
    assert state_of(order) == "ACCEPTED"

    for on in (39, 53, 83, 158):
        terms.clocks(on)
    second.refresh_from_db()
    assert (second.state, second.dunning_level) == ("COLLECTIONS", 3)
    assert CreditAccount.objects.get().state == "ON_HOLD"

    olga = cast.member(otto.organization, ["operator.finance"], name="Olga Brandt")
    for officer in (otto, olga):
        with terms.day(160) as at:
            services.write_off(actor=officer.actor, number=second.number, reason="Insolvent", key=ids.token(12), at=at)
            drain_until_empty()

    assert list(Invoice.objects.order_by("number").values_list("state", flat=True)) == ["PAID", "WRITTEN_OFF"]
    account.refresh_from_db()
    assert (account.state, account.limit_minor) == ("ACTIVE", 500_000)
    assert terms.line(account) == CreditLine(available=500_000, reserved=0, used=0)

    steps.paid_out(otto, day=161)
    assert state_of(order) == "CLOSED"
    assert booked() == {
        "inc_commission": -14_700,
        "exp_bad_debt": 727_500,
        "credit_available": -500_000,
    }
