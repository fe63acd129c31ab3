"""Before shipment the money can go back."""

import pytest

from escrow.models import Refund
from escrow.services import request_refund
from marketplace.ledger.models import Order
from marketplace.ledger.queries import order_funds
from marketplace.lib.errors import Invalid, NotAllowed, NotFound
from marketplace.lib.state import WrongState
from marketplace.outbox.drain import drain_until_empty
from tests.cast import Person, member
from tests.escrow import steps


def refund(person: Person, order: Order, *, reason: str = "Project stopped.", key: str = "r-1") -> Refund:
    return request_refund(actor=person.actor, number=order.number, reason=reason, key=key, at=steps.days(2))


def test_the_money_is_reserved_and_then_returned(funded_order: Order, ada: Person) -> None:
    made = refund(ada, funded_order)
    assert steps.state_of(funded_order) == "REFUNDING"
    assert steps.trial_balance() == {"psp": 2_500_000, "refund_it": -2_500_000}

    drain_until_empty()
    assert made.operations.get().state == "SUCCEEDED"
    assert steps.state_of(funded_order) == "REFUNDED"
    assert steps.trial_balance() == {}
    assert order_funds(funded_order).refunded == 2_500_000
    assert list(funded_order.events.values_list("kind", flat=True)) == ["opened", "fund", "request_refund", "refund"]


@pytest.mark.parametrize("who", ["ada", "bruno", "otto"])
def test_the_payer_the_vendor_and_the_operator_may_ask(
    funded_order: Order, who: str, request: pytest.FixtureRequest
) -> None:
    refund(request.getfixturevalue(who), funded_order)
    drain_until_empty()

    assert steps.state_of(funded_order) == "REFUNDED"


def test_others_may_not(funded_order: Order, ada: Person, bruno: Person, dora: Person) -> None:
    for person in (member(ada.organization, ["buyer.purchaser"]), member(bruno.organization, ["vendor.sales"])):
        with pytest.raises(NotAllowed):
            refund(person, funded_order)
    with pytest.raises(NotFound):
        refund(dora, funded_order)

    assert steps.trial_balance() == {"psp": 2_500_000, "escrow": -2_500_000}


def test_a_reason_is_needed(funded_order: Order, ada: Person) -> None:
    with pytest.raises(Invalid):
        refund(ada, funded_order, reason="  ")


def test_shipped_goods_are_not_refunded_this_way(shipped_order: Order, ada: Person) -> None:
    with pytest.raises(WrongState):
        refund(ada, shipped_order)

    assert Refund.objects.count() == 0


def test_the_same_key_twice_is_one_refund(funded_order: Order, ada: Person) -> None:
    assert refund(ada, funded_order).id == refund(ada, funded_order).id
    drain_until_empty()
    assert Refund.objects.count() == 1


def test_a_refund_under_way_blocks_shipping(funded_order: Order, ada: Person, bruno: Person) -> None:
    refund(ada, funded_order)
    with pytest.raises(WrongState):
        steps.shipped(funded_order, bruno)
    drain_until_empty()
