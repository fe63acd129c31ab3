"""Money: exact, per currency, and never a cent lost in a split."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.lib.errors import Invalid
from marketplace.lib.money import Money, allocate, parse_minor, portion, to_minor


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [("1,234.50", "EUR", 123_450), ("500", "JPY", 500), ("1.234", "KWD", 1_234), ("-2.5", "USD", -250)],
)
def test_parses_what_people_write(text: str, currency: str, minor: int) -> None:
    assert parse_minor(text, currency) == minor


@pytest.mark.parametrize(
    ("text", "currency"), [("1.234", "EUR"), ("0.5", "JPY"), ("abc", "EUR"), ("NaN", "EUR"), ("", "EUR")]
)
def test_refuses_what_it_cannot_book_and_names_the_field(text: str, currency: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_minor(text, currency, field="unit_price")
    assert list(refused.value.fields) == ["unit_price"]


@pytest.mark.parametrize(
    ("money", "shown"),
    [
        (Money(2_410_000, "EUR"), "€24,100.00"),
        (Money(-5, "USD"), "−$0.05"),
        (Money(1_500, "JPY"), "¥1,500"),
        (Money(1_234, "KWD"), "KWD 1.234"),
        (Money(123_450, "PLN"), "PLN 1,234.50"),
    ],
)
def test_is_shown_with_the_decimals_of_its_currency(money: Money, shown: str) -> None:
    assert str(money) == shown


def test_two_currencies_do_not_add_up() -> None:
    with pytest.raises(ValueError, match="cannot mix EUR and USD"):
        Money(1, "EUR") + Money(1, "USD")


def test_rounds_half_to_even_once() -> None:
    assert [to_minor(Decimal(text), "EUR") for text in ("0.005", "0.015", "0.025")] == [0, 2, 2]
    assert portion(2_500_050, 300) == 75_002


def test_largest_remainder_gives_the_cent_to_the_largest_rest() -> None:
    assert allocate(100, [1, 1, 1]) == [34, 33, 33]
    assert allocate(10, [1, 2, 3, 4]) == [1, 2, 3, 4]
    assert allocate(-100, [1, 1, 1]) == [-34, -33, -33]


@given(
    total=st.integers(-(10**12), 10**12), weights=st.lists(st.integers(0, 10**6), min_size=1, max_size=9).filter(any)
)
def test_a_split_adds_up_and_is_fair_to_a_cent(total: int, weights: list[int]) -> None:
    parts = allocate(total, weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part * sum(weights) - total * weight) < sum(weights)
