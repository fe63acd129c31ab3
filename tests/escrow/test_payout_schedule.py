"""Whom a run pays: by payday, minimum, payout account and debt; and transfers from our own bank."""

from dataclasses import replace
from datetime import date

import pytest

from escrow import paydays
from escrow.gateways.models import Recipient
from escrow.machinery.payables import payables
from escrow.models import Payout, Release
from escrow.services import (
    NeedsSecondOperator,
    report_bank_payout_returned,
    report_bank_payout_sent,
    run_payout_batch,
)
from marketplace.ledger import movements
from marketplace.ledger import queries as ledger
from marketplace.ledger.queries.terms import standard_terms
from marketplace.ledger.services import post, set_settlement_terms
from marketplace.lib import ids
from marketplace.lib.errors import Invalid, NotAllowed
from marketplace.lib.state import WrongState
from tests.cast import Person, member
from tests.escrow import steps

BANK = {"method": "BANK", "iban": "PL61109010140000071219812874", "bic": "WBKPPLPP"}


def agreed(otto: Person, vendor: Person, **changes: object) -> None:
    terms = replace(standard_terms(), **changes)  # type: ignore[arg-type]  # the columns of the terms
    set_settlement_terms(
        actor=otto.actor, vendor_id=vendor.organization.id, terms=terms, key=ids.token(12), at=steps.AT
    )


@pytest.mark.parametrize(
    ("schedule", "day", "following"),
    [
        ("DAILY", 1, date(2026, 3, 19)),
        ("WEEKLY", 3, date(2026, 3, 25)),
        ("MONTHLY", 15, date(2026, 4, 15)),
        ("MANUAL", 1, None),
    ],
)
def test_the_next_payday(schedule: str, day: int, following: date | None) -> None:
    assert paydays.next_payday(schedule, day, date(2026, 3, 18)) == following  # a Wednesday


def test_a_vendor_is_paid_on_its_day(ada: Person, bruno: Person, carla: Person, otto: Person) -> None:
    agreed(otto, bruno, schedule="WEEKLY", schedule_day=5)
    steps.released(ada, bruno)
    steps.released(ada, carla)
    steps.paid_out(otto, day=16)  # 18 March 2026, a Wednesday
    assert [payout.vendor.name for payout in Payout.objects.all()] == ["Shenzhen Hanwei Precision"]
    assert [(who.vendor_name, who.reason) for who in payables(steps.days(16))] == [
        ("Nordmetal Zabrze", "Paid on Fridays.")
    ]
    steps.paid_out(otto, day=18)
    assert Payout.objects.filter(vendor=bruno.organization).get().amount_minor == 2_425_000


def test_an_operator_may_pay_before_the_day(ada: Person, bruno: Person, otto: Person) -> None:
    agreed(otto, bruno, schedule="MANUAL", minimum_minor=9_000_000)
    steps.released(ada, bruno)
    steps.paid_out(otto)
    assert Payout.objects.count() == 0
    run_payout_batch(actor=otto.actor, key="now", also=[bruno.organization.id], at=steps.days(16))
    assert Payout.objects.get().amount_minor == 2_425_000


def test_too_little_waits(ada: Person, bruno: Person, otto: Person) -> None:
    agreed(otto, bruno, minimum_minor=2_425_001)
    steps.released(ada, bruno)
    assert [who.reason for who in payables(steps.days(16))] == ["Less than €24,250.01."]
    steps.released(ada, bruno)
    steps.paid_out(otto)
    assert Payout.objects.get().amount_minor == 4_850_000


def test_without_a_payout_account_nobody_is_paid(ada: Person, bruno: Person, otto: Person) -> None:
    steps.released(ada, bruno)
    Recipient.objects.filter(organization=bruno.organization).update(is_ready=False)
    assert [who.reason for who in payables(steps.days(16))] == ["Its payout account is not ready."]
    run_payout_batch(actor=otto.actor, key="now", also=[bruno.organization.id], at=steps.days(16))
    assert Payout.objects.count() == 0


def test_a_transfer_from_our_bank(ada: Person, bruno: Person, otto: Person) -> None:
    agreed(otto, bruno, **BANK)
    order = steps.released(ada, bruno)
    post(key="owner", movement=movements.owner_paid_in(currency="EUR", amount=3_000_000), at=steps.AT)
    steps.paid_out(otto)
    payout = Payout.objects.get()
    assert (payout.state, payout.method, payout.operation, payout.iban) == ("RESERVED", "BANK", None, BANK["iban"])
    steps.assert_books_agree()

    with pytest.raises(Invalid):
        report_bank_payout_sent(actor=otto.actor, number=payout.number, bank_reference=" ", at=steps.days(17))
    for _ in range(2):
        report_bank_payout_sent(actor=otto.actor, number=payout.number, bank_reference="B-1", at=steps.days(17))
    assert steps.state_of(order) == "CLOSED"
    assert steps.trial_balance()["bank"] == 575_000
    steps.assert_books_agree()


def test_it_comes_back_and_the_next_run_pays_it(ada: Person, bruno: Person, otto: Person) -> None:
    agreed(otto, bruno, **BANK)
    steps.released(ada, bruno)
    post(key="owner", movement=movements.owner_paid_in(currency="EUR", amount=3_000_000), at=steps.AT)
    steps.paid_out(otto)
    first = Payout.objects.get()
    report_bank_payout_sent(actor=otto.actor, number=first.number, bank_reference="B-1", at=steps.days(17))
    report_bank_payout_returned(actor=otto.actor, number=first.number, reason="Account closed.", at=steps.days(20))
    assert ledger.vendor_balance(bruno.organization.id, "EUR") == 2_425_000
    assert Release.objects.get().payout is None
    steps.paid_out(otto, day=21)
    second = Payout.objects.exclude(pk=first.pk).get()
    report_bank_payout_returned(actor=otto.actor, number=second.number, reason="Not sent.", at=steps.days(21))
    with pytest.raises(WrongState):
        report_bank_payout_sent(actor=otto.actor, number=second.number, bank_reference="B-2", at=steps.days(21))
    steps.paid_out(otto, day=22)
    third = Payout.objects.order_by("created_at").last()
    assert third
    report_bank_payout_sent(actor=otto.actor, number=third.number, bank_reference="B-3", at=steps.days(22))
    assert steps.trial_balance()["bank"] == 575_000
    steps.assert_books_agree()


def test_large_transfers_take_two_operators(ada: Person, bruno: Person, otto: Person) -> None:
    agreed(otto, bruno, **BANK)
    steps.released(ada, bruno)
    steps.released(ada, bruno)
    post(key="owner", movement=movements.owner_paid_in(currency="EUR", amount=9_000_000), at=steps.AT)
    steps.paid_out(otto)
    number = Payout.objects.get().number
    colleague = member(otto.organization, ["operator.finance"])
    first = report_bank_payout_sent(actor=otto.actor, number=number, bank_reference="B-1", at=steps.days(17))
    assert first.state == "RESERVED"
    with pytest.raises(NeedsSecondOperator):
        report_bank_payout_sent(actor=otto.actor, number=number, bank_reference="B-1", at=steps.days(17))
    with pytest.raises(Invalid):
        report_bank_payout_sent(actor=colleague.actor, number=number, bank_reference="B-2", at=steps.days(17))
    second = report_bank_payout_sent(actor=colleague.actor, number=number, bank_reference="B-1", at=steps.days(17))
    assert second.state == "PAID"
    with pytest.raises(NotAllowed):
        report_bank_payout_returned(actor=bruno.actor, number=number, reason="x", at=steps.days(17))
