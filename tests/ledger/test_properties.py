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
from marketplace.ledger.verify import (
    corrections_fit_their_original,
    currencies_match,
    entries_add_up_to_zero,
    entries_are_complete,
    guarded_balances_re_add,
    running_balances_are_gapless,
    trial_balance_is_zero,
)
from tests.ledger.conftest import AT

pytestmark = pytest.mark.django_db
STEPS = ("payment", "unclaimed", "fee", "release", "reserve", "confirm", "refuse", "refund", "refunded", "unrefundable")
JOURNAL_CHECKS = (
    entries_add_up_to_zero,
    entries_are_complete,
    currencies_match,
    guarded_balances_re_add,
    running_balances_are_gapless,
    trial_balance_is_zero,
    corrections_fit_their_original,
)
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
            return movements.payment_received(provider=box, order_number=number, currency=eur, amount=amount)
        case "unclaimed":
            return movements.payment_unclaimed(provider=box, buyer_id=buyer, currency=eur, amount=amount)
        case "fee":
            return movements.provider_fee(provider=box, currency=eur, amount=amount)
        case "release":
            return movements.release(
                order_number=number, vendor_id=vendor, currency=eur, gross=amount, commission=amount // 33
            )
        case "reserve":
            return movements.payout_reserved(vendor_id=vendor, currency=eur, amount=amount)
        case "confirm":
            return movements.payout_confirmed(provider=box, vendor_id=vendor, currency=eur, amount=amount)
        case "refuse":
            return movements.payout_refused(vendor_id=vendor, currency=eur, amount=amount)
        case "refund":
            return movements.refund_reserved(order_number=number, currency=eur, amount=amount)
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
        assert [finding for check in JOURNAL_CHECKS for finding in check()] == []
        transaction.set_rollback(True)
