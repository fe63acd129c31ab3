"""The contract goes before the supplier's policy, and that before the floor."""

from escrow.returns.states import Payer, Reason, Remedy
from escrow.returns.terms import FLOOR, ReturnTerms, from_json, resolve, shortfalls


def test_the_floor_holds_where_nothing_is_said() -> None:
    terms = resolve(None, None)
    assert terms == FLOOR
    assert (terms.window_days(Reason.DEFECTIVE), terms.window_days(Reason.SURPLUS)) == (30, 0)


def test_the_contract_wins_field_by_field() -> None:
    seller = {"restocking_bp": 1500, "windows": {"SURPLUS": 14}, "freight_otherwise": Payer.SPLIT}
    contract = {"restocking_bp": 500, "windows": {"DEFECTIVE": 90}}
    terms = resolve(contract, seller)
    assert terms.restocking_bp == 500
    assert terms.window_days(Reason.DEFECTIVE) == 90
    assert terms.window_days(Reason.SURPLUS) == 14
    assert terms.freight_payer(Reason.SURPLUS) == Payer.SPLIT
    assert terms.source == "contract"


def test_no_restocking_fee_for_the_suppliers_fault() -> None:
    terms = ReturnTerms(restocking_bp=1500)
    assert (terms.restocking(Reason.DAMAGED), terms.restocking(Reason.SURPLUS)) == (0, 1500)


def test_what_is_frozen_reads_back() -> None:
    terms = resolve({"keep_below_bp": 100, "remedies": ["REFUND"]}, None)
    assert from_json(terms.as_json()) == terms


def test_small_claims_need_no_freight() -> None:
    terms = ReturnTerms(keep_below_bp=100)
    assert terms.waives_goods(250, 25_000)
    assert not terms.waives_goods(251, 25_000)


def test_a_policy_below_the_floor_is_named() -> None:
    poor = ReturnTerms(windows=dict.fromkeys(Reason.values, 7), freight_on_fault=Payer.BUYER, remedies=(Remedy.REPAIR,))
    assert sorted(shortfalls(poor)) == ["fault_days", "freight_on_fault", "remedies"]
    assert shortfalls(FLOOR) == {}
