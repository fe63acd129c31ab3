"""Shares, due dates, discounts, interest, ageing, tax: literals, and that no cent is lost in any pieces."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escrow.credit import ageing, invoice_lines, payment_terms, shares, taxes
from escrow.credit.payment_terms import Terms
from escrow.credit.shares import Shares

ISSUED = date(2026, 3, 12)


def test_an_invoice_takes_its_part_of_the_commission() -> None:
    first = shares.of_invoice(order_total=2_500_000, commission=75_000, commission_tax=0, before=0, amount=1_000_000)
    assert first == Shares(terms=970_000, commission=30_000, commission_tax=0)


@given(st.integers(1, 10**9), st.integers(0, 3_000), st.integers(0, 600), st.lists(st.integers(1, 100), min_size=1))
def test_pieces_add_up_to_the_whole(total: int, bp: int, tax_bp: int, weights: list[int]) -> None:
    commission, tax = total * bp // 10_000, total * tax_bp // 10_000
    cuts = [total * sum(weights[:n]) // sum(weights) for n in range(len(weights) + 1)]
    parts = [
        shares.of_invoice(order_total=total, commission=commission, commission_tax=tax, before=low, amount=high - low)
        for low, high in pairwise(cuts)
    ]
    assert sum(part.commission for part in parts) == commission
    assert sum(part.commission_tax for part in parts) == tax
    assert sum(part.total for part in parts) == total
    assert all(part.terms >= 0 for part in parts)


def test_a_share_outside_of_the_whole_is_refused() -> None:
    with pytest.raises(ValueError, match="not within"):
        shares.running_part(100, whole=10, before=8, amount=3)


@pytest.mark.parametrize(
    ("terms", "due"),
    [
        (Terms(30), date(2026, 4, 11)),
        (Terms(30, end_of_month=True), date(2026, 4, 30)),
        (Terms(0, end_of_month=True), date(2026, 3, 31)),
    ],
)
def test_due_dates(terms: Terms, due: date) -> None:
    assert payment_terms.due_date(ISSUED, terms) == due


def test_terms_in_the_words_of_the_trade() -> None:
    assert Terms(30, discount_bp=200, discount_days=10).words == "2/10 net 30"
    assert Terms(30, end_of_month=True).words == "net 30 EOM"
    assert Terms(30, discount_bp=250, discount_days=7).words == "2.5/7 net 30"


def test_the_discount_ends_after_its_last_day() -> None:
    terms = Terms(30, discount_bp=200, discount_days=10)
    assert payment_terms.early_discount(1_000_000, ISSUED, date(2026, 3, 22), terms) == 20_000
    assert payment_terms.early_discount(1_000_000, ISSUED, date(2026, 3, 23), terms) == 0


def test_late_interest_is_simple() -> None:
    assert payment_terms.late_interest(1_000_000, 1_015, 365) == 101_500
    assert payment_terms.late_interest(1_000_000, 1_015, 15) == 4_171
    assert payment_terms.late_interest(1_000_000, 1_015, -3) == 0


def test_ageing_has_all_buckets() -> None:
    today = date(2026, 6, 30)
    items = [(today, 100), (date(2026, 6, 29), 200), (date(2026, 6, 15), 300), (date(2026, 6, 14), 400),
             (date(2026, 5, 30), 500), (date(2026, 5, 1), 600), (date(2026, 4, 30), 700)]  # fmt: skip
    assert [(age.label, age.amount_minor, age.count) for age in ageing.spread(items, today)] == [
        ("Not due", 100, 1), ("1–15", 500, 2), ("16–30", 400, 1), ("31–60", 1_100, 2), ("60+", 700, 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("seller", "seller_vat", "buyer", "buyer_vat", "expected"),
    [
        ("PL", "PL1", "PL", "PL2", ("S", 2300)),
        ("PL", "PL1", "NL", "NL2", ("K", 0)),
        ("PL", "PL1", "NL", "", ("S", 2300)),
        ("PL", "PL1", "CH", "CHE1", ("G", 0)),
        ("PL", "", "NL", "NL2", ("O", 0)),
        ("CN", "91", "NL", "NL2", ("O", 0)),
    ],
)
def test_which_tax(seller: str, seller_vat: str, buyer: str, buyer_vat: str, expected: tuple[str, int]) -> None:
    tax = taxes.tax_of(seller_country=seller, seller_vat=seller_vat, buyer_country=buyer, buyer_vat=buyer_vat)
    assert (tax.category, tax.rate_bp) == expected


def test_tax_is_contained_in_the_price() -> None:
    assert taxes.contained(12_300, 2_300) == 2_300


LINES = [
    invoice_lines.OrderedLine(1, "ND-1280", "Enclosure", Decimal(5000), "pcs", Decimal("4.82")),
    invoice_lines.OrderedLine(2, "ND-9", "Seal", Decimal(100), "pcs", Decimal("0.333333")),
]


def test_what_the_goods_do_not_explain_is_freight() -> None:
    made = invoice_lines.draft(
        LINES, {1: Decimal(5000)}, amount_minor=2_500_000, has_freight=True, rate_bp=0, currency="EUR"
    )
    assert [(line.description, line.net_minor, line.unit_price) for line in made] == [
        ("Enclosure", 2_410_000, Decimal("4.820000")),
        ("Freight", 90_000, Decimal("900.000000")),
    ]


@given(st.integers(1, 10**8), st.integers(0, 2_700), st.booleans(), st.integers(0, 5000), st.integers(0, 100))
def test_lines_add_up_to_the_invoice(amount: int, rate: int, has_freight: bool, first: int, second: int) -> None:
    made = invoice_lines.draft(
        LINES, {1: Decimal(first), 2: Decimal(second)}, amount_minor=amount, has_freight=has_freight, rate_bp=rate,
        currency="EUR",
    )  # fmt: skip
    assert sum(line.net_minor + line.tax_minor for line in made) == amount
    assert sum(line.tax_minor for line in made) == taxes.contained(amount, rate)
