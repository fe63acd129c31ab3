"""Every kind of account is in exactly one party's column, and has words; what re-adds, re-adds."""

import inspect

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escrow.statements import words
from marketplace.ledger import chart, movements
from marketplace.ledger.movements import Movement
from marketplace.ledger.parties import PARTY_OF, Party, kinds_of, re_add


def test_every_kind_of_account_has_one_party() -> None:
    assert set(PARTY_OF) == chart.KINDS
    columns = [kinds_of(party) for party in Party]
    assert sum(len(column) for column in columns) == len(chart.KINDS)


def test_every_kind_of_account_and_movement_has_words() -> None:
    assert set(words.ACCOUNTS) == chart.KINDS
    made = {
        name
        for name, function in inspect.getmembers(movements, inspect.isfunction)
        if inspect.signature(function).return_annotation in (Movement, "Movement")
    }
    assert made - {"movement"} <= set(words.MOVEMENTS)


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(KeyError):
        re_add([("pocket", "EUR", 1)])


def test_the_columns_of_a_release_re_add() -> None:
    release = [("escrow", "EUR", 1_000), ("vendor_pending", "EUR", -964), ("inc_commission", "EUR", -30),
               ("tax_commission", "EUR", -6)]  # fmt: skip
    assert re_add(release) == {"EUR": {Party.BUYER: 1_000, Party.VENDOR: -964, Party.OPERATOR: -36}}


@given(st.lists(st.tuples(st.sampled_from(sorted(chart.KINDS)), st.sampled_from(["EUR", "USD"]), st.integers())))
def test_the_columns_are_the_postings(postings: list[tuple[str, str, int]]) -> None:
    for currency, columns in re_add(postings).items():
        assert sum(columns.values()) == sum(amount for _, code, amount in postings if code == currency)
