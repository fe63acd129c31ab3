"""Replacement and repair: the money stays held until the goods are right, or is paid instead."""

from decimal import Decimal

from escrow.disputes.models import Case
from escrow.models import Freeze
from escrow.returns import queries, services
from escrow.returns.models import Return, SentBack
from escrow.returns.services.requests import Wanted
from marketplace.ledger.models import Order
from marketplace.lib import ids
from tests.cast import Person
from tests.escrow.steps import days
from tests.returns import goods


def owed(order: Order, ada: Person, bruno: Person, remedy: str = "REPLACEMENT") -> Return:
    """The supplier owes 500 pieces."""
    row = goods.judged_return(order, ada, bruno, wanted=Wanted(remedy))
    goods.settled(row, ada)
    row.refresh_from_db()
    assert (row.state, row.waiting_for, row.frozen_minor) == ("REMEDY", "vendor", 250_000)
    return row


def sent(row: Return, bruno: Person) -> None:
    """They are on their way."""
    services.send_remedy(
        actor=bruno.actor, number=row.number, carrier="DHL", tracking_number="JD-2", key=ids.token(12), at=days(30)
    )


def test_a_replacement_is_accepted(delivered_order: Order, ada: Person, bruno: Person) -> None:
    row = owed(delivered_order, ada, bruno)
    sent(row, bruno)
    row.refresh_from_db()
    assert (row.state, row.frozen_minor) == ("SENT_BACK", 250_000)
    assert SentBack.objects.get(of=row).quantities == {"1": "500.000"}
    services.confirm_remedy(actor=ada.actor, number=row.number, key=ids.token(12), at=days(35))
    row.refresh_from_db()
    assert (row.state, row.frozen_minor, row.refunded_minor) == ("CLOSED", 0, 0)
    assert goods.unit_of(delivered_order).frozen_minor == 0


def test_replaced_goods_may_go_back_again(delivered_order: Order, ada: Person, bruno: Person) -> None:
    row = owed(delivered_order, ada, bruno)
    sent(row, bruno)
    services.confirm_remedy(actor=ada.actor, number=row.number, key=ids.token(12), at=days(35))
    row.refresh_from_db()
    assert queries.returnable_quantities(delivered_order, row.unit) == {1: Decimal("500")}


def test_a_repair_counts_as_accepted_after_its_window(delivered_order: Order, ada: Person, bruno: Person) -> None:
    row = owed(delivered_order, ada, bruno, "REPAIR")
    sent(row, bruno)
    goods.ring(days(50))
    row.refresh_from_db()
    assert (row.state, row.refunded_minor) == ("CLOSED", 0)
    assert SentBack.objects.get(of=row).confirmed_at == days(50)


def test_nothing_sent_is_paid_instead(delivered_order: Order, ada: Person, bruno: Person) -> None:
    row = owed(delivered_order, ada, bruno)
    goods.ring(days(44))
    row.refresh_from_db()
    assert (row.state, row.refunded_minor) == ("CLOSED", 250_000)


def test_a_bad_replacement_becomes_a_case(delivered_order: Order, ada: Person, bruno: Person) -> None:
    row = owed(delivered_order, ada, bruno)
    sent(row, bruno)
    services.escalate_return(actor=ada.actor, number=row.number, reason="Leaks too.", key=ids.token(12), at=days(33))
    row.refresh_from_db()
    case = Case.objects.get()
    assert (row.state, row.frozen_minor, row.case_number) == ("CLOSED", 0, case.number)
    assert goods.unit_of(delivered_order).frozen_minor == 250_000
    assert Freeze.objects.get(left_minor__gt=0).ref == f"case:{case.number}"


def test_nothing_confirmed_leaves_nothing_owed(delivered_order: Order, ada: Person, bruno: Person) -> None:
    row = goods.requested(delivered_order, ada, wanted=Wanted("REPLACEMENT"))
    goods.accepted_offer(row, bruno)
    goods.sent(row, ada)
    goods.received(row, bruno)
    goods.judged(row, bruno, NO_FAULT="500")
    goods.settled(row, ada)
    row.refresh_from_db()
    assert (row.state, row.refunded_minor) == ("CLOSED", 0)
