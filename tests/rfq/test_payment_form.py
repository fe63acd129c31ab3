"""The form of a payment plan: what a supplier types becomes the plan that the order freezes, and back."""

from typing import Any

import pytest

from marketplace.ledger.plans import Milestone, Plan
from rfq.forms.payment import PaymentForm, payment_initial

STAGES = "Tooling sign-off, 30 %, 20 days\nSeries; 70 %"


def form(**data: Any) -> PaymentForm:
    return PaymentForm({"inspection_days": "10", **data})


@pytest.mark.parametrize(
    ("data", "plan"),
    [
        ({}, Plan()),
        ({"payment_kind": "deposit", "deposit_percent": "33.5"}, Plan(kind="deposit", deposit_bp=3_350)),
        ({"payment_kind": "terms", "net_days": "45"}, Plan(kind="terms", net_days=45)),
        (
            {"payment_kind": "milestones", "milestones": STAGES},
            Plan(
                kind="milestones",
                milestones=(
                    Milestone(title="Tooling sign-off", share_bp=3_000, days=20),
                    Milestone(title="Series", share_bp=7_000),
                ),
            ),
        ),
        (
            {"retention_percent": "5", "retention_days": "90", "inspection_by": "SGS Katowice"},
            Plan(retention_bp=500, retention_days=90, inspection_required=True, inspection_by="SGS Katowice"),
        ),
    ],
)  # fmt: skip
def test_what_is_typed_is_the_plan_and_back(data: dict[str, str], plan: Plan) -> None:
    typed = form(**data)

    assert typed.is_valid(), typed.errors
    assert typed.plan() == plan
    again = form(**{name: str(value) for name, value in payment_initial(plan).items() if value is not None})
    assert again.is_valid(), again.errors
    assert again.plan() == plan


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"payment_kind": "deposit"}, "deposit_percent"),
        ({"payment_kind": "milestones", "milestones": "Tooling"}, "milestones"),
        ({"payment_kind": "milestones", "milestones": "Tooling, 30 %"}, "milestones"),
        ({"payment_kind": "terms"}, "net_days"),
        ({"retention_percent": "5"}, "retention_days"),
    ],
)
def test_the_field_that_is_wrong_is_named(data: dict[str, str], field: str) -> None:
    refused = form(**data)

    assert not refused.is_valid()
    assert field in refused.errors
