"""Payment plans divide a total exactly, and a plan that cannot be kept is refused with the field and the remedy."""

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.ledger.commission import Frozen
from marketplace.ledger.plans import LateClause, Milestone, Plan
from marketplace.lib.errors import Invalid

THREE = (Milestone(title="Tooling", share_bp=3_000), Milestone(title="Pilot", share_bp=2_000), Milestone(
    title="Series", share_bp=5_000
))  # fmt: skip
PLANS = (
    Plan(),
    Plan(retention_bp=500, retention_days=90),
    Plan(kind="deposit", deposit_bp=3_333),
    Plan(kind="deposit", deposit_bp=3_000, retention_bp=1_000, retention_days=30),
    Plan(kind="milestones", milestones=THREE, retention_bp=333, retention_days=30),
)


@given(plan=st.sampled_from(PLANS), total=st.integers(1_000, 10**12))
def test_legs_and_units_divide_the_total(plan: Plan, total: int) -> None:
    assert sum(leg.amount_minor for leg in plan.legs(total)) == total
    assert sum(unit.amount_minor for unit in plan.units(total)) == total
    assert all(amount > 0 for amount in plan.parts(total))


def test_deposit_and_balance() -> None:
    plan = Plan(kind="deposit", deposit_bp=3_000, retention_bp=1_000, retention_days=30)

    assert [(leg.title, leg.when, leg.amount_minor) for leg in plan.legs(100_001)] == [
        ("Deposit", "order", 30_000), ("Balance", "shipment", 70_001),
    ]  # fmt: skip
    assert [(unit.kind, unit.leg_no, unit.amount_minor) for unit in plan.units(100_001)] == [
        ("DELIVERY", None, 90_001), ("RETENTION", None, 10_000),
    ]  # fmt: skip
    assert plan.words() == "Trade assurance, 30 % deposit, 70 % before shipment, 10 % kept for 30 days"


def test_each_milestone_waits_for_its_own_payment() -> None:
    plan = Plan(kind="milestones", milestones=THREE)

    assert [(leg.no, leg.when, leg.amount_minor) for leg in plan.legs(99_999)] == [
        (1, "order", 30_000), (2, "milestone", 20_000), (3, "milestone", 49_999),
    ]  # fmt: skip
    assert [(unit.title, unit.leg_no) for unit in plan.units(99_999)] == [("Tooling", 1), ("Pilot", 2), ("Series", 3)]


def test_net_terms_ask_for_no_payment_up_front() -> None:
    plan = Plan(kind="terms", net_days=30)

    assert plan.legs(1_000) == []
    assert [unit.amount_minor for unit in plan.units(1_000)] == [1_000]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "barter"}, "plan.kind"),
        ({"version": 2}, "plan.version"),
        ({"kind": "deposit"}, "plan.deposit_bp"),
        ({"kind": "deposit", "deposit_bp": 10_000}, "plan.deposit_bp"),
        ({"kind": "milestones", "milestones": THREE[:2]}, "plan.milestones"),
        ({"kind": "terms", "net_days": 181}, "plan.net_days"),
        ({"retention_bp": 2_001, "retention_days": 30}, "plan.retention_bp"),
        ({"retention_bp": 500}, "plan.retention_days"),
        ({"kind": "terms", "net_days": 30, "retention_bp": 500, "retention_days": 30}, "plan.retention_bp"),
        ({"inspection_days": 0}, "plan.inspection_days"),
        ({"late": LateClause(bp_per_week=200, cap_bp=100)}, "plan.late"),
        ({"cancel_fee_bp": 3_001}, "plan.cancel_fee_bp"),
    ],
)
def test_a_plan_that_cannot_be_kept_names_its_field(values: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        Plan(**values)
    assert list(refused.value.fields) == [field]


@pytest.mark.parametrize("plan", PLANS)
def test_what_an_order_froze_reads_back(plan: Plan) -> None:
    assert Plan.from_json(plan.to_json()) == plan


@pytest.mark.parametrize("body", [{"colour": "red"}, {"late": {"weeks": 3}}, {"milestones": [{"name": "x"}]}])
def test_what_is_no_plan_is_refused(body: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        Plan.from_json(body)


@given(
    total=st.integers(1, 10**12), commission=st.integers(0, 10**6), tax=st.integers(0, 10**6),
    cuts=st.lists(st.integers(0, 10_000), max_size=12),
)  # fmt: skip
def test_commission_in_parts_is_the_commission(total: int, commission: int, tax: int, cuts: list[int]) -> None:
    frozen = Frozen(total=total, commission=min(commission, total), tax=min(tax, total))
    edges = [0, *sorted(total * cut // 10_000 for cut in cuts), total]
    parts = [frozen.part(start, end - start) for start, end in itertools.pairwise(edges)]

    assert sum(part[0] for part in parts) == frozen.commission
    assert sum(part[1] for part in parts) == frozen.tax
    assert all(part[0] >= 0 and part[1] >= 0 for part in parts)


def test_commission_on_more_than_there_is_is_refused() -> None:
    with pytest.raises(ValueError, match="more than"):
        Frozen(total=100, commission=3, tax=0).part(60, 41)
