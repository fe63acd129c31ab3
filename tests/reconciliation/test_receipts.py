"""Transfers to our own bank: by reference into escrow, too little, too much, unknown, twice."""

from datetime import date

import pytest

from escrow.models import PaymentLeg
from escrow.reconciliation.models import BankReceipt
from escrow.reconciliation.references import grouped, reference_for
from escrow.reconciliation.services import (
    AlreadyRecorded,
    assign_receipt,
    record_bank_receipt,
    record_bank_statement,
    return_receipt,
)
from marketplace.ledger.models import JournalEntry, Order
from marketplace.lib.errors import Invalid, NotAllowed
from marketplace.lib.state import WrongState
from tests.cast import Person
from tests.escrow import steps


def arrived(
    operator: Person, amount_minor: int, text: str, *, bank_ref: str = "B-1", currency: str = "EUR"
) -> BankReceipt:
    return record_bank_receipt(
        actor=operator.actor,
        reference=text,
        amount_minor=amount_minor,
        currency=currency,
        value_date=date(2026, 3, 4),
        bank_ref=bank_ref,
        payer="Delft Instruments",
        key=f"receipt-{bank_ref}-{amount_minor}",
        at=steps.days(2),
    )


def test_the_exact_amount_funds_the_leg(order: Order, otto: Person) -> None:
    receipt = arrived(otto, 2_500_000, f"Invoice {grouped(reference_for(order.number, 1))}")
    assert (receipt.state, receipt.applied_minor) == ("APPLIED", 2_500_000)
    assert steps.state_of(order) == "FUNDED"
    assert PaymentLeg.objects.get(order=order).state == "FUNDED"
    balance = steps.trial_balance()
    assert (balance["bank"], balance["escrow"]) == (2_500_000, -2_500_000)


def test_too_little_waits_in_the_wallet_for_the_rest(order: Order, otto: Person) -> None:
    text = reference_for(order.number, 1)
    first = arrived(otto, 1_000_000, text)
    assert first.state == "WAITING"
    assert steps.state_of(order) == "AWAITING_PAYMENT"
    assert steps.trial_balance()["wallet"] == -1_000_000

    second = arrived(otto, 1_600_000, text, bank_ref="B-2")
    assert (second.state, second.applied_minor, second.left_minor) == ("APPLIED", 1_500_000, 100_000)
    first.refresh_from_db()
    assert (first.state, first.applied_minor) == ("APPLIED", 1_000_000)
    balance = steps.trial_balance()
    assert (balance["escrow"], balance["wallet"]) == (-2_500_000, -100_000)


def test_money_for_a_paid_leg_is_kept_for_the_buyer(order: Order, otto: Person) -> None:
    text = reference_for(order.number, 1)
    arrived(otto, 2_500_000, text)
    assert arrived(otto, 2_500_000, text, bank_ref="B-2").state == "KEPT"
    assert steps.trial_balance()["wallet"] == -2_500_000


@pytest.mark.parametrize("text", ["Thank you", "RF00PO10001L1", "RF18 5390 0754 7034"])
def test_an_unknown_owner_waits_in_suspense(order: Order, otto: Person, text: str) -> None:
    assert arrived(otto, 50_000, text).state == "UNMATCHED"
    assert steps.trial_balance() == {"bank": 50_000, "suspense": -50_000}


def test_another_currency_than_the_orders_is_not_guessed(order: Order, otto: Person) -> None:
    assert arrived(otto, 2_500_000, reference_for(order.number, 1), currency="USD").state == "UNMATCHED"
    assert steps.state_of(order) == "AWAITING_PAYMENT"


def test_an_operator_finds_the_owner(order: Order, otto: Person, ada: Person) -> None:
    receipt = arrived(otto, 2_500_000, "Enclosures, Delft")
    with pytest.raises(NotAllowed):
        assign_receipt(
            actor=ada.actor, receipt_id=receipt.id, order_number=order.number, leg_no=1, why="Mine.", key="assign-0",
            at=steps.days(3),
        )  # fmt: skip
    with pytest.raises(Invalid):
        assign_receipt(
            actor=otto.actor, receipt_id=receipt.id, order_number="PO-1", leg_no=1, why="Phone.", key="assign-1",
            at=steps.days(3),
        )  # fmt: skip
    found = assign_receipt(
        actor=otto.actor, receipt_id=receipt.id, order_number=order.number, leg_no=1, why="Ada's copy of the transfer.",
        key="assign-2", at=steps.days(3),
    )  # fmt: skip
    assert found.state == "APPLIED"
    assert steps.state_of(order) == "FUNDED"
    assert "suspense" not in steps.trial_balance()
    with pytest.raises(WrongState):
        return_receipt(actor=otto.actor, receipt_id=receipt.id, why="Late.", key="return-1", at=steps.days(4))


def test_what_nobody_claims_goes_back(order: Order, otto: Person) -> None:
    receipt = arrived(otto, 50_000, "Who am I")
    back = return_receipt(actor=otto.actor, receipt_id=receipt.id, why="Bank recalled it.", key="back-1", at=steps.AT)
    assert back.state == "RETURNED"
    assert steps.trial_balance() == {}


def test_a_booking_of_the_bank_is_recorded_once(order: Order, otto: Person) -> None:
    first = arrived(otto, 2_500_000, reference_for(order.number, 1))
    entries = JournalEntry.objects.count()
    again = record_bank_receipt(
        actor=otto.actor, reference="x", amount_minor=2_500_000, currency="EUR", value_date=date(2026, 3, 4),
        bank_ref="B-1", key="another key", at=steps.days(3),
    )  # fmt: skip
    assert again.pk == first.pk
    assert JournalEntry.objects.count() == entries
    with pytest.raises(AlreadyRecorded):
        arrived(otto, 2_499_999, reference_for(order.number, 1))


def test_a_statement_is_read_as_a_whole_and_only_once(order: Order, otto: Person) -> None:
    content = (
        "bank_ref,amount,currency,value_date,reference\n"
        f"B-1,25000.00,EUR,2026-03-04,{reference_for(order.number, 1)}\n"
        "B-2,12.50,EUR,2026-03-04,unknown\n"
        "B-3,-9.00,EUR,2026-03-04,bank fee\n"
    ).encode()
    done = record_bank_statement(actor=otto.actor, content=content, key="file-1", at=steps.days(2))
    assert (done.states, done.known) == ({"APPLIED": 1, "UNMATCHED": 1}, 0)
    again = record_bank_statement(actor=otto.actor, content=content, key="file-2", at=steps.days(2))
    assert (again.states, again.known) == ({"APPLIED": 1, "UNMATCHED": 1}, 2)
    assert BankReceipt.objects.count() == 2


def test_only_market_finance_records(order: Order, ada: Person) -> None:
    with pytest.raises(NotAllowed):
        arrived(ada, 2_500_000, reference_for(order.number, 1))
    assert steps.trial_balance() == {}
