"""Booking an entry: once per key, never over a balance, mirrored at most once."""

import pytest
from django.db import transaction

from marketplace.ledger import movements, queries
from marketplace.ledger.models import Balance, JournalEntry, Order, Posting
from marketplace.ledger.movements import Movement
from marketplace.ledger.services import EntryKeyReused, InsufficientFunds, post, reverse
from marketplace.ledger.services.journal import Accounting
from marketplace.ledger.verify import verify
from tests.ledger.conftest import AT

pytestmark = pytest.mark.django_db


def payment(order: Order, amount: int = 2_500_000) -> Movement:
    return movements.payment_received(
        provider="sandbox", order_number=order.number, leg=1, currency="EUR", amount=amount
    )


def release(order: Order, gross: int = 2_500_000) -> Movement:
    return movements.release(
        order_number=order.number,
        sources={1: gross},
        vendor_id=order.vendor_id,
        currency="EUR",
        share=movements.Share(commission=75_000),
    )


def mature(order: Order, amount: int) -> Movement:
    return movements.matured(vendor_id=order.vendor_id, currency="EUR", amount=amount)


def test_books_postings_with_running_balances(order: Order) -> None:
    post(key="ch:1", movement=payment(order), order_id=order.id, at=AT)
    rows = Posting.objects.order_by("line_no").values_list(
        "account__code", "amount_minor", "account_seq", "balance_after"
    )
    assert set(rows) == {
        ("psp:sandbox:EUR", 2_500_000, None, None),
        (f"escrow:{order.number}/1", -2_500_000, 1, -2_500_000),
    }
    assert queries.order_funds(order).held == 2_500_000


def test_same_key_books_once(order: Order) -> None:
    first = post(key="ch:1", movement=payment(order), order_id=order.id, at=AT)
    assert post(key="ch:1", movement=payment(order), order_id=order.id, at=AT) == first
    assert JournalEntry.objects.count() == 1
    assert Posting.objects.count() == 2


def test_same_key_with_another_amount_is_refused(order: Order) -> None:
    post(key="ch:1", movement=payment(order), order_id=order.id, at=AT)
    with pytest.raises(EntryKeyReused), transaction.atomic():
        post(key="ch:1", movement=payment(order, 1), order_id=order.id, at=AT)
    assert Posting.objects.count() == 2


def test_escrow_never_goes_below_zero_and_the_key_stays_free(order: Order) -> None:
    post(key="ch:1", movement=payment(order, 100_000), order_id=order.id, at=AT)
    with pytest.raises(InsufficientFunds), transaction.atomic():
        post(key="release:1", movement=release(order), order_id=order.id, at=AT)
    assert Balance.objects.get(account__code=f"escrow:{order.number}/1").posted == -100_000
    assert not JournalEntry.objects.filter(key="release:1").exists()
    post(key="release:1", movement=release(order, 100_000), order_id=order.id, at=AT)
    assert queries.balance_of(f"vendor:{order.vendor_id}:pending:EUR") == -25_000


def test_a_reservation_resolves_once(order: Order) -> None:
    post(key="ch:1", movement=payment(order), order_id=order.id, at=AT)
    post(key="release:1", movement=release(order), order_id=order.id, at=AT)
    post(key="avail:1", movement=mature(order, 2_425_000), at=AT)
    vendor = order.vendor_id
    reserved = post(
        key="op:1:rsv", movement=movements.payout_reserved(vendor_id=vendor, currency="EUR", amount=1_000), at=AT
    )
    confirmed = movements.payout_confirmed(provider="sandbox", vendor_id=vendor, currency="EUR", amount=1_000)
    refused = movements.payout_refused(vendor_id=vendor, currency="EUR", amount=1_000)
    post(key="tr:1", movement=confirmed, resolves=reserved, at=AT)
    with pytest.raises(Accounting), transaction.atomic():
        post(key="op:1:void", movement=refused, resolves=reserved, at=AT)
    assert queries.vendor_balance(vendor, "EUR") == 2_424_000


def test_a_reversal_mirrors_once(order: Order) -> None:
    entry = post(key="ch:1", movement=payment(order), order_id=order.id, at=AT)
    reversal = reverse(entry_id=entry, at=AT, reason="booked on the wrong order")
    assert reverse(entry_id=entry, at=AT, reason="booked on the wrong order") == reversal
    assert queries.balance_of(f"escrow:{order.number}/1") == 0
    assert queries.balance_of("psp:sandbox:EUR") == 0
    assert verify() == []


@pytest.mark.django_db(transaction=True)
def test_needs_the_callers_transaction() -> None:
    with pytest.raises(RuntimeError, match="inside the transaction"):
        post(key="x", movement=movements.provider_fee(provider="sandbox", currency="EUR", amount=1), at=AT)
