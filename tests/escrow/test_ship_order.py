"""Shipping a paid order."""

import pytest

from escrow.models import Shipment
from escrow.services import ship_order
from marketplace.ledger.models import Order
from marketplace.lib.errors import Invalid, NotAllowed, NotFound
from marketplace.lib.state import WrongState
from tests.cast import Person, member
from tests.escrow import steps


def ship(
    person: Person, order: Order, *, carrier: str = "DB Schenker", number: str = "SCH-1", key: str = "s-1"
) -> Shipment:
    return ship_order(
        actor=person.actor, number=order.number, carrier=carrier, tracking_number=number, key=key, at=steps.days(10)
    )


def test_the_vendor_ships(funded_order: Order, bruno: Person) -> None:
    shipment = ship(bruno, funded_order)

    assert steps.state_of(funded_order) == "SHIPPED"
    assert shipment.carrier == "DB Schenker"
    assert shipment.shipped_at == steps.days(10)
    event = funded_order.events.get(kind="ship")
    assert event.actor_name == "Bruno Kowalski"
    assert event.body == {"carrier": "DB Schenker", "tracking_number": "SCH-1"}


def test_shipping_moves_no_money(funded_order: Order, bruno: Person) -> None:
    ship(bruno, funded_order)

    assert steps.trial_balance() == {"psp": 2_500_000, "escrow": -2_500_000}


def test_an_unpaid_order_is_not_shipped(order: Order, bruno: Person) -> None:
    with pytest.raises(WrongState):
        ship(bruno, order)

    assert Shipment.objects.count() == 0


def test_carrier_and_number_are_needed(funded_order: Order, bruno: Person) -> None:
    with pytest.raises(Invalid) as no_carrier:
        ship(bruno, funded_order, carrier=" ")
    with pytest.raises(Invalid) as no_number:
        ship(bruno, funded_order, number="")

    assert list(no_carrier.value.fields) == ["carrier"]
    assert list(no_number.value.fields) == ["tracking_number"]
    assert steps.state_of(funded_order) == "FUNDED"


def test_only_the_vendors_fulfilment_ships(
    funded_order: Order, ada: Person, bruno: Person, carla: Person, otto: Person
) -> None:
    for person in (ada, member(bruno.organization, ["vendor.sales"]), otto):
        with pytest.raises(NotAllowed):
            ship(person, funded_order)
    with pytest.raises(NotFound):
        ship(carla, funded_order)

    assert steps.state_of(funded_order) == "FUNDED"


def test_the_same_key_twice_is_one_shipment(funded_order: Order, bruno: Person) -> None:
    assert ship(bruno, funded_order).id == ship(bruno, funded_order).id
    assert Shipment.objects.count() == 1
