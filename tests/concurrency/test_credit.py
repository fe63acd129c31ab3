"""Twenty orders at once cannot take more credit than there is; without the ledger's bound they do."""

from functools import partial

import pytest
from django.db import connection

from escrow.credit.models import CreditAccount, CreditReservation
from escrow.credit.services import NoCredit, reserve_credit
from marketplace.ledger.models import Order
from marketplace.ledger.plans import Plan
from marketplace.ledger.queries import CreditLine, credit_line
from tests.cast import Person
from tests.concurrency.racing import race, won
from tests.credit import terms

pytestmark = pytest.mark.django_db(transaction=True)
ORDERS = 20


@pytest.fixture
def account(ada: Person, bruno: Person) -> CreditAccount:
    """Credit for seven orders of €2,500.00 and a half."""
    return terms.granted(ada, bruno, limit=1_875_000)


@pytest.fixture
def waiting(ada: Person, bruno: Person, monkeypatch: pytest.MonkeyPatch) -> list[Order]:
    """Twenty orders of €2,500.00 on terms for which nobody has reserved yet."""
    monkeypatch.setattr(terms, "drain_until_empty", lambda: None)
    orders = [terms.opened(ada, bruno, quantity=500, freight=9_000) for _ in range(ORDERS)]
    assert not CreditReservation.objects.exists()
    assert {Plan.from_json(order.plan).kind for order in orders} == {"terms"}
    return orders


def reserve(order: Order) -> CreditReservation:
    return reserve_credit(actor=terms.SYSTEM, order_id=order.id, at=terms.days(1))


def test_parallel_orders_never_exceed_the_limit(account: CreditAccount, waiting: list[Order]) -> None:
    outcomes = race([partial(reserve, order) for order in waiting])

    assert len(won(outcomes)) == 7
    assert {type(outcome) for outcome in outcomes if isinstance(outcome, Exception)} == {NoCredit}
    assert credit_line(account.number) == CreditLine(available=125_000, reserved=1_750_000, used=0)
    assert Order.objects.filter(state="FUNDED").count() == 7
    assert Order.objects.filter(state="AWAITING_PAYMENT").count() == 13


def test_one_order_reserves_once(account: CreditAccount, waiting: list[Order]) -> None:
    outcomes = race([partial(reserve, waiting[0])] * 8)
    assert len({reservation.pk for reservation in won(outcomes)}) == 1
    assert credit_line(account.number).reserved == 250_000


def test_control_without_the_bound_all_twenty_take_it(account: CreditAccount, waiting: list[Order]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE ledger_balance SET hi = 9000000000000000 WHERE account_id = "
            "(SELECT id FROM ledger_account WHERE code = %s)",
            [f"credit_avail:{account.number}"],
        )
    outcomes = race([partial(reserve, order) for order in waiting])

    assert len(won(outcomes)) == ORDERS
    assert credit_line(account.number) == CreditLine(available=-3_125_000, reserved=5_000_000, used=0)
