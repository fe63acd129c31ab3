"""Nobody pays: reminders, interest, hold, collection, write-off, by clocks that each start the next."""

import pytest
from django.core import mail

from escrow.credit import services
from escrow.credit.models import CreditAccount, Invoice, WriteOff
from escrow.credit.services.write_offs import SecondPersonNeeded
from marketplace.ledger.queries import CreditLine
from marketplace.lib import ids
from marketplace.lib.errors import Invalid, NotAllowed
from marketplace.lib.state import WrongState
from tests import cast
from tests.cast import Person
from tests.credit import terms
from tests.credit.test_invoices import owed
from tests.escrow.steps import state_of


def state(invoice: Invoice) -> tuple[str, int]:
    """(state, reminders sent)."""
    return Invoice.objects.values_list("state", "dunning_level").get(pk=invoice.pk)


@pytest.fixture
def invoice(ada: Person, bruno: Person) -> Invoice:
    """€25,000.00 at Bruno's risk, due on day 40."""
    terms.granted(ada, bruno)
    return terms.invoiced(ada, bruno)


def test_stages_of_an_unpaid_invoice(invoice: Invoice, ada: Person, bruno: Person) -> None:
    terms.clocks(40)
    assert state(invoice) == ("ISSUED", 0)
    terms.clocks(41)
    assert state(invoice) == ("OVERDUE_1", 1)
    terms.clocks(54)
    assert state(invoice) == ("OVERDUE_1", 1)
    terms.clocks(55)
    assert state(invoice) == ("OVERDUE_2", 2)
    terms.clocks(85)
    assert state(invoice) == ("COLLECTIONS", 3)

    subjects = [sent.subject for sent in mail.outbox if sent.to == [ada.user.email]][-4:]
    assert subjects == [
        "Reminder: invoice NORD-2026-0001 was due on 11 April 2026",
        "Second reminder: invoice NORD-2026-0001; your credit account is on hold",
        f"Credit account {invoice.account.number}: on hold",
        "Last reminder: invoice NORD-2026-0001 goes into collection",
    ]


def test_interest_is_charged_from_the_due_date(invoice: Invoice) -> None:
    terms.clocks(41)
    terms.clocks(55)
    invoice.refresh_from_db()
    # 10.15 % a year of 25,000.00: one day, then fourteen
    assert invoice.fees_minor == 695 + 9_733
    assert owed()["inc_late_fee"] == -10_428
    assert invoice.payable_minor == 2_510_428


def test_the_second_reminder_stops_new_orders(invoice: Invoice, ada: Person, bruno: Person) -> None:
    terms.clocks(41)
    terms.clocks(55)
    account = CreditAccount.objects.get()
    assert (account.state, account.reason) == ("ON_HOLD", "NORD-2026-0001 is overdue")
    assert terms.line(account) == CreditLine(available=0, reserved=0, used=2_500_000)
    waiting = terms.opened(ada, bruno, on=56, quantity=1000)
    assert state_of(waiting) == "AWAITING_PAYMENT"

    terms.paid(invoice, ada, on=57)
    assert state(invoice)[0] == "PAID"
    account.refresh_from_db()
    assert account.state == "ACTIVE"
    assert state_of(waiting) == "FUNDED"


def test_a_payment_in_time_stops_the_clock(invoice: Invoice, ada: Person) -> None:
    terms.paid(invoice, ada, on=39)
    for on in (41, 55, 85, 160):
        terms.clocks(on)
    assert state(invoice) == ("PAID", 0)


def test_grace_postpones_every_stage(ada: Person, bruno: Person) -> None:
    terms.granted(ada, bruno, grace_days=5)
    invoice = terms.invoiced(ada, bruno)
    terms.clocks(45)
    assert state(invoice) == ("ISSUED", 0)
    terms.clocks(46)
    assert state(invoice) == ("OVERDUE_1", 1)


def collected(invoice: Invoice) -> None:
    """Forty-five days over."""
    for on in (41, 55, 85):
        terms.clocks(on)


def test_large_claims_are_written_off_by_two_officers(invoice: Invoice, otto: Person) -> None:
    collected(invoice)
    terms.clocks(160)
    assert state(invoice)[0] == "COLLECTIONS"

    second = cast.member(otto.organization, ["operator.finance"], name="Olga Brandt")

    def write_off(officer: Person) -> WriteOff:
        with terms.day(161) as at:
            return services.write_off(
                actor=officer.actor, number=invoice.number, reason="Insolvent", key=ids.token(12), at=at
            )

    assert write_off(otto).booked_at is None
    with pytest.raises(SecondPersonNeeded):
        write_off(otto)
    made = write_off(second)
    assert (made.principal_minor, made.bad_debt_minor, made.approved_by_name) == (2_500_000, 0, "Olga Brandt")
    assert state(invoice)[0] == "WRITTEN_OFF"
    assert owed() == {}
    account = CreditAccount.objects.get()
    assert (account.state, account.limit_minor) == ("ACTIVE", 2_500_000)
    with pytest.raises(WrongState):
        write_off(otto)


def test_small_claims_end_by_the_clock(ada: Person, bruno: Person) -> None:
    terms.granted(ada, bruno)
    order = terms.opened(ada, bruno, quantity=100, freight=0)
    [invoice] = terms.shipped(order, bruno)
    collected(invoice)
    terms.clocks(159)
    assert state(invoice)[0] == "COLLECTIONS"
    terms.clocks(160)
    assert state(invoice)[0] == "WRITTEN_OFF"
    assert owed() == {}
    assert WriteOff.objects.get().proposed_by_id is None


def test_where_the_market_lent_the_vendor_is_paid(ada: Person, bruno: Person, otto: Person) -> None:
    terms.granted(ada, otto)
    order = terms.opened(ada, bruno, quantity=100, freight=0)
    [invoice] = terms.shipped(order, bruno)
    collected(invoice)
    terms.clocks(160)

    assert state(invoice)[0] == "WRITTEN_OFF"
    assert owed() == {"vendor_available": -46_754, "exp_bad_debt": 46_754}


@pytest.mark.parametrize("who", ["ada", "bruno"])
def test_only_officers_write_off(invoice: Invoice, who: str, request: pytest.FixtureRequest) -> None:
    person: Person = request.getfixturevalue(who)
    with pytest.raises(NotAllowed):
        services.write_off(actor=person.actor, number=invoice.number, reason="No", key="w-1", at=terms.days(20))
    assert not WriteOff.objects.exists()


def test_a_write_off_has_a_reason(invoice: Invoice, otto: Person) -> None:
    with pytest.raises(Invalid):
        services.write_off(actor=otto.actor, number=invoice.number, reason=" ", key="w-1", at=terms.days(20))
