"""The three-way check says in words what differs, and nothing when all three agree."""

from decimal import Decimal

from escrow.credit.matching import Ordered, differences

CONTRACT = Ordered("EUR", 2_500_000, {1: Decimal(5000)})


def check(paper: Ordered | None, delivered: int, before: int = 0, *, needs: bool = False) -> list[str]:
    return differences(paper, CONTRACT, {1: Decimal(delivered)}, {1: Decimal(before)}, needs_purchase_order=needs)


def test_agreement_is_silent() -> None:
    assert check(CONTRACT, 5000) == []
    assert check(None, 2000, 3000) == []


def test_a_missing_paper_blocks_where_it_is_required() -> None:
    assert check(None, 5000, needs=True) == ["The buyer requires a purchase order, and none is on file."]


def test_papers_that_differ() -> None:
    paper = Ordered("EUR", 2_400_000, {1: Decimal(4800)})
    assert check(paper, 4800) == [
        "The totals of the purchase order and the contract differ.",
        "Line 1: 4,800 in the purchase order, 5,000 in the contract.",
    ]
    assert check(Ordered("USD", 2_500_000, {1: Decimal(5000)}), 5000) == [
        "The purchase order is in USD, the contract in EUR."
    ]


def test_more_delivered_than_ordered() -> None:
    assert check(CONTRACT, 2001, 3000) == [
        "Line 1: 5,001 delivered in all, 5,000 in the purchase order.",
        "Line 1: 5,001 delivered in all, 5,000 in the contract.",
    ]
