"""Goods leave, arrive and are accepted in parts; every part is worth its goods, and nothing is lost on the way."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escrow import services, splitting
from escrow.models import ReleaseUnit, Shipment
from escrow.splitting import Bound, LineValue
from marketplace.ledger.models import Order
from marketplace.ledger.plans import Plan
from marketplace.ledger.queries import order_funds
from marketplace.lib.errors import Invalid
from marketplace.lib.state import WrongState
from marketplace.outbox.drain import drain_until_empty
from tests.cast import Person
from tests.escrow import steps


def ship(order: Order, vendor: Person, pieces: int, *, day: int) -> Shipment:
    return services.ship_order(
        actor=vendor.actor, number=order.number, carrier="DHL", tracking_number=f"JD{day}",
        quantities={1: Decimal(pieces)}, key=f"ship-{day}", at=steps.days(day),
    )  # fmt: skip


def parts(order: Order) -> list[tuple[dict[str, str], int, str]]:
    units = ReleaseUnit.objects.filter(order=order)
    return [(unit.quantities, unit.amount_minor, unit.state) for unit in units]


def test_a_part_is_worth_its_share_of_goods_and_freight(funded_order: Order, bruno: Person) -> None:
    ship(funded_order, bruno, 1_640, day=10)

    assert steps.state_of(funded_order) == "PARTLY_SHIPPED"
    assert parts(funded_order) == [
        ({"1": "3360"}, 1_680_000, "IN_PROGRESS"), ({"1": "1640"}, 820_000, "SHIPPED"),
    ]  # fmt: skip


def test_parts_arrive_and_are_accepted_one_by_one(
    funded_order: Order, ada: Person, bruno: Person, otto: Person
) -> None:
    first = ship(funded_order, bruno, 1_640, day=10)
    services.report_delivery(
        actor=bruno.actor,
        number=funded_order.number,
        tracking_number=first.tracking_number,
        key="d1",
        at=steps.days(12),
    )
    services.accept_order(actor=ada.actor, number=funded_order.number, unit_no=2, key="a1", at=steps.days(13))
    assert steps.state_of(funded_order) == "PARTLY_SHIPPED"
    assert order_funds(funded_order).held == 1_680_000

    ship(funded_order, bruno, 3_360, day=14)
    assert steps.state_of(funded_order) == "SHIPPED"
    steps.delivered(funded_order, bruno, day=16)
    assert steps.state_of(funded_order) == "DELIVERED"
    services.accept_order(actor=ada.actor, number=funded_order.number, key="a2", at=steps.days(17))

    assert steps.state_of(funded_order) == "ACCEPTED"
    assert steps.trial_balance()["inc_commission"] == -75_000
    steps.paid_out(otto)
    assert steps.state_of(funded_order) == "CLOSED"


def test_a_part_of_a_delivery_is_accepted(delivered_order: Order, ada: Person) -> None:
    services.accept_order(
        actor=ada.actor, number=delivered_order.number, unit_no=1, quantities={1: Decimal(4_000)}, key="a",
        at=steps.days(15),
    )  # fmt: skip
    drain_until_empty()

    assert steps.state_of(delivered_order) == "DELIVERED"
    assert parts(delivered_order) == [
        ({"1": "1000"}, 500_000, "INSPECTING"), ({"1": "4000"}, 2_000_000, "ACCEPTED"),
    ]  # fmt: skip
    funds = order_funds(delivered_order)
    assert (funds.held, funds.released, funds.commission) == (500_000, 1_940_000, 60_000)


def test_more_than_there_is_is_not_shipped(funded_order: Order, bruno: Person) -> None:
    with pytest.raises(Invalid) as refused:
        ship(funded_order, bruno, 5_001, day=10)

    assert refused.value.fields == {"quantity_1": "Of line 1 there are 5000 left; enter 0 to 5000."}
    assert not Shipment.objects.exists()


def test_what_was_agreed_in_one_piece_is_shipped_in_one_piece(ada: Person, bruno: Person) -> None:
    order = steps.opened(ada, bruno, plan=Plan(partial_shipments=False))
    steps.funded(order, ada)

    with pytest.raises(Invalid):
        ship(order, bruno, 1, day=10)
    ship(order, bruno, 5_000, day=10)
    assert steps.state_of(order) == "SHIPPED"


def test_nothing_is_refunded_unilaterally_after_a_part_has_left(
    funded_order: Order, ada: Person, bruno: Person
) -> None:
    ship(funded_order, bruno, 1_640, day=10)

    with pytest.raises(WrongState):
        services.request_refund(
            actor=ada.actor, number=funded_order.number, reason="Too late.", key="r", at=steps.days(11)
        )


quantity = st.decimals(min_value="0.001", max_value="99999", places=3)


@given(
    amount=st.integers(0, 10**12),
    lines=st.lists(st.tuples(quantity, st.integers(0, 10**9), st.integers(0, 100)), min_size=1, max_size=6),
)
def test_a_part_and_its_rest_are_the_whole(amount: int, lines: list[tuple[Decimal, int, int]]) -> None:
    values = {str(no): LineValue(amount_of, total) for no, (amount_of, total, _) in enumerate(lines)}
    whole = {str(no): splitting.plain(amount_of) for no, (amount_of, _, _) in enumerate(lines)}
    wanted = {
        str(no): splitting.plain((amount_of * cut / 100).quantize(Decimal("0.001")))
        for no, (amount_of, _, cut) in enumerate(lines)
    }
    if not any(Decimal(text) for text in wanted.values()):
        return
    part = splitting.checked_part(whole, wanted)
    rest = splitting.without(whole, part)

    assert 0 <= splitting.part_value(amount, values, whole, part) <= amount
    for position, text in whole.items():
        assert Decimal(part.get(position, "0")) + Decimal(rest.get(position, "0")) == Decimal(text)


@given(held=st.dictionaries(st.integers(1, 5), st.integers(0, 10**6), min_size=1), amount=st.integers(1, 10**6))
def test_what_is_drawn_adds_up(held: dict[int, int], amount: int) -> None:
    assert sum(splitting.draw(held, amount, leg_no=None).values()) == amount
    assert splitting.draw(held, amount, leg_no=3) == {3: amount}


def test_money_that_waits_for_a_milestone_is_spared() -> None:
    assert splitting.draw({1: 500, 2: 500}, 600, leg_no=None, others=[Bound(1, 400)]) == {1: 100, 2: 500}
