"""Random histories against a model of twenty lines: balances agree, nothing goes negative, nothing is lost."""

from collections import defaultdict

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace.ledger import chart, movements, queries
from marketplace.ledger.models import Order
from marketplace.ledger.movements import Movement
from marketplace.ledger.services import InsufficientFunds, post
from marketplace.ledger.verify.registry import Scope, posting_checks
from tests.ledger.conftest import AT

pytestmark = pytest.mark.django_db
STEPS = (
    "payment", "unclaimed", "fee", "release", "mature", "reserve", "confirm", "refuse",
    "refund", "refunded", "unrefundable",
)  # fmt: skip
History = list[tuple[str, int, int]]


class Model:
    """The same books in plain Python: a dictionary of balances, debit positive, and the bounds by class."""

    def __init__(self) -> None:
        self.balances: dict[str, int] = defaultdict(int)

    def accepts(self, movement: Movement) -> bool:
        after = dict(self.balances)
        for leg in movement.legs:
            after[leg.account.code] = after.get(leg.account.code, 0) + leg.amount_minor
        for leg in movement.legs:
            if leg.account.is_guarded and leg.account.account_class == chart.LIABILITY and after[leg.account.code] > 0:
                return False
        self.balances.update(after)
        return True


def movement(step: str, amount: int, order: Order) -> Movement:
    number, vendor, buyer, eur, box = order.number, order.vendor_id, order.buyer_id, "EUR", "sandbox"
    match step:
        case "payment":
            return movements.payment_received(provider=box, order_number=number, leg=1, currency=eur, amount=amount)
        case "unclaimed":
            return movements.payment_unclaimed(provider=box, buyer_id=buyer, currency=eur, amount=amount)
        case "fee":
            return movements.provider_fee(provider=box, currency=eur, amount=amount)
        case "release":
            share = movements.Share(commission=amount // 33)
            return movements.release(
                order_number=number, sources={1: amount}, vendor_id=vendor, currency=eur, share=share
            )
        case "mature":
            return movements.matured(vendor_id=vendor, currency=eur, amount=amount)
        case "reserve":
            return movements.payout_reserved(vendor_id=vendor, currency=eur, amount=amount)
        case "confirm":
            return movements.payout_confirmed(provider=box, vendor_id=vendor, currency=eur, amount=amount)
        case "refuse":
            return movements.payout_refused(vendor_id=vendor, currency=eur, amount=amount)
        case "refund":
            return movements.refund_reserved(order_number=number, sources={1: amount}, currency=eur)
        case "refunded":
            return movements.refund_confirmed(provider=box, order_number=number, currency=eur, amount=amount)
        case _:
            return movements.refund_refused(buyer_id=buyer, order_number=number, currency=eur, amount=amount)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(1, 500), st.integers(0, 6)), max_size=30))
def test_the_ledger_agrees_with_the_model(order: Order, history: History) -> None:
    model, seen = Model(), dict[str, Movement]()
    with transaction.atomic():
        for step, amount, key in history:
            name = f"{step}:{amount}:{key}"
            moved = movement(step, amount, order)
            expected = name in seen or model.accepts(moved)
            try:
                with transaction.atomic():
                    post(key=name, movement=moved, at=AT)
            except InsufficientFunds:
                assert not expected
            else:
                assert expected
                seen[name] = moved
        for code, balance in model.balances.items():
            assert queries.balance_of(code) == balance
        # Movements without the steps of an order: the journal's own checks must be content all the same.
        assert [finding for check in posting_checks.values() for finding in check(Scope())] == []
        transaction.set_rollback(True)
