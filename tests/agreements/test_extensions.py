"""More time to inspect: each side once, thirty days in all, and the clock of acceptance moves with it."""

import pytest

from escrow.agreements import services
from escrow.agreements.models import Extension
from escrow.models import ReleaseUnit, Timer
from marketplace.ledger.models import Order
from marketplace.lib import ids
from marketplace.lib.errors import Conflict
from marketplace.lib.state import WrongState
from tests.agreements import deals
from tests.cast import Person
from tests.escrow import steps
from tests.escrow.steps import days, state_of


def extended(order: Order, person: Person, *, day: int = 20) -> Extension:
    """Fifteen days more."""
    return services.extend_inspection(
        actor=person.actor, order_number=order.number, unit_no=1, key=ids.token(12), at=days(day)
    )


def test_each_side_once(funded_order: Order, ada: Person, bruno: Person) -> None:
    steps.shipped(funded_order, bruno)
    steps.delivered(funded_order, bruno)
    assert extended(funded_order, ada).to_at == days(39)
    with pytest.raises(Conflict, match="once"):
        extended(funded_order, ada)
    assert extended(funded_order, bruno).to_at == days(54)
    assert ReleaseUnit.objects.get(order=funded_order).inspection_ends_at == days(54)
    assert Timer.objects.running().get(order=funded_order, name="AUTO_ACCEPT").due_at == days(54)
    deals.ring(days(53))
    assert state_of(funded_order) == "DELIVERED"
    deals.ring(days(54))
    assert state_of(funded_order) == "ACCEPTED"


def test_nothing_to_extend_before_delivery(funded_order: Order, ada: Person) -> None:
    with pytest.raises(WrongState):
        extended(funded_order, ada)
