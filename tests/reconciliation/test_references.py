"""Creditor references: round trip, check digits, and what banks make of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escrow.reconciliation.references import Payee, find_payee, grouped, is_valid, reference_for

ORDERS = st.integers(min_value=1, max_value=10**12)
LEGS = st.integers(min_value=1, max_value=99)


def test_the_standard_s_own_example_is_valid() -> None:
    assert is_valid("RF18 5390 0754 7034")
    assert is_valid("rf18539007547034")
    assert not is_valid("RF19 5390 0754 7034")
    assert not is_valid("RF18")
    assert not is_valid("DE18539007547034")


def test_a_reference_names_order_and_leg() -> None:
    reference = reference_for("PO-10493", 2)
    assert reference[4:] == "PO10493L2"
    assert find_payee(reference) == Payee("PO-10493", 2)
    assert grouped("RF18PO10493L1") == "RF18 PO10 493L 1"


def test_other_numbers_have_no_reference() -> None:
    with pytest.raises(ValueError, match="no reference"):
        reference_for("RFQ-2481", 1)
    with pytest.raises(ValueError, match="no reference"):
        reference_for("PO-10493", 100)


@given(ORDERS, LEGS)
def test_every_reference_is_valid_and_found_again(number: int, leg: int) -> None:
    reference = reference_for(f"PO-{number}", leg)
    assert len(reference) <= 25
    assert is_valid(reference)
    assert find_payee(reference) == Payee(f"PO-{number}", leg)


@given(
    ORDERS, LEGS, st.sampled_from(["SEPA CREDIT ", "ref: ", "/ROC/", ""]), st.sampled_from(["", " 2026-03-02", " THX"])
)
def test_words_and_spaces_of_a_bank_do_not_hide_it(number: int, leg: int, before: str, after: str) -> None:
    assert find_payee(f"{before}{grouped(reference_for(f'PO-{number}', leg)).lower()}{after}") is not None


@given(ORDERS, LEGS, st.data())
def test_one_wrong_character_never_passes(number: int, leg: int, data: st.DataObject) -> None:
    reference = reference_for(f"PO-{number}", leg)
    place = data.draw(st.integers(min_value=2, max_value=len(reference) - 1))
    alphabet = "0123456789" if reference[place].isdigit() else "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    other = data.draw(st.sampled_from([one for one in alphabet if one != reference[place]]))
    assert not is_valid(reference[:place] + other + reference[place + 1 :])


@given(ORDERS, LEGS, st.data())
def test_two_swapped_characters_never_pass(number: int, leg: int, data: st.DataObject) -> None:
    reference = reference_for(f"PO-{number}", leg)
    place = data.draw(st.integers(min_value=4, max_value=len(reference) - 2))
    swapped = reference[:place] + reference[place + 1] + reference[place] + reference[place + 2 :]
    assert swapped == reference or not is_valid(swapped)


@pytest.mark.parametrize("text", ["", "invoice 10493", "RF00 PO10493L1", "RF18 5390 0754 7034", "RF"])
def test_anything_else_names_nobody(text: str) -> None:
    assert find_payee(text) is None
