"""An order that finds no credit may be paid into escrow instead, and is protected like any other."""

import pytest

from escrow.credit import services
from escrow.credit.models import CreditReservation
from escrow.credit.services import NoCredit
from escrow.gateways.fake.engine import Choice
from marketplace.lib import ids
from marketplace.lib.errors import NotAllowed
from tests.cast import Person
from tests.credit import terms
from tests.credit.test_invoices import owed
from tests.escrow import steps
from tests.escrow.steps import state_of


def test_the_money_is_held_and_released_on_acceptance(ada: Person, bruno: Person) -> None:
    order = terms.opened(ada, bruno)
    assert state_of(order) == "AWAITING_PAYMENT"
    operation = services.pay_in_advance(actor=ada.actor, number=order.number, key="p-1", at=terms.days(1))
    terms.granted(ada, bruno)  # too late: it is being paid
    assert not CreditReservation.objects.exists()
    steps.choose(operation, Choice.PAY)
    assert state_of(order) == "FUNDED"
    assert owed() == {"escrow": -2_500_000}

    assert terms.shipped(order, bruno) == []
    steps.accepted(order, ada)
    assert owed() == {"vendor_available": -2_425_000, "inc_commission": -75_000}


def test_an_order_with_credit_is_not_paid_in_advance(ada: Person, bruno: Person) -> None:
    terms.granted(ada, bruno)
    order = terms.opened(ada, bruno)
    with pytest.raises(NoCredit):
        services.pay_in_advance(actor=ada.actor, number=order.number, key=ids.token(12), at=terms.days(1))


def test_only_the_buyer_pays(ada: Person, bruno: Person) -> None:
    order = terms.opened(ada, bruno)
    with pytest.raises(NotAllowed):
        services.pay_in_advance(actor=bruno.actor, number=order.number, key=ids.token(12), at=terms.days(1))
