"""Invoices are corrected by credit notes, and disputed line by line."""

import pytest

from escrow.credit import services
from escrow.credit.models import CreditNote, Invoice, LineObjection
from marketplace.lib import ids
from marketplace.lib.errors import Conflict, Invalid, NotAllowed, NotFound
from tests.cast import Person
from tests.credit import terms
from tests.credit.test_invoices import owed

AT = terms.days(20)


@pytest.fixture
def invoice(ada: Person, bruno: Person) -> Invoice:
    """€25,000.00, issued on day 10."""
    terms.granted(ada, bruno)
    return terms.invoiced(ada, bruno)


def credit(person: Person, invoice: Invoice, amount: int, key: str = "") -> CreditNote:
    return services.issue_credit_note(
        actor=person.actor,
        number=invoice.number,
        amount_minor=amount,
        text="Scratched",
        key=key or ids.token(12),
        at=AT,
    )


def object_to(person: Person, invoice: Invoice, amount: int) -> LineObjection:
    return services.object_to_line(
        actor=person.actor, number=invoice.number, position=1, amount_minor=amount, reason="200 are scratched",
        key=ids.token(12), at=AT,
    )  # fmt: skip


def test_a_credit_note_lowers_the_claim(invoice: Invoice, bruno: Person, ada: Person) -> None:
    note = credit(bruno, invoice, 100_000, "n-1")
    assert note.number == "NORD-CN-2026-0001"
    assert credit(bruno, invoice, 100_000, "n-1") == note
    assert owed() == {"receivable": 2_400_000, "terms": -2_328_000, "deferred_commission": -72_000}
    terms.paid(invoice, ada)
    assert (invoice.state, invoice.paid_minor) == ("PAID", 2_400_000)
    assert owed() == {"vendor_available": -2_328_000, "inc_commission": -72_000}


def test_all_of_it_may_be_credited(invoice: Invoice, bruno: Person) -> None:
    credit(bruno, invoice, 2_500_000)
    invoice.refresh_from_db()
    assert invoice.state == "CREDITED"
    assert owed() == {}


def test_not_more_than_is_open(invoice: Invoice, bruno: Person) -> None:
    with pytest.raises(Invalid):
        credit(bruno, invoice, 2_500_001)
    assert not CreditNote.objects.exists()


def test_only_the_seller_credits(invoice: Invoice, ada: Person, carla: Person) -> None:
    with pytest.raises(NotAllowed):
        credit(ada, invoice, 1)
    with pytest.raises(NotFound):
        credit(carla, invoice, 1)


def test_a_disputed_amount_waits_alone(invoice: Invoice, ada: Person) -> None:
    object_to(ada, invoice, 96_400)
    invoice.refresh_from_db()
    assert invoice.payable_minor == 2_403_600
    terms.paid(invoice, ada)
    assert (invoice.state, invoice.open_minor) == ("PART_PAID", 96_400)
    terms.clocks(41)
    invoice.refresh_from_db()
    assert (invoice.state, invoice.dunning_level) == ("PART_PAID", 0)


def test_an_upheld_dispute_is_credited(invoice: Invoice, ada: Person, bruno: Person) -> None:
    objection = object_to(ada, invoice, 96_400)
    services.answer_objection(
        actor=bruno.actor, number=invoice.number, objection_id=objection.id, is_upheld=True, answer="Agreed",
        key="a-1", at=AT,
    )  # fmt: skip
    invoice.refresh_from_db()
    assert (invoice.credited_minor, invoice.objected_minor) == (96_400, 0)
    assert CreditNote.objects.get().reason == "DISPUTE"


def test_a_rejected_dispute_is_due_again_and_the_clock_goes_on(invoice: Invoice, ada: Person, bruno: Person) -> None:
    objection = object_to(ada, invoice, 2_410_000)
    terms.paid(invoice, ada, amount=90_000)
    terms.clocks(41)
    with terms.day(45) as at:
        services.answer_objection(
            actor=bruno.actor, number=invoice.number, objection_id=objection.id, is_upheld=False, answer="They are not",
            key="a-1", at=at,
        )  # fmt: skip
    terms.clocks(48)
    invoice.refresh_from_db()
    assert (invoice.state, invoice.dunning_level) == ("OVERDUE_1", 1)


def test_the_buyer_may_withdraw_a_dispute_but_not_uphold_it(invoice: Invoice, ada: Person) -> None:
    objection = object_to(ada, invoice, 96_400)

    def answer(is_upheld: bool) -> None:
        services.answer_objection(
            actor=ada.actor, number=invoice.number, objection_id=objection.id, is_upheld=is_upheld, answer="Mistake",
            key=ids.token(12), at=AT,
        )  # fmt: skip

    with pytest.raises(NotAllowed):
        answer(True)
    answer(False)
    with pytest.raises(Conflict):
        answer(False)


def test_one_dispute_per_line(invoice: Invoice, ada: Person) -> None:
    object_to(ada, invoice, 100)
    with pytest.raises(Conflict):
        object_to(ada, invoice, 100)
    with pytest.raises(Invalid):
        services.object_to_line(
            actor=ada.actor, number=invoice.number, position=2, amount_minor=90_001, reason="Too dear",
            key="o-2", at=AT,
        )  # fmt: skip
