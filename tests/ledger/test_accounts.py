"""Closing an order's accounts at its end, and freezing an account that gives: by the bounds of their balances."""

import pytest
from django.db import transaction

from marketplace.ledger import movements
from marketplace.ledger.models import Account, Balance, Order
from marketplace.ledger.services import (
    InsufficientFunds,
    StillHoldsMoney,
    close_order_accounts,
    freeze_account,
    post,
    reopen_order_accounts,
    unfreeze_account,
)
from tests.ledger.conftest import AT

pytestmark = pytest.mark.django_db


def pay(order: Order, key: str) -> None:
    movement = movements.payment_received(
        provider="stripe", order_number=order.number, leg=1, currency="EUR", amount=1_000
    )
    with transaction.atomic():
        post(key=key, movement=movement, order_id=order.id, at=AT)


def give_back(order: Order) -> None:
    with transaction.atomic():
        reserved = movements.refund_reserved(order_number=order.number, sources={1: 1_000}, currency="EUR")
        post(key="op:1:rsv", movement=reserved, order_id=order.id, at=AT)
        confirmed = movements.refund_confirmed(
            provider="stripe", order_number=order.number, currency="EUR", amount=1_000
        )
        post(key="re:1", movement=confirmed, order_id=order.id, at=AT)


def test_a_closed_order_takes_no_money(order: Order) -> None:
    pay(order, "ch:1")
    give_back(order)
    assert close_order_accounts(order_id=order.id, at=AT) == 2
    assert set(Account.objects.filter(is_guarded=True).values_list("closed_at", flat=True)) == {AT}
    assert set(Balance.objects.values_list("lo", "hi")) == {(0, 0)}
    with pytest.raises(InsufficientFunds):
        pay(order, "ch:2")


def test_closing_twice_changes_nothing(order: Order) -> None:
    pay(order, "ch:1")
    give_back(order)
    close_order_accounts(order_id=order.id, at=AT)
    assert close_order_accounts(order_id=order.id, at=AT) == 2


def test_is_refused_while_there_is_money(order: Order) -> None:
    pay(order, "ch:1")
    with pytest.raises(StillHoldsMoney):
        close_order_accounts(order_id=order.id, at=AT)
    assert not Account.objects.filter(closed_at__isnull=False).exists()


def test_a_warranty_claim_opens_them_again(order: Order) -> None:
    pay(order, "ch:1")
    give_back(order)
    close_order_accounts(order_id=order.id, at=AT)
    assert reopen_order_accounts(order_id=order.id) == 2
    pay(order, "ch:2")
    assert Balance.objects.get(account__code=f"escrow:{order.number}/1").posted == -1_000


def test_a_frozen_credit_line_takes_what_is_paid_and_gives_nothing() -> None:
    def book(key: str, movement: movements.Movement) -> None:
        with transaction.atomic():
            post(key=key, movement=movement, at=AT)

    facts = {"account": "CR-1001", "currency": "EUR"}
    book("grant", movements.credit_granted(**facts, amount=1_000))
    book("reserve", movements.credit_reserved(**facts, amount=400))
    assert freeze_account(code="credit_avail:CR-1001")
    assert not freeze_account(code="credit_avail:CR-1001")
    with pytest.raises(InsufficientFunds):
        book("more", movements.credit_reserved(**facts, amount=1))
    book("back", movements.credit_unreserved(**facts, amount=400))
    with pytest.raises(InsufficientFunds):
        book("again", movements.credit_reserved(**facts, amount=400))
    assert unfreeze_account(code="credit_avail:CR-1001")
    book("at last", movements.credit_reserved(**facts, amount=1_000))
