"""A line of the provider beside ours."""

import pytest

from escrow.reconciliation.matching import Comparison, Theirs, Verdict, compare, keys_of

KEYS = ("stripe:ch_1", "stripe:ch_1:fee")


@pytest.mark.parametrize(
    ("booked", "expected"),
    [
        ({"stripe:ch_1": 100_000, "stripe:ch_1:fee": -2_930}, Comparison(Verdict.MATCHED, 0)),
        ({"stripe:ch_1": 97_070}, Comparison(Verdict.MATCHED, 0)),
        ({"stripe:ch_1": 100_000}, Comparison(Verdict.FEE_DIFFERS, -2_930)),
        ({"stripe:ch_1": 100_000, "stripe:ch_1:fee": -2_900}, Comparison(Verdict.FEE_DIFFERS, -30)),
        ({"stripe:ch_1": 99_999, "stripe:ch_1:fee": -2_930}, Comparison(Verdict.AMOUNT_DIFFERS, 1)),
        ({"stripe:ch_1:fee": -2_930}, Comparison(Verdict.MISSING_OURS, 97_070)),
        ({}, Comparison(Verdict.MISSING_OURS, 97_070)),
    ],
)
def test_verdicts(booked: dict[str, int], expected: Comparison) -> None:
    assert compare(Theirs("charge", 100_000, 2_930), booked, KEYS) == expected


def test_a_dispute_holds_amount_and_fee_in_one_entry() -> None:
    assert compare(Theirs("dispute", -100_000, 1_500), {"stripe:dp_1": -101_500}, ("stripe:dp_1", "")) == Comparison(
        Verdict.MATCHED, 0
    )


def test_what_undoes_an_object_has_a_key_of_its_own() -> None:
    assert keys_of(["stripe:re_1"], "refund") == [("stripe:re_1", "stripe:re_1:fee")]
    assert keys_of(["stripe:re_1"], "refund_failure") == [("stripe:re_1:failed", "stripe:re_1:failed:fee")]
    assert keys_of(["stripe:dp_1"], "dispute_reversal") == [("stripe:dp_1:won", "stripe:dp_1:won:fee")]
