"""The arithmetic of comparing: worked examples, and properties of any set of bids."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from rfq.comparison import Bid, Weighting, compare, reliability, summarise

HANWEI = Bid("Hanwei", 2_060_000, 535_000, 32, Decimal(5000), shipped_orders=31, shipped_on_time=30)
NORDMETAL = Bid("Nordmetal", 2_490_000, 90_000, 18, Decimal(5000), shipped_orders=90, shipped_on_time=89)
NEW = Bid("Bajio", 2_370_000, 380_000, 29, Decimal(5000))

bids = st.lists(
    st.builds(
        Bid,
        name=st.sampled_from(["A", "B", "C", "D", "E"]),
        goods_minor=st.integers(1, 10**9),
        freight_minor=st.integers(0, 10**7),
        lead_time_days=st.integers(1, 730),
        quantity=st.decimals("0.001", "100000", places=3),
        shipped_orders=st.just(40),
        shipped_on_time=st.integers(0, 40),
    ),
    min_size=1,
    max_size=8,
)


def test_a_worked_example() -> None:
    columns = compare([HANWEI, NORDMETAL, NEW])
    assert [column.unit_landed_minor for column in columns] == [519, 516, 550]
    assert [column.cost_mark for column in columns] == [99, 100, 94]
    assert [column.speed_mark for column in columns] == [56, 100, 62]
    assert [column.reliability_mark for column in columns] == [93, 97, 70]
    assert [column.score for column in columns] == [86, 99, 79]
    assert [column.recommended for column in columns] == [False, True, False]
    assert [column.verdict for column in columns] == [
        "In between",
        "Lowest cost, fastest, most reliable",
        "New on the market",
    ]


def test_the_strip_above_the_table() -> None:
    summary = summarise([HANWEI, NORDMETAL, NEW], target_minor=2_520_000)
    assert summary is not None
    assert (summary.best_name, summary.best_landed_minor) == ("Nordmetal", 2_580_000)
    assert (summary.spread_minor, summary.spread_permille) == (170_000, 62)
    assert summary.against_target_permille == -183


def test_a_single_bid_is_recommended_and_marked_best_in_nothing() -> None:
    (column,) = compare([NEW])
    assert column.recommended
    assert column.best == frozenset()
    assert summarise([]) is None
    assert compare([]) == []


def test_one_good_order_does_not_beat_fifty() -> None:
    once = Bid("Once", 1, 0, 1, shipped_orders=1, shipped_on_time=1)
    often = Bid("Often", 1, 0, 1, shipped_orders=50, shipped_on_time=48)
    assert (reliability(once), reliability(often)) == (75, 94)


@given(bids, st.sampled_from(Weighting))
def test_scores_are_percent_and_one_bid_is_recommended(offered: list[Bid], weighting: Weighting) -> None:
    columns = compare(offered, weighting)
    assert all(0 <= column.score <= 100 for column in columns)
    assert [column.recommended for column in columns].count(True) == 1
    assert next(column for column in columns if column.recommended).score == max(column.score for column in columns)


@given(bids, st.sampled_from(Weighting))
def test_the_order_of_bids_does_not_matter(offered: list[Bid], weighting: Weighting) -> None:
    forth = {(column.bid, column.score) for column in compare(offered, weighting)}
    back = {(column.bid, column.score) for column in compare(offered[::-1], weighting)}
    assert forth == back


@given(bids)
def test_a_lower_price_never_lowers_the_own_score(offered: list[Bid]) -> None:
    first, *rest = offered
    cheaper = Bid(
        first.name, max(first.goods_minor - 1000, 1), first.freight_minor, first.lead_time_days, first.quantity,
        shipped_orders=first.shipped_orders, shipped_on_time=first.shipped_on_time,
    )  # fmt: skip
    assert compare([cheaper, *rest])[0].score >= compare([first, *rest])[0].score


@given(bids)
def test_the_cheapest_has_the_full_cost_mark_and_the_best_marker_is_deserved(offered: list[Bid]) -> None:
    columns = compare(offered)
    lowest = min(bid.landed_minor for bid in offered)
    for column in columns:
        assert (column.bid.landed_minor == lowest) <= (column.cost_mark == 100)
        assert ("landed" in column.best) <= (column.bid.landed_minor == lowest)
