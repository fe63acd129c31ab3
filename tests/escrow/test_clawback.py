"""Money that a vendor gives back: pending, then available, then reserve, the rest a debt that the next money pays."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from escrow import queries, splitting
from escrow.machinery import funds
from escrow.machinery.funds import NotThatMuch
from escrow.models import Payout, Refund, Release, ReleaseUnit
from escrow.services import record_debt_repaid, write_off_debt
from marketplace.ledger import chart
from marketplace.ledger import queries as ledger
from marketplace.ledger.models import Order
from marketplace.ledger.queries.terms import standard_terms
from marketplace.ledger.services import lock_order, set_settlement_terms
from marketplace.lib import ids
from marketplace.lib.errors import Invalid, NotAllowed
from marketplace.outbox.drain import drain_until_empty
from tests.cast import Person
from tests.escrow import steps

_AMOUNT = st.integers(0, 10**12)


@given(amount=_AMOUNT, pending=_AMOUNT, available=_AMOUNT, reserve=_AMOUNT)
def test_the_waterfall_takes_all_of_it_once_and_in_order(
    amount: int, pending: int, available: int, reserve: int
) -> None:
    taken = splitting.waterfall(amount, pending=pending, available=available, reserve=reserve)
    assert sum(taken) == amount
    assert min(taken) >= 0
    for part, pot, later in zip(taken, (pending, available, reserve), range(1, 4), strict=False):
        assert part <= pot
        assert part == pot or not any(taken[later:])


def agreed(otto: Person, vendor: Person, **changes: object) -> None:
    terms = replace(standard_terms(), **changes)  # type: ignore[arg-type]  # the columns of the terms
    set_settlement_terms(
        actor=otto.actor, vendor_id=vendor.organization.id, terms=terms, key=ids.token(12), at=steps.AT
    )


def given_back(otto: Person, order: Order, amount: int, ref: str) -> Refund:
    with transaction.atomic():
        locked = lock_order(order.id)
        refund = funds.refund_released(
            actor=otto.actor, order=locked, unit=ReleaseUnit.objects.get(order=order), amount_minor=amount,
            reason="Defect", ref=ref, at=steps.days(17),
        )  # fmt: skip
    drain_until_empty()
    return refund


def money_of(vendor: Person) -> dict[str, int]:
    return {kind: amount for _, kind, amount in ledger.vendor_balances(vendor.organization.id)}


def test_pending_then_reserve_then_debt(ada: Person, bruno: Person, otto: Person) -> None:
    agreed(otto, bruno, maturity_days=30, reserve_bp=1_000)
    order = steps.released(ada, bruno)  # net of commission 24,250.00: 21,825.00 pending and 2,425.00 kept back
    given_back(otto, order, 1_000_000, "first")
    assert money_of(bruno) == {"vendor_pending": 1_212_500, "vendor_reserve": 242_500}
    given_back(otto, order, 1_300_000, "second")
    assert money_of(bruno) == {"vendor_reserve": 194_000}
    given_back(otto, order, 200_000, "third")
    assert money_of(bruno) == {}
    assert steps.trial_balance() == {}  # all went back to the buyer, commission too
    made = Release.objects.get()
    assert (made.clawed_minor, made.reserve_used_minor) == (2_182_500, 242_500)
    with pytest.raises(NotThatMuch):
        given_back(otto, order, 1, "more")


def test_after_the_payout_it_is_a_debt_that_the_next_money_pays(ada: Person, bruno: Person, otto: Person) -> None:
    order = steps.released(ada, bruno)
    steps.paid_out(otto)
    following = steps.opened(ada, bruno)
    steps.funded(following, ada)
    given_back(otto, order, 500_000, "defect")
    assert money_of(bruno) == {"vendor_debt": -485_000}
    assert steps.trial_balance()["inc_commission"] == -60_000

    steps.shipped(following, bruno)
    made = steps.accepted(following, ada)
    assert (made.debt_minor, made.net_minor) == (485_000, 1_940_000)
    assert ledger.balance_of(chart.vendor_debt(bruno.organization.id, "EUR").code) == 0
    steps.paid_out(otto, day=20)
    assert sorted(Payout.objects.values_list("amount_minor", flat=True)) == [1_940_000, 2_425_000]


def test_available_money_of_other_orders_is_taken_before_the_reserve(ada: Person, bruno: Person, otto: Person) -> None:
    agreed(otto, bruno, reserve_bp=1_000)
    first = steps.released(ada, bruno)
    steps.paid_out(otto)
    agreed(otto, bruno, reserve_bp=0)
    steps.released(ada, bruno)
    given_back(otto, first, 2_500_000, "all")
    assert money_of(bruno) == {"vendor_reserve": 242_500}


def test_one_vendor_s_debt_is_not_another_s(ada: Person, bruno: Person, carla: Person, otto: Person) -> None:
    order = steps.released(ada, bruno)
    steps.paid_out(otto)
    following = steps.opened(ada, carla)
    steps.funded(following, ada)
    given_back(otto, order, 100, "a cent or a hundred")
    assert money_of(bruno) == {"vendor_debt": -97}
    assert money_of(carla) == {}


def test_a_debt_is_repaid_to_our_bank_and_the_rest_written_off(ada: Person, bruno: Person, otto: Person) -> None:
    vendor_id = bruno.organization.id
    order = steps.released(ada, bruno)
    steps.paid_out(otto)
    given_back(otto, order, 500_000, "defect")
    assert [(debt.vendor.name, debt.amount, debt.days) for debt in queries.vendor_debts(steps.days(27))] == [
        ("Nordmetal Zabrze", 485_000, 10)
    ]
    owed: dict[str, Any] = {"vendor_id": vendor_id, "currency": "EUR", "why": "B-77", "at": steps.days(27)}
    for person in (ada, bruno):
        with pytest.raises(NotAllowed):
            write_off_debt(actor=person.actor, **owed, amount_minor=1, key="not-mine")
    with pytest.raises(Invalid):
        record_debt_repaid(actor=otto.actor, **owed, amount_minor=485_001, key="too-much")
    for _ in range(2):
        record_debt_repaid(actor=otto.actor, **owed, amount_minor=400_000, key="repaid-1")
    write_off_debt(actor=otto.actor, **owed, amount_minor=85_000, key="written-off")
    assert money_of(bruno) == {}
    assert (steps.trial_balance()["bank"], steps.trial_balance()["exp_bad_debt"]) == (400_000, 85_000)
    assert queries.vendor_debts(steps.days(28)) == []
