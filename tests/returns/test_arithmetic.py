"""Values of returned goods add up, however a line is cut."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escrow.returns.arithmetic import JudgedLine, freight_owed, landed_totals, refund_due, share, split
from escrow.returns.states import Payer, Reason


def test_a_tenth_of_a_line() -> None:
    assert share(2_410_000, Decimal(5000), Decimal(0), Decimal(500)) == 241_000


def test_thirds_lose_no_cent() -> None:
    parts = [share(10_000, Decimal(3), Decimal(before), Decimal(1)) for before in range(3)]
    assert parts == [3333, 3334, 3333]


def test_more_than_was_ordered_is_refused() -> None:
    with pytest.raises(ValueError, match="more pieces"):
        share(10_000, Decimal(3), Decimal(2), Decimal(2))


@given(st.integers(min_value=0, max_value=10**12), st.lists(st.integers(1, 500), min_size=1, max_size=12))
def test_parts_add_up_to_the_line(total: int, cuts: list[int]) -> None:
    ordered, before, value = Decimal(sum(cuts)), Decimal(0), 0
    for cut in cuts:
        value += share(total, ordered, before, Decimal(cut))
        before += cut
    assert value == total


def test_the_suppliers_fault_includes_the_freight_out() -> None:
    assert landed_totals({1: 2_410_000}, 90_000, Reason.DEFECTIVE) == {1: 2_500_000}
    assert landed_totals({1: 2_410_000}, 90_000, Reason.SURPLUS) == {1: 2_410_000}


def test_half_confirmed_less_a_fee() -> None:
    line = JudgedLine(value_minor=100_000, authorised=Decimal(10), confirmed=Decimal(5))
    assert refund_due([line], credit_bp=10_000, restocking_bp=0) == 50_000
    assert refund_due([line], credit_bp=4_000, restocking_bp=0) == 20_000
    assert refund_due([line], credit_bp=10_000, restocking_bp=1_500) == 42_500


@given(
    st.integers(0, 10**9), st.integers(1, 1000), st.integers(0, 1000), st.integers(0, 10_000), st.integers(0, 10_000)
)
def test_never_more_than_the_goods_are_worth(value: int, count: int, good: int, credit: int, fee: int) -> None:
    line = JudgedLine(value_minor=value, authorised=Decimal(count), confirmed=Decimal(min(good, count)))
    assert 0 <= refund_due([line], credit_bp=credit, restocking_bp=fee) <= value


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_a_split_conserves(frozen: int, due: int) -> None:
    parts = split(frozen, due)
    assert parts.to_buyer + parts.to_vendor == frozen
    assert parts.to_buyer + parts.after_release == due
    assert min(parts.to_buyer, parts.to_vendor, parts.after_release) >= 0


def test_who_bears_the_freight_back() -> None:
    assert [freight_owed(4_501, payer) for payer in (Payer.VENDOR, Payer.SPLIT, Payer.BUYER)] == [4_501, 2_250, 0]
