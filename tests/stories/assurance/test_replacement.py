"""Defective pieces go back, are replaced and accepted: the money waits through all of it and is released once."""

from escrow.returns import services
from escrow.returns.services.requests import Wanted
from escrow.services import accept_order
from marketplace.ledger.queries import order_funds
from marketplace.lib import ids
from tests.cast import Person
from tests.escrow import steps
from tests.escrow.steps import days
from tests.returns import goods


def test_a_replacement_return(ada: Person, bruno: Person, otto: Person) -> None:
    order = steps.opened(ada, bruno)
    steps.funded(order, ada)
    steps.shipped(order, bruno)
    steps.delivered(order, bruno)

    row = goods.judged_return(order, ada, bruno, wanted=Wanted("REPLACEMENT"))
    funds = order_funds(order)
    assert (funds.held, funds.frozen) == (2_250_000, 250_000)
    goods.settled(row, ada)
    services.send_remedy(
        actor=bruno.actor, number=row.number, carrier="DHL", tracking_number="JD-2", key=ids.token(12), at=days(24)
    )
    services.confirm_remedy(actor=ada.actor, number=row.number, key=ids.token(12), at=days(28))
    row.refresh_from_db()
    assert (row.state, row.refunded_minor, row.frozen_minor) == ("CLOSED", 0, 0)
    assert order_funds(order).frozen == 0

    accept_order(actor=ada.actor, number=order.number, key="accept", at=days(29))
    steps.paid_out(otto, day=31)
    assert steps.state_of(order) == "CLOSED"
    funds = order_funds(order)
    assert (funds.held, funds.released, funds.commission, funds.refunded) == (0, 2_425_000, 75_000, 0)
