"""Posting under contention: once per key, nothing lost, nothing overdrawn; and what happens without the guard."""

from functools import partial

import pytest
from django.db import connection, transaction

from marketplace.ledger import movements, queries
from marketplace.ledger.models import JournalEntry, Order
from marketplace.ledger.movements import Share
from marketplace.ledger.services import InsufficientFunds, post
from marketplace.ledger.verify import verify
from tests.cast import Person
from tests.concurrency.racing import race, won
from tests.ledger.conftest import AT, make_order

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def order(ada: Person, bruno: Person) -> Order:
    return make_order(ada, bruno, key="race")


def pay(order: Order, key: str, amount: int) -> int:
    movement = movements.payment_received(
        provider="stripe", order_number=order.number, leg=1, currency="EUR", amount=amount
    )
    with transaction.atomic():
        return post(key=key, movement=movement, order_id=order.id, at=AT)


def release(order: Order, key: str, gross: int) -> int:
    movement = movements.release(
        order_number=order.number, sources={1: gross}, vendor_id=order.vendor_id, currency="EUR", share=Share()
    )
    with transaction.atomic():
        return post(key=key, movement=movement, order_id=order.id, at=AT)


def test_thirty_two_duplicates_make_one_entry(order: Order) -> None:
    outcomes = race([partial(pay, order, "ch:1", 2_500_000)] * 32)
    assert len(set(won(outcomes))) == 1
    assert len(won(outcomes)) == 32
    assert JournalEntry.objects.count() == 1
    assert queries.balance_of(f"escrow:{order.number}/1") == -2_500_000


def test_no_credit_is_lost_on_a_hot_account(order: Order) -> None:
    for first in range(0, 100, 25):
        attempts = [partial(pay, order, f"ch:{number}", 1) for number in range(first, first + 25)]
        assert len(won(race(attempts))) == 25
    assert queries.balance_of(f"escrow:{order.number}/1") == -100


def test_a_drain_never_overdraws(order: Order) -> None:
    pay(order, "ch:1", 1_000)
    outcomes = race([partial(release, order, f"release:{number}", 100) for number in range(20)])
    assert len(won(outcomes)) == 10
    assert {type(outcome) for outcome in outcomes if isinstance(outcome, Exception)} == {InsufficientFunds}
    assert queries.balance_of(f"escrow:{order.number}/1") == 0
    assert queries.balance_of(f"vendor:{order.vendor_id}:pending:EUR") == -1_000


def test_control_without_the_bound_the_same_drain_overdraws(order: Order) -> None:
    pay(order, "ch:1", 1_000)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_balance DROP CONSTRAINT ledger_balance_bounds")
    try:
        race([partial(release, order, f"release:{number}", 100) for number in range(20)])
        assert queries.balance_of(f"escrow:{order.number}/1") == 1_000
        assert "guarded_balances_re_add" in {finding.check for finding in verify()}
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET harborline.test_flush = 'on'")
            cursor.execute("TRUNCATE ledger_balance, ledger_posting CASCADE")
            cursor.execute(
                "ALTER TABLE ledger_balance ADD CONSTRAINT ledger_balance_bounds CHECK (posted >= lo AND posted <= hi)"
            )
