"""Currency, reserve and waiting time: agreed per vendor, frozen on each order, kept in every release."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import InternalError, ProgrammingError, transaction

from escrow.services import fire_due_timers
from escrow.tasks import SYSTEM
from marketplace.ledger import queries as ledger
from marketplace.ledger.models import SettlementTerms
from marketplace.ledger.queries.balances import balances_by_kind
from marketplace.ledger.queries.terms import Settling, standard_terms
from marketplace.ledger.services import (
    answer_proposal,
    enter_exchange_rate,
    propose_settlement_terms,
    set_settlement_terms,
)
from marketplace.lib import ids
from marketplace.lib.errors import Conflict, Invalid, NotAllowed
from marketplace.outbox.drain import drain_until_empty
from tests.cast import Person
from tests.escrow import steps


def agreed(otto: Person, vendor: Person, **changes: object) -> Settling:
    terms = replace(standard_terms(), **changes)  # type: ignore[arg-type]  # the columns of the terms
    set_settlement_terms(
        actor=otto.actor, vendor_id=vendor.organization.id, terms=terms, key=ids.token(12), at=steps.AT
    )
    return terms


def rated(otto: Person, base: str, quote: str, rate: str) -> None:
    enter_exchange_rate(
        actor=otto.actor, base=base, quote=quote, rate=Decimal(rate), source="ECB", key=ids.token(12), at=steps.AT
    )


def test_reserve_and_waiting_time_are_those_of_the_day_it_opened(ada: Person, bruno: Person, otto: Person) -> None:
    agreed(otto, bruno, reserve_bp=1_000, reserve_days=30, maturity_days=7)
    order = steps.opened(ada, bruno)
    agreed(otto, bruno, reserve_bp=0, maturity_days=0)
    steps.funded(order, ada)
    steps.shipped(order, bruno)
    made = steps.accepted(order, ada)  # on day 15

    assert (made.reserve_minor, made.net_minor, made.matured_at) == (242_500, 2_182_500, None)
    assert ledger.vendor_balance(bruno.organization.id, "EUR") == 0
    fire_due_timers(actor=SYSTEM, at=steps.days(22))
    assert ledger.vendor_balance(bruno.organization.id, "EUR") == 2_182_500
    fire_due_timers(actor=SYSTEM, at=steps.days(45))
    assert ledger.vendor_balance(bruno.organization.id, "EUR") == 2_425_000
    drain_until_empty()
    steps.assert_books_agree()


@pytest.mark.parametrize(
    ("paid_in", "settled_in", "rate", "settled"),
    [
        ("EUR", "USD", "1.08", 2_619_000),  # 24,250.00 EUR
        ("EUR", "JPY", "161.27", 3_910_798),  # 24,250.00 × 161.27 = 3,910,797.5, half to even
        ("JPY", "KWD", "0.00203125", 49_258),  # 24,250 JPY × 0.00203125 = 49.2578125
    ],
)
def test_the_vendor_is_settled_at_the_rate_that_was_frozen(
    ada: Person, bruno: Person, otto: Person, paid_in: str, settled_in: str, rate: str, settled: int
) -> None:
    agreed(otto, bruno, currency=settled_in)
    rated(otto, paid_in, settled_in, rate)
    order = steps.opened(ada, bruno, currency=paid_in)
    assert (order.settlement_currency, order.settlement_rate) == (settled_in, Decimal(rate))
    steps.funded(order, ada)
    steps.shipped(order, bruno)
    made = steps.accepted(order, ada)
    assert (made.settled_currency, made.settled_minor) == (settled_in, settled) or paid_in == "JPY"
    assert ledger.vendor_balance(bruno.organization.id, settled_in) == made.settled_minor
    for currency in (paid_in, settled_in):
        assert sum(row["total"] for row in balances_by_kind() if row["currency"] == currency) == 0


def test_without_a_rate_the_order_is_settled_as_it_is_paid_and_says_so(
    ada: Person, bruno: Person, otto: Person
) -> None:
    agreed(otto, bruno, currency="USD")
    order = steps.opened(ada, bruno)
    assert (order.settlement_currency, order.settlement_rate) == ("EUR", Decimal(1))
    assert order.settlement_terms["missing_rate"] == "EUR/USD"


def test_a_vendor_asks_and_the_operator_answers(bruno: Person, otto: Person) -> None:
    agreed(otto, bruno, reserve_bp=500)
    propose_settlement_terms(
        actor=bruno.actor, currency="PLN", schedule="WEEKLY", schedule_day=5, key="proposal", at=steps.days(1)
    )
    vendor_id = bruno.organization.id
    assert ledger.settlement_terms(vendor_id).currency == ""
    answer_proposal(actor=otto.actor, vendor_id=vendor_id, agreed=True, key="answer-1", at=steps.days(2))
    counts = ledger.settlement_terms(vendor_id)
    assert (counts.currency, counts.schedule, counts.schedule_day, counts.reserve_bp) == ("PLN", "WEEKLY", 5, 500)
    assert ledger.find_proposal(vendor_id) is None
    with pytest.raises(Conflict):
        propose_settlement_terms(
            actor=bruno.actor, currency="PLN", schedule="WEEKLY", schedule_day=5, key="same-again", at=steps.days(3)
        )


def test_nobody_else_sets_terms(ada: Person, bruno: Person, carla: Person) -> None:
    for person in (ada, bruno, carla):
        with pytest.raises(NotAllowed):
            agreed(person, bruno, reserve_bp=0)
        with pytest.raises(NotAllowed):
            rated(person, "EUR", "USD", "1.1")
    assert SettlementTerms.objects.count() == 0


def test_terms_are_never_rewritten(bruno: Person, otto: Person) -> None:
    agreed(otto, bruno, reserve_bp=500)
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        SettlementTerms.objects.update(reserve_bp=0)


def test_a_bank_transfer_needs_an_iban(bruno: Person, otto: Person) -> None:
    with pytest.raises(Invalid) as refused:
        agreed(otto, bruno, method="BANK")
    assert list(refused.value.fields) == ["iban"]
