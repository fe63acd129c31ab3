"""Terms: totals, canonical form and hash, refusals."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from marketplace.lib.errors import Invalid
from rfq.terms import AskedLine, Proposal, Terms, terms_of
from tests.rfq.market import AT, VALID, offer

ASKED = [AskedLine(1, "Enclosure", Decimal("5000.000"), "pcs")]


def made(proposal: Proposal) -> Terms:
    return terms_of(proposal, ASKED, "EUR", AT)


def test_totals_in_minor_units() -> None:
    terms = made(offer("4.98"))
    assert (terms.goods_minor, terms.freight_minor, terms.total_minor) == (2_490_000, 90_000, 2_580_000)


def test_equal_terms_have_equal_hashes_however_written() -> None:
    warsaw = timezone(timedelta(hours=1))
    same = offer("4.980000", quantities={1: Decimal(5000)}, valid_until=VALID.astimezone(warsaw), place=" Rotterdam ")
    assert made(same).hash == made(offer("4.98")).hash


@pytest.mark.parametrize(
    "changes",
    [
        {"prices": {1: Decimal("4.97")}},
        {"freight": 89_999},
        {"incoterm": "FCA"},
        {"place": "Delft"},
        {"days": 19},
        {"valid_until": datetime(2026, 12, 30, tzinfo=UTC)},
        {"note": "In two call-offs"},
        {"quantities": {1: Decimal(4999)}},
    ],
)
def test_any_change_of_terms_changes_the_hash(changes: dict[str, Any]) -> None:
    assert made(offer("4.98", **changes)).hash != made(offer("4.98")).hash


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"prices": {}}, "price_1"),
        ({"prices": {1: Decimal(0)}}, "price_1"),
        ({"prices": {1: Decimal("4.9800001")}}, "price_1"),
        ({"prices": {1: Decimal(10) ** 12}}, "price_1"),
        ({"quantities": {1: Decimal("0.0005")}}, "quantity_1"),
        ({"prices": {1: Decimal(1), 2: Decimal(1)}}, "lines"),
        ({"quantities": {1: Decimal(0)}}, "quantity_1"),
        ({"incoterm": "XXX"}, "incoterm"),
        ({"place": " "}, "place"),
        ({"days": 0}, "lead_time_days"),
        ({"valid_until": AT}, "valid_until"),
    ],
)
def test_refuses(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        made(offer(**changes))
    assert list(refusal.value.fields) == [field]


def test_refuses_negative_freight() -> None:
    with pytest.raises(Invalid) as refusal:
        made(offer(freight=-1))
    assert list(refusal.value.fields) == ["freight"]
