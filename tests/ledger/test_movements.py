"""Every movement has a worked example; its legs are the literals of the example, and docs/ledger.md shows them."""

from pathlib import Path

import pytest

from marketplace.ledger import chart, movements
from marketplace.ledger.movements import Share
from tests.ledger.examples import EXAMPLES, GROUPS, VENDOR, Example, columns, table

DOCUMENT = Path(__file__).parents[2] / "docs" / "ledger.md"


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.what)
def test_the_legs_are_those_of_the_example(example: Example) -> None:
    assert columns(example.movement) == (example.debits, example.credits)


def test_every_movement_has_an_example_named_after_it() -> None:
    functions = {name for name in movements.__all__ if name[0].islower()}
    assert {example.movement.kind for example in EXAMPLES} == functions


@pytest.mark.parametrize("group", GROUPS)
def test_the_document_shows_the_examples(group: str) -> None:
    assert f"### {group}\n{table(GROUPS[group])}" in DOCUMENT.read_text()


def test_every_account_is_used_by_an_example() -> None:
    assert {leg.account.kind for example in EXAMPLES for leg in example.movement.legs} == chart.KINDS


def test_a_movement_that_does_not_add_up_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="never negative"):
        movements.release(
            order_number="PO-1", sources={1: 100}, vendor_id=VENDOR, currency="EUR", share=Share(commission=101)
        )


def test_nothing_is_posted_to_an_account_that_does_not_move() -> None:
    movement = movements.release(
        order_number="PO-1", sources={1: 100_000}, vendor_id=VENDOR, currency="EUR", share=Share()
    )
    assert columns(movement) == ({"escrow": 100_000}, {"vendor_pending": 100_000})


def test_each_payment_leg_has_its_own_escrow() -> None:
    movement = movements.release(
        order_number="PO-1", sources={2: 700, 1: 300}, vendor_id=VENDOR, currency="EUR", share=Share()
    )
    held = {leg.account.code: leg.amount_minor for leg in movement.legs if leg.account.kind == "escrow"}
    assert held == {"escrow:PO-1/1": 300, "escrow:PO-1/2": 700}
