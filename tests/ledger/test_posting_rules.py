"""Every movement has its line of rules, the database has them too, and no line is there for nothing."""

import inspect
from collections import defaultdict

import pytest
from django.db import connection, transaction

from marketplace.ledger import movements, reference
from marketplace.ledger.movements import Leg, Movement
from marketplace.ledger.rules import RULES
from marketplace.ledger.services import post
from marketplace.ledger.services.journal import NoPostingRule
from tests.ledger.conftest import AT
from tests.ledger.examples import EXAMPLES

pytestmark = pytest.mark.django_db


def test_every_movement_has_rules() -> None:
    kinds = {name for name in movements.__all__ if inspect.isfunction(getattr(movements, name))}
    assert kinds == set(RULES)


def test_the_worked_examples_keep_the_rules() -> None:
    used: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for example in EXAMPLES:
        for leg in example.movement.legs:
            used[example.movement.kind].add((leg.account.kind, "D" if leg.amount_minor > 0 else "C"))
    assert {kind: sides - RULES[kind].sides() for kind, sides in used.items() if sides - RULES[kind].sides()} == {}


def test_the_database_has_the_rules_of_the_code() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, account_kind, side::text FROM ledger_posting_rule WHERE kind = ANY (%s)", [list(RULES)]
        )
        booked = set(cursor.fetchall())
    assert booked == {(kind, account, side) for kind, rule in RULES.items() for account, side in rule.sides()}


def test_a_movement_without_rules_is_refused_by_name() -> None:
    fee = movements.provider_fee(provider="stripe", currency="EUR", amount=5)
    with pytest.raises(NoPostingRule, match="provider_gift may not"), transaction.atomic():
        post(key="gift", movement=Movement("provider_gift", fee.legs), at=AT)
    backwards = Movement("provider_fee", tuple(Leg(leg.account, -leg.amount_minor) for leg in fee.legs))
    with pytest.raises(NoPostingRule, match="provider_fee may not"), transaction.atomic():
        post(key="backwards", movement=backwards, at=AT)


def test_a_currency_keeps_its_scale(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reference, "scales", lambda: {"EUR": 3})
    with connection.cursor() as cursor, pytest.raises(reference.ScaleChanged, match="EUR is booked with 2 decimals"):
        reference.load_scales(cursor)
