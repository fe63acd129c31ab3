"""Changes that both sides accept by hash; a lower price is refunded, a higher one refused."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from escrow.agreements import services
from escrow.agreements.changes import Changes
from escrow.agreements.models import Amendment
from escrow.models import Refund, ReleaseUnit, Timer
from marketplace.ledger.models import Order
from marketplace.lib import ids
from marketplace.lib.errors import Conflict, Invalid, NotAllowed, NotFound
from marketplace.lib.state import WrongState
from tests.agreements import deals
from tests.cast import Person
from tests.escrow import steps
from tests.escrow.steps import days


def test_a_new_date_and_address(funded_order: Order, ada: Person, bruno: Person) -> None:
    address = {"street": "Havenweg 2", "city": "Rotterdam", "country": "NL"}
    row = deals.proposed(funded_order, bruno, ship_due_at=days(30), ship_to=address)
    deals.accepted(row, ada)
    funded_order.refresh_from_db()
    assert (funded_order.ship_due_at, funded_order.ship_to) == (days(30), address)
    lapse = Timer.objects.running().get(order=funded_order, name="SHIP_LAPSE")
    assert lapse.due_at > days(30)


def test_a_lower_price_is_refunded_at_once(funded_order: Order, ada: Person, bruno: Person) -> None:
    row = deals.proposed(funded_order, ada, reductions={1: 120_000})
    deals.accepted(row, bruno)
    assert Refund.objects.get(order=funded_order).amount_minor == 120_000
    unit = ReleaseUnit.objects.get(order=funded_order)
    assert (unit.refunded_minor, unit.open_minor) == (120_000, 2_380_000)


def test_a_higher_price_needs_a_new_order(funded_order: Order, ada: Person) -> None:
    with pytest.raises(Invalid, match="open a new order"):
        deals.proposed(funded_order, ada, reductions={1: -5})


def test_it_is_accepted_as_it_was_shown(funded_order: Order, ada: Person, bruno: Person) -> None:
    row = deals.proposed(funded_order, bruno, ship_due_at=days(30))
    with pytest.raises(Conflict):
        services.accept_amendment(
            actor=ada.actor, order_number=funded_order.number, no=row.no, shown_hash="0" * 64, key=ids.token(12),
            at=days(3),
        )  # fmt: skip


def test_nobody_accepts_an_own_amendment(funded_order: Order, bruno: Person, carla: Person) -> None:
    row = deals.proposed(funded_order, bruno, ship_due_at=days(30))
    with pytest.raises(NotAllowed):
        deals.accepted(row, bruno)
    with pytest.raises(NotFound):
        deals.accepted(row, carla)
    assert Amendment.objects.get().state == "PROPOSED"


def test_one_at_a_time_and_it_lapses(funded_order: Order, ada: Person, bruno: Person) -> None:
    row = deals.proposed(funded_order, bruno, ship_due_at=days(30))
    with pytest.raises(Conflict, match="Another amendment"):
        deals.proposed(funded_order, ada, inspection_days=20)
    deals.ring(days(16) - timedelta(seconds=1))
    row.refresh_from_db()
    assert row.state == "PROPOSED"
    deals.ring(days(16))
    row.refresh_from_db()
    assert row.state == "LAPSED"
    with pytest.raises(WrongState):
        deals.accepted(row, ada, day=17)


def test_after_dispatch_only_the_days_for_inspection(funded_order: Order, ada: Person, bruno: Person) -> None:
    steps.shipped(funded_order, bruno)
    with pytest.raises(Conflict, match="Goods have left"):
        deals.proposed(funded_order, ada, ship_due_at=days(30), day=11)
    deals.accepted(deals.proposed(funded_order, ada, inspection_days=20, day=11), bruno, day=12)
    steps.delivered(funded_order, bruno)
    unit = ReleaseUnit.objects.get(order=funded_order)
    assert unit.inspection_ends_at == days(34)
    assert Timer.objects.running().get(order=funded_order, name="AUTO_ACCEPT").due_at == days(34)


def test_the_database_refuses_another_address(funded_order: Order) -> None:
    with pytest.raises(DatabaseError, match="accepted amendment"), transaction.atomic():
        Order.objects.filter(pk=funded_order.pk).update(ship_to={"city": "Anywhere"})
    funded_order.refresh_from_db()
    assert funded_order.ship_to == {"city": "Delft", "country": "NL"}


def test_the_same_proposal_twice_is_one(funded_order: Order, bruno: Person) -> None:
    def propose() -> Amendment:
        return services.propose_amendment(
            actor=bruno.actor, order_number=funded_order.number, note="x", key="same-key", at=days(2),
            changes=Changes(inspection_days=12),
        )  # fmt: skip

    assert propose() == propose()
    assert Amendment.objects.count() == 1
