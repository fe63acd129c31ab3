"""Who pays for a lost chargeback."""

from hypothesis import given
from hypothesis import strategies as st

from escrow.chargebacks.losses import Cover, cover, is_fraud

MONEY = st.integers(min_value=0, max_value=10**9)


def test_held_money_pays_before_anybody_else() -> None:
    assert cover(100_000, held={1: 30_000, 2: 90_000}, released={1: 50_000}, vendor_pays=True) == Cover(
        {1: 30_000, 2: 70_000}, {}, 0
    )


def test_the_vendor_pays_what_it_was_given_and_the_market_the_rest() -> None:
    assert cover(100_000, held={1: 30_000}, released={1: 50_000}, vendor_pays=True) == Cover(
        {1: 30_000}, {1: 50_000}, 20_000
    )


def test_fraud_is_the_market_s_loss() -> None:
    assert cover(100_000, held={1: 40_000}, released={1: 60_000}, vendor_pays=False) == Cover({1: 40_000}, {}, 60_000)
    assert is_fraud("fraudulent")
    assert not is_fraud("product_not_received")


@given(MONEY, st.lists(MONEY, max_size=4), st.lists(MONEY, max_size=4), st.booleans())
def test_every_cent_is_covered_and_third_parties_come_last(
    amount: int, held: list[int], released: list[int], pays: bool
) -> None:
    covered = cover(amount, held=dict(enumerate(held)), released=dict(enumerate(released)), vendor_pays=pays)
    assert covered.total == amount
    assert sum(covered.held.values()) == min(amount, sum(held))
    assert covered.rest == 0 or sum(covered.released.values()) == (sum(released) if pays else 0)
    assert all(part <= released[unit] for unit, part in covered.released.items())
