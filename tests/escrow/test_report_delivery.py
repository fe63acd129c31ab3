"""Delivery starts the clock of acceptance."""

import pytest

from escrow.models import Shipment, Timer
from escrow.services import report_delivery
from marketplace.ledger.models import Order
from marketplace.lib.errors import NotAllowed, NotFound
from marketplace.lib.state import WrongState
from tests.cast import Person, member
from tests.escrow import steps


def test_delivery_starts_the_inspection_period(shipped_order: Order, bruno: Person) -> None:
    report_delivery(
        actor=bruno.actor, number=shipped_order.number, signed_by="J. de Vries", key="d-1", at=steps.days(14)
    )

    assert steps.state_of(shipped_order) == "DELIVERED"
    assert Shipment.objects.get().delivered_at == steps.days(14)
    assert Timer.objects.get(name="AUTO_ACCEPT").due_at == steps.days(24)
    assert shipped_order.events.get(kind="deliver").body == {"signed_by": "J. de Vries"}


@pytest.mark.parametrize("who", ["ada", "bruno", "otto"])
def test_either_side_and_the_operator_may_report(
    shipped_order: Order, who: str, request: pytest.FixtureRequest
) -> None:
    steps.delivered(shipped_order, request.getfixturevalue(who))

    assert steps.state_of(shipped_order) == "DELIVERED"


def test_viewers_and_strangers_may_not(shipped_order: Order, bruno: Person, carla: Person) -> None:
    viewer = member(bruno.organization, ["vendor.viewer"])
    with pytest.raises(NotAllowed):
        report_delivery(actor=viewer.actor, number=shipped_order.number, key="d-1", at=steps.days(14))
    with pytest.raises(NotFound):
        report_delivery(actor=carla.actor, number=shipped_order.number, key="d-1", at=steps.days(14))

    assert steps.state_of(shipped_order) == "SHIPPED"


def test_nothing_arrives_that_was_not_shipped(funded_order: Order, bruno: Person) -> None:
    with pytest.raises(WrongState):
        steps.delivered(funded_order, bruno)


def test_the_same_key_twice_starts_one_clock(shipped_order: Order, bruno: Person) -> None:
    for at in (steps.days(14), steps.days(15)):
        report_delivery(actor=bruno.actor, number=shipped_order.number, key="d-1", at=at)

    assert Timer.objects.get(name="AUTO_ACCEPT").due_at == steps.days(24)
