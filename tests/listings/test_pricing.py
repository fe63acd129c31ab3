"""Quantity breaks: literals at the edges, and laws over random ladders."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from listings.pricing import LinePrice, Tier, cheapest, ladder_problem, price_line, price_text, tier_at

LADDER = [Tier(2000, Decimal("4.12")), Tier(50, Decimal("5.20")), Tier(500, Decimal("4.60"))]


def test_a_tier_holds_from_its_quantity_on() -> None:
    assert tier_at(LADDER, 49) is None
    assert tier_at(LADDER, 50) == Tier(50, Decimal("5.20"))
    assert tier_at(LADDER, 499) == Tier(50, Decimal("5.20"))
    assert tier_at(LADDER, 500) == Tier(500, Decimal("4.60"))
    assert tier_at(LADDER, 10**9) == Tier(2000, Decimal("4.12"))


def test_a_line_is_rounded_once_half_to_even() -> None:
    fine = [Tier(1, Decimal("0.0385"))]

    assert price_line(fine, 100, "EUR") == LinePrice(100, fine[0], 385, None)
    assert price_line(fine, 1, "EUR") == LinePrice(1, fine[0], 4, None)
    assert price_line([Tier(1, Decimal("0.125"))], 1, "EUR") == LinePrice(1, Tier(1, Decimal("0.125")), 12, None)
    assert price_line([Tier(1, Decimal("12"))], 3, "JPY") == LinePrice(3, Tier(1, Decimal("12")), 36, None)


def test_the_next_tier_is_the_nearest_above() -> None:
    priced = price_line(LADDER, 60, "EUR")

    assert priced is not None
    assert priced.next_tier == Tier(500, Decimal("4.60"))


def test_of_equal_prices_the_smaller_quantity_is_cheapest() -> None:
    assert cheapest([Tier(100, Decimal("2")), Tier(10, Decimal("2"))]) == Tier(10, Decimal("2"))
    assert cheapest([]) is None


def test_ladders_that_make_no_sense_are_told() -> None:
    assert ladder_problem(LADDER) == ""
    assert ladder_problem([Tier(0, Decimal(1))]) == "Quantities start at 1."
    assert ladder_problem([Tier(1, Decimal(0))]) == "Prices are above zero and below 100 billion."
    assert ladder_problem([Tier(1, Decimal("NaN"))]) == "Prices are above zero and below 100 billion."
    assert ladder_problem([Tier(1, Decimal("0.0000001"))]) == "Unit prices have at most 6 decimals."
    assert ladder_problem([Tier(5, Decimal(1)), Tier(5, Decimal(2))]) == "There are two prices from 5 on. Keep one."
    assert ladder_problem([Tier(5, Decimal(1)), Tier(9, Decimal(2))]) == "From 9 on a unit costs more than from 5 on."


def test_prices_show_the_decimals_that_they_have() -> None:
    assert price_text(Decimal("4.120000"), "EUR") == "€4.12"
    assert price_text(Decimal("0.038500"), "EUR") == "€0.0385"
    assert price_text(Decimal("1200"), "JPY") == "¥1,200"
    assert price_text(Decimal("12.5"), "PLN") == "PLN 12.50"


_prices = st.decimals(min_value="0.000001", max_value="100000", places=6)
_ladders = st.dictionaries(st.integers(1, 100_000), _prices, min_size=1, max_size=8).map(
    lambda prices: [
        Tier(quantity, price)
        for quantity, price in zip(sorted(prices), sorted(prices.values(), reverse=True), strict=True)
    ]
)


@given(_ladders, st.integers(1, 200_000))
def test_more_never_costs_more_per_unit(ladder: list[Tier], quantity: int) -> None:
    assert ladder_problem(ladder) == ""
    here, more = tier_at(ladder, quantity), tier_at(ladder, quantity + 1)
    if here is not None:
        assert more is not None
        assert more.unit_price <= here.unit_price


@given(_ladders, st.integers(1, 200_000))
def test_the_order_of_tiers_does_not_matter(ladder: list[Tier], quantity: int) -> None:
    shuffled = list(reversed(ladder))

    assert price_line(shuffled, quantity, "EUR") == price_line(ladder, quantity, "EUR")


@given(_ladders, st.integers(1, 200_000))
def test_the_tier_is_the_last_one_reached(ladder: list[Tier], quantity: int) -> None:
    tier = tier_at(ladder, quantity)
    reached = [one for one in ladder if one.min_quantity <= quantity]

    assert tier == (reached[-1] if reached else None)
