"""A run keeps its verdict, and what it finds stops money until an operator lifts it."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from marketplace.ledger import movements, services
from marketplace.ledger.models import LedgerFreeze, Order, VerifyRun
from marketplace.ledger.services import Frozen, lift_freeze, post, refuse_if_frozen
from marketplace.ledger.services.journal.verification import run_verification
from marketplace.ledger.verify import recent_verdict, scope_since
from marketplace.lib.errors import Conflict, Invalid, NotAllowed
from tests.cast import Person
from tests.ledger.conftest import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def paid(order: Order) -> Order:
    movement = movements.payment_received(
        provider="stripe", order_number=order.number, leg=1, currency="EUR", amount=2_500_000
    )
    post(key="ch:1", movement=movement, order_id=order.id, at=AT)
    return order


def tamper() -> None:
    """One unit, as only the tables' owner can."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE ledger_posting DISABLE TRIGGER append_only_rows")
        cursor.execute("UPDATE ledger_posting SET amount_minor = amount_minor - 1 WHERE account_seq IS NOT NULL")
        cursor.execute("ALTER TABLE ledger_posting ENABLE TRIGGER append_only_rows")


def test_keeps_a_clean_verdict(paid: Order) -> None:
    run = run_verification(at=AT)
    assert (run.entries, run.postings, run.findings) == (1, 2, [])
    assert recent_verdict(AT).checked_at == AT
    assert run.figures["safeguards"] == [{"currency": "EUR", "assets_minor": 2_500_000, "owed_minor": 2_500_000}]
    refuse_if_frozen(order=paid)


def test_one_unit_is_found_by_several_checks_and_freezes_what_it_touches(paid: Order) -> None:
    tamper()
    found = {finding["check"] for finding in run_verification(at=AT).findings}
    assert {"entries_add_up_to_zero", "guarded_balances_re_add", "running_balances_are_gapless"} <= found
    with pytest.raises(Frozen):
        refuse_if_frozen(order=paid)
    with pytest.raises(Frozen):
        refuse_if_frozen(accounts=[f"escrow:{paid.number}/1"])
    refuse_if_frozen(accounts=["psp:stripe:EUR"])


def test_freezes_once_however_often_it_runs(paid: Order) -> None:
    tamper()
    run_verification(at=AT)
    before = LedgerFreeze.objects.count()
    run_verification(at=AT)
    assert LedgerFreeze.objects.count() == before


def test_an_operator_lifts_with_a_reason(paid: Order, otto: Person, bruno: Person) -> None:
    tamper()
    run_verification(at=AT)
    freezes = list(LedgerFreeze.objects.all())
    with pytest.raises(NotAllowed):
        lift_freeze(actor=bruno.actor, freeze_id=freezes[0].id, reason="mine", at=AT)
    with pytest.raises(Invalid):
        lift_freeze(actor=otto.actor, freeze_id=freezes[0].id, reason=" ", at=AT)
    for freeze in freezes:
        lift_freeze(actor=otto.actor, freeze_id=freeze.id, reason="Restored from the backup of the night.", at=AT)
    refuse_if_frozen(order=paid)
    with pytest.raises(Conflict):
        lift_freeze(actor=otto.actor, freeze_id=freezes[0].id, reason="again", at=AT)


def test_the_command_exits_with_an_error_on_a_cent(paid: Order) -> None:
    out = StringIO()
    call_command("verify_ledger", json=True, stdout=out)
    assert json.loads(out.getvalue())["findings"] == []
    tamper()
    with pytest.raises(CommandError, match="does not add up"):
        call_command("verify_ledger", stdout=StringIO())


def test_since_looks_only_at_what_was_booked_from_then_on(paid: Order) -> None:
    later = VerifyRun.objects.create(checked_at=AT, milliseconds=0, checks=0, entries=0, postings=0)
    assert run_verification(at=later.checked_at, scope=scope_since(AT)).entries == 1
    out = StringIO()
    call_command("verify_ledger", since="2099-01-01", json=True, stdout=out)
    assert json.loads(out.getvalue())["entries"] == 0


def test_the_market_pays_itself_only_what_is_not_held_for_others(paid: Order) -> None:
    with pytest.raises(services.NotCovered):
        services.require_covered_payout(currency="EUR", amount_minor=1)
    post(key="in", movement=movements.owner_paid_in(currency="EUR", amount=500), at=AT)
    services.require_covered_payout(currency="EUR", amount_minor=500)
    with pytest.raises(services.NotCovered):
        services.require_covered_payout(currency="EUR", amount_minor=501)
