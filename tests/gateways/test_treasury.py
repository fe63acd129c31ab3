"""The market's own payouts stay covered, and debts of vendors are taken back from transfers they have not spent."""

import pytest
from django.db import transaction

from escrow.gateways.fake import engine
from escrow.machinery import funds
from escrow.models import GatewayOperation, ReleaseUnit
from escrow.services import claw_back_debts, pay_out_own_money
from marketplace.ledger.models import Order
from marketplace.ledger.services import NotCovered, lock_order
from marketplace.lib.actor import Actor
from marketplace.lib.errors import NotAllowed
from marketplace.outbox.drain import drain_until_empty
from tests.cast import Person
from tests.escrow import steps

DAY = 86_400
SYSTEM = Actor.for_system("tests")


@pytest.fixture
def paid_out_order(shipped_order: Order, ada: Person, otto: Person) -> Order:
    """Accepted, and its money is at the vendor's account."""
    steps.accepted(shipped_order, ada)
    steps.paid_out(otto)
    assert steps.trial_balance() == {"psp": 75_000, "inc_commission": -75_000}
    return shipped_order


def owe(order: Order) -> None:
    """Half of the order is refunded after the vendor was paid."""
    with transaction.atomic():
        locked = lock_order(order.id)
        unit = ReleaseUnit.objects.get(order=order)
        funds.refund_released(
            actor=SYSTEM, order=locked, unit=unit, amount_minor=50_000, reason="Half was wrong.", ref="case-1",
            at=steps.days(30),
        )  # fmt: skip
    drain_until_empty()


@pytest.mark.usefixtures("paid_out_order")
def test_own_money_goes_to_the_bank_and_only_own_money(otto: Person, ada: Person) -> None:
    with pytest.raises(NotCovered):
        pay_out_own_money(actor=otto.actor, currency="EUR", amount_minor=75_001, key="own-1", at=steps.days(20))
    with pytest.raises(NotAllowed):
        pay_out_own_money(actor=ada.actor, currency="EUR", amount_minor=1, key="own-1", at=steps.days(20))

    made = pay_out_own_money(actor=otto.actor, currency="EUR", amount_minor=70_000, key="own-1", at=steps.days(20))
    with pytest.raises(NotCovered):
        pay_out_own_money(actor=otto.actor, currency="EUR", amount_minor=5_001, key="own-2", at=steps.days(20))
    drain_until_empty()
    assert steps.trial_balance() == {"psp": 5_000, "bank_in_transit": 70_000, "inc_commission": -75_000}

    engine.advance(seconds=2 * DAY)
    drain_until_empty()
    made.refresh_from_db()
    assert made.state == "SUCCEEDED"
    assert steps.trial_balance() == {"psp": 5_000, "bank": 70_000, "inc_commission": -75_000}


@pytest.mark.usefixtures("paid_out_order")
def test_an_own_payout_that_comes_back_is_ours_again(otto: Person) -> None:
    made = pay_out_own_money(actor=otto.actor, currency="EUR", amount_minor=70_000, key="own-1", at=steps.days(20))
    drain_until_empty()
    made.refresh_from_db()
    engine.end_payout(ref=made.gateway_ref or "", is_paid=False, at=steps.days(21))
    drain_until_empty()

    made.refresh_from_db()
    assert made.state == "FAILED"
    assert steps.trial_balance() == {"psp": 75_000, "inc_commission": -75_000}


def test_a_debt_is_taken_back_from_the_transfer(paid_out_order: Order, otto: Person) -> None:
    owe(paid_out_order)
    assert steps.trial_balance() == {"psp": 25_000, "vendor_debt": 48_500, "inc_commission": -73_500}

    assert claw_back_debts(actor=SYSTEM, at=steps.days(31)) == 1
    assert claw_back_debts(actor=SYSTEM, at=steps.days(31)) == 0
    drain_until_empty()
    steps.paid_out(otto, day=32)
    assert steps.trial_balance() == {"psp": 73_500, "inc_commission": -73_500}


def test_what_the_vendor_has_spent_stays_its_debt(paid_out_order: Order) -> None:
    engine.advance(seconds=3 * DAY)  # paid out to the vendor's own bank
    owe(paid_out_order)

    assert claw_back_debts(actor=SYSTEM, at=steps.days(31)) == 1
    drain_until_empty()
    assert GatewayOperation.objects.get(kind="REVERSAL").state == "FAILED"
    assert claw_back_debts(actor=SYSTEM, at=steps.days(32)) == 0
    assert steps.trial_balance() == {"psp": 25_000, "vendor_debt": 48_500, "inc_commission": -73_500}
