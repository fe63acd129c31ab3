"""Commission: found by rules when an order opens, frozen on it, and explained line by line."""

from decimal import Decimal

import pytest
from django.db import InternalError, ProgrammingError, transaction
from hypothesis import given
from hypothesis import strategies as st

from marketplace.ledger.commission import Charged, Frozen, Rule, charge
from marketplace.ledger.models import CommissionRule, Order
from marketplace.ledger.plans import Plan
from marketplace.ledger.services import (
    NewLine,
    NewRule,
    add_commission_rule,
    end_commission_rule,
    open_order,
)
from marketplace.lib.errors import Invalid, NotAllowed
from tests.cast import Person
from tests.ledger.conftest import AT, make_order

STANDARD = Rule(basis_points=300)
FASTENERS = Rule(name="Fasteners", category_path="7-31", basis_points=200, tax_basis_points=2300)


def charged(
    *rules: Rule, lines: list[tuple[str, int]], freight: int = 0, currency: str = "EUR", plan: str = "single"
) -> Charged:
    return charge(
        lines=lines, freight=freight, rules=rules, standard=STANDARD, vendor="v", plan_kind=plan, currency=currency
    )


def test_each_line_goes_by_its_category_and_freight_follows_the_goods() -> None:
    found = charged(FASTENERS, lines=[("7-31-402", 300_000), ("9", 100_000)], freight=40_000)
    assert [(part.value, part.commission, part.tax) for part in found.parts] == [
        (330_000, 6_600, 1_518),
        (110_000, 3_300, 0),
    ]
    assert found.words() == "Fasteners 2 %: €66.00 · tax 23 %: €15.18; Order 3 %: €33.00"


def test_a_category_is_not_its_neighbour() -> None:
    assert charged(FASTENERS, lines=[("7-312", 100_000)]).commission == 3_000


def test_the_most_specific_rule_decides() -> None:
    plan = Rule(name="Milestones", plan_kind="milestones", basis_points=500)
    deep = Rule(name="Screws", category_path="7-31-402", basis_points=150)
    own = Rule(name="Contract", vendor="v", basis_points=100)
    other = Rule(name="Not theirs", vendor="w", basis_points=0)
    line = [("7-31-402", 100_000)]
    assert charged(plan, lines=line).commission == 3_000
    assert charged(plan, lines=line, plan="milestones").commission == 5_000
    assert charged(plan, FASTENERS, lines=line, plan="milestones").commission == 2_000
    assert charged(plan, FASTENERS, deep, lines=line, plan="milestones").commission == 1_500
    assert charged(plan, FASTENERS, deep, own, other, lines=line, plan="milestones").commission == 1_000


def test_between_equals_the_newest_decides() -> None:
    old = Rule(basis_points=100, order=("2026-01-01", "a"))
    new = Rule(basis_points=200, order=("2026-02-01", "b"))
    assert charged(new, old, lines=[("", 100_000)]).commission == 2_000


@pytest.mark.parametrize(("goods", "commission"), [(99_999, 3_000), (100_000, 2_500), (1_000_000, 10_000)])
def test_tiers_go_by_the_value_of_the_order(goods: int, commission: int) -> None:
    tiered = Rule(currency="EUR", basis_points=300, tiers=((100_000, 250), (1_000_000, 100)))
    assert charged(tiered, lines=[("", goods)]).commission == commission


def test_fixed_least_and_most() -> None:
    rule = Rule(currency="EUR", basis_points=100, fixed=500, minimum=2_000, maximum=10_000)
    assert [charged(rule, lines=[("", goods)]).commission for goods in (10_000, 200_000, 5_000_000)] == [
        2_000, 2_500, 10_000,
    ]  # fmt: skip


def test_amounts_in_euro_do_not_apply_to_yen() -> None:
    rule = Rule(currency="EUR", basis_points=100, fixed=500)
    assert charged(rule, lines=[("", 100_000)], currency="JPY").commission == 3_000


def test_the_least_never_exceeds_the_order() -> None:
    rule = Rule(currency="EUR", minimum=10_000, tax_basis_points=2300)
    found = charged(rule, lines=[("", 500)])
    assert (found.commission, found.tax) == (500, 0)


_RULES = st.builds(
    Rule, category_path=st.sampled_from(["", "7", "7-31"]), basis_points=st.integers(0, 5_000),
    fixed=st.integers(0, 10_000), minimum=st.integers(0, 5_000), tax_basis_points=st.integers(0, 5_000),
)  # fmt: skip


@given(
    rules=st.lists(_RULES, max_size=4),
    lines=st.lists(st.tuples(st.sampled_from(["", "7", "7-31-4", "9"]), st.integers(0, 10**9)), min_size=1, max_size=6),
    freight=st.integers(0, 10**7),
)
def test_parts_cover_the_order_and_no_cent_more_is_taken(
    rules: list[Rule], lines: list[tuple[str, int]], freight: int
) -> None:
    found = charged(*rules, lines=lines, freight=freight)
    total = sum(amount for _, amount in lines) + freight
    assert sum(part.value for part in found.parts) == total
    assert 0 <= found.commission + found.tax <= total


@given(
    total=st.integers(1, 10**9),
    shares=st.lists(st.integers(1, 10**6), min_size=1, max_size=20),
    bp=st.integers(0, 5_000),
)
def test_any_division_of_an_order_takes_what_was_frozen(total: int, shares: list[int], bp: int) -> None:
    frozen = Frozen(total=total, commission=total * bp // 10_000, tax=total * bp // 50_000)
    taken, before = (0, 0), 0
    for cut in [*(total * sum(shares[:n]) // sum(shares) for n in range(1, len(shares))), total]:
        commission, tax = frozen.part(before, cut - before)
        taken, before = (taken[0] + commission, taken[1] + tax), cut
    assert taken == (frozen.commission, frozen.tax)


def opened(ada: Person, bruno: Person, *, key: str, plan: Plan | None = None) -> Order:
    return open_order(
        actor=ada.actor, buyer_id=ada.organization.id, vendor_id=bruno.organization.id, title="Bolts",
        currency="EUR", lines=[NewLine("Bolt M8", Decimal("1000"), "pcs", Decimal("2.50"), category_path="7-31")],
        freight_minor=0, lead_time_days=1, source="rfq:RFQ-1", terms={}, ship_to={}, key=key, at=AT, plan=plan,
    )  # fmt: skip


@pytest.mark.django_db
def test_the_rule_of_today_is_frozen_on_the_order(ada: Person, bruno: Person, carla: Person, otto: Person) -> None:
    rule = NewRule(
        name="Fasteners", vendor_id=bruno.organization.id, category_path="7", basis_points=250, tax_basis_points=2300
    )
    made = add_commission_rule(actor=otto.actor, rule=rule, key="rule-bruno", at=AT)
    assert add_commission_rule(actor=otto.actor, rule=rule, key="rule-bruno", at=AT).id == made.id

    order = opened(ada, bruno, key="with-rule")
    assert (order.commission_minor, order.commission_tax_minor) == (6_250, 1_438)
    assert order.commission_rule == {
        "words": "Fasteners 2.5 %: €62.50 · tax 23 %: €14.38",
        "parts": [
            {
                "rule": str(made.id), "name": "Fasteners", "words": "2.5 %", "value_minor": 250_000,
                "commission_minor": 6_250, "tax_bp": 2300, "tax_minor": 1_438,
            }
        ],
    }  # fmt: skip
    assert opened(ada, carla, key="another-vendor").commission_minor == 7_500

    end_commission_rule(actor=otto.actor, rule_id=made.id, at=AT)
    assert opened(ada, bruno, key="after-the-end").commission_minor == 7_500
    order.refresh_from_db()
    assert order.commission_minor == 6_250


@pytest.mark.django_db
def test_without_rules_the_market_s_standard_applies(ada: Person, bruno: Person) -> None:
    order = make_order(ada, bruno, key="standard")
    assert (order.commission_minor, order.commission_tax_minor) == (75_000, 0)
    assert order.commission_rule["words"] == "Order 3 %: €750.00"


@pytest.mark.django_db
def test_only_the_operators_finance_adds_and_ends_rules(ada: Person, bruno: Person) -> None:
    for person in (ada, bruno):
        with pytest.raises(NotAllowed):
            add_commission_rule(actor=person.actor, rule=NewRule(name="Free"), key="rule-free", at=AT)
    assert CommissionRule.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rule", "field"),
    [
        (NewRule(name=" "), "name"),
        (NewRule(name="x", basis_points=5_001), "percentage"),
        (NewRule(name="x", fixed_minor=100), "currency"),
        (NewRule(name="x", currency="EUR", minimum_minor=200, maximum_minor=100), "maximum"),
        (NewRule(name="x", plan_kind="barter"), "plan_kind"),
    ],
)
def test_rules_without_sense_name_the_field(otto: Person, rule: NewRule, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        add_commission_rule(actor=otto.actor, rule=rule, key="rule-x", at=AT)
    assert list(refused.value.fields) == [field]


@pytest.mark.django_db
def test_a_rule_cannot_be_rewritten_by_sql(otto: Person) -> None:
    add_commission_rule(actor=otto.actor, rule=NewRule(name="All", basis_points=300), key="rule-all", at=AT)
    for change in ({"basis_points": 1}, {"name": "x"}):
        with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
            CommissionRule.objects.update(**change)
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        CommissionRule.objects.all().delete()
