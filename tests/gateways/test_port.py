"""What escrow relies on, whichever line it is: the fake, and Stripe's test mode with ``-m stripe_live``."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from escrow.gateways.port import GatewayRefused, Progress
from marketplace.lib import clock, ids
from tests.cast import Person
from tests.gateways.lines import Line


@pytest.fixture(autouse=True)
def books_agree() -> None:
    """There are no books here."""


def test_a_payment_is_found_by_its_operation_before_and_after_it_is_paid(line: Line, ada: Person) -> None:
    asked = line.instruction(ada.organization.id)
    assert line.gateway.find_payment(asked) is None

    made = line.gateway.create_payment(asked)
    assert (made.progress, made.amount_minor, made.currency) == (Progress.PENDING, 10_000, "EUR")
    assert made.operation_id == asked.operation_id
    assert made.checkout_url.endswith(f"/{made.ref}/")

    line.act(made.ref, "pay")
    for instruction in (asked, replace(asked, ref=made.ref)):
        found = line.gateway.find_payment(instruction)
        assert found is not None
        assert (found.ref, found.progress, found.amount_minor) == (made.ref, Progress.SUCCEEDED, 10_000)


def test_the_same_operation_is_the_same_payment(line: Line, ada: Person) -> None:
    asked = line.instruction(ada.organization.id)
    assert line.gateway.create_payment(asked).ref == line.gateway.create_payment(asked).ref


def test_another_operation_is_not_found(line: Line, ada: Person) -> None:
    asked = line.instruction(ada.organization.id)
    line.gateway.create_payment(asked)
    assert line.gateway.find_payment(replace(asked, operation_id=ids.uuid7())) is None


def test_a_declined_card_is_a_failure_with_its_reason(line: Line, ada: Person) -> None:
    asked = line.instruction(ada.organization.id)
    made = line.gateway.create_payment(asked)
    line.act(made.ref, "decline")

    found = line.gateway.find_payment(asked)
    assert found is not None
    assert found.progress is Progress.FAILED
    assert found.reason == "Your card was declined."


def test_a_refund_is_found_and_never_more_than_was_paid(line: Line, ada: Person) -> None:
    asked = line.instruction(ada.organization.id)
    paid = line.gateway.create_payment(asked)
    line.act(paid.ref, "pay")
    back = replace(asked, operation_id=ids.uuid7(), source_ref=paid.ref, amount_minor=4_000)
    assert line.gateway.find_refund(back) is None

    made = line.gateway.create_refund(back)
    assert (made.progress, made.amount_minor, made.currency) == (Progress.SUCCEEDED, 4_000, "EUR")
    assert line.gateway.create_refund(back).ref == made.ref
    assert line.gateway.find_refund(back) == made
    assert line.gateway.find_refund(replace(back, ref=made.ref)) == made
    with pytest.raises(GatewayRefused):
        line.gateway.create_refund(replace(back, operation_id=ids.uuid7(), amount_minor=6_001))


def test_what_is_not_there_is_not_paid_out(line: Line, ada: Person, bruno: Person) -> None:
    asked = line.instruction(ada.organization.id, destination=str(ada.organization.id))
    with pytest.raises(GatewayRefused, match="payout account"):
        line.gateway.create_transfer(asked)
    with pytest.raises(GatewayRefused):
        line.gateway.create_platform_payout(replace(asked, amount_minor=99_999_999))
    assert line.gateway.find_platform_payout(asked) is None
    assert line.gateway.find_transfer(asked) is None


def test_each_change_of_the_balance_is_listed_with_its_operation(line: Line, ada: Person) -> None:
    before = line.gateway.balance().get("EUR", 0)
    asked = line.instruction(ada.organization.id)
    paid = line.gateway.create_payment(asked)
    line.act(paid.ref, "pay")

    rows = list(line.gateway.transactions(clock.now() - timedelta(minutes=5)))
    (row,) = (row for row in rows if row.operation_id == asked.operation_id)
    assert (row.source_ref, row.category, row.amount_minor, row.currency) == (paid.ref, "charge", 10_000, "EUR")
    assert line.gateway.balance()["EUR"] == before + row.amount_minor - row.fee_minor


def test_a_buyer_learns_where_to_send_a_bank_transfer(line: Line, ada: Person) -> None:
    given = line.gateway.bank_instructions(line.instruction(ada.organization.id))

    assert given.reference == "PO-1"
    assert "IBAN" in dict(given.lines)
    with pytest.raises(GatewayRefused):
        line.gateway.bank_instructions(line.instruction(ada.organization.id, currency="SEK"))


@pytest.mark.parametrize(
    "call",
    [
        lambda gateway, asked: gateway.create_payment(asked),
        lambda gateway, asked: gateway.find_refund(asked),
        lambda gateway, _: gateway.balance(),
    ],
)
def test_nothing_is_asked_inside_a_transaction(line: Line, ada: Person, call: Any) -> None:
    asked = line.instruction(ada.organization.id, source_ref="pi_1")
    with pytest.raises(RuntimeError), transaction.atomic():
        call(line.gateway, asked)
