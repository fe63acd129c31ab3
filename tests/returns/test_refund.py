"""A return that ends in money: frozen at the request, paid by the verdict, the rest to the supplier."""

from decimal import Decimal

import pytest

from escrow.models import Refund
from escrow.returns import services
from escrow.returns.models import Return
from escrow.returns.services.requests import NewLine, Wanted
from marketplace.ledger.models import Order
from marketplace.lib import ids
from marketplace.lib.errors import Conflict, Invalid, NotAllowed, NotFound
from marketplace.lib.state import WrongState
from tests.cast import Person
from tests.escrow import steps
from tests.escrow.steps import days, trial_balance
from tests.returns import goods


def test_a_request_freezes_exactly_the_claim(delivered_order: Order, ada: Person) -> None:
    row = goods.requested(delivered_order, ada)
    assert (row.number[:4], row.state, row.claimed_minor, row.frozen_minor) == ("RMA-", "REQUESTED", 250_000, 250_000)
    unit = goods.unit_of(delivered_order)
    assert (unit.frozen_minor, unit.open_minor) == (250_000, 2_250_000)
    assert trial_balance()["hold"] == -250_000
    assert not row.is_goodwill


def test_a_full_refund(delivered_order: Order, ada: Person, bruno: Person) -> None:
    row = goods.judged_return(delivered_order, ada, bruno)
    goods.settled(row, ada)
    row.refresh_from_db()
    assert (row.state, row.frozen_minor, row.refunded_minor) == ("CLOSED", 0, 250_000)
    unit = goods.unit_of(delivered_order)
    assert (unit.frozen_minor, unit.refunded_minor, unit.open_minor) == (0, 250_000, 2_250_000)
    assert Refund.objects.get(order=delivered_order).amount_minor == 250_000
    assert "hold" not in trial_balance()


def test_only_what_proved_the_claim_is_paid(delivered_order: Order, ada: Person, bruno: Person) -> None:
    row = goods.requested(delivered_order, ada)
    goods.accepted_offer(row, bruno)
    goods.sent(row, ada)
    goods.received(row, bruno, pieces="480")
    goods.judged(row, bruno, AS_CLAIMED="300", REPAIRABLE="50", DAMAGED_BY_USE="100", NO_FAULT="30")
    goods.settled(row, ada)
    row.refresh_from_db()
    assert row.refunded_minor == 175_000  # 350 of 500 pieces
    assert goods.unit_of(delivered_order).released_minor == 75_000


def test_a_partial_refund_in_negotiation(delivered_order: Order, ada: Person, bruno: Person) -> None:
    row = goods.requested(delivered_order, ada)
    goods.countered(row, bruno, remedy="PARTIAL", credit_bp=4_000, quantities={"1": "400"})
    row.refresh_from_db()
    assert (row.state, row.waiting_for) == ("NEGOTIATING", "buyer")
    goods.accepted_offer(row, ada)
    row.refresh_from_db()
    assert (row.state, row.claimed_minor, row.frozen_minor) == ("AUTHORISED", 200_000, 200_000)
    goods.sent(row, ada)
    goods.received(row, bruno, pieces="400")
    goods.judged(row, bruno, AS_CLAIMED="400")
    goods.settled(row, ada)
    row.refresh_from_db()
    assert row.refunded_minor == 80_000


def test_keeping_the_goods_for_a_credit_pays_at_once(delivered_order: Order, ada: Person, bruno: Person) -> None:
    row = goods.requested(delivered_order, ada, wanted=Wanted("KEEP_WITH_CREDIT", 3_000))
    goods.accepted_offer(row, bruno)
    row.refresh_from_db()
    assert (row.state, row.refunded_minor, row.frozen_minor) == ("CLOSED", 75_000, 0)
    assert goods.unit_of(delivered_order).released_minor == 175_000


def test_after_release_the_supplier_gives_it_back(accepted_order: Order, ada: Person, bruno: Person) -> None:
    row = goods.judged_return(accepted_order, ada, bruno)
    assert row.frozen_minor == 0
    goods.settled(row, ada)
    row.refresh_from_db()
    assert (row.state, row.refunded_minor) == ("CLOSED", 250_000)
    assert Refund.objects.get(order=accepted_order, after_release=True).amount_minor == 250_000


def test_the_supplier_bears_the_freight_back(delivered_order: Order, ada: Person, bruno: Person) -> None:
    row = goods.requested(delivered_order, ada)
    goods.accepted_offer(row, bruno)
    goods.sent(row, ada, freight_minor=4_500)
    goods.received(row, bruno)
    goods.judged(row, bruno)
    goods.settled(row, ada)
    assert trial_balance()["wallet"] == -4_500
    assert trial_balance()["vendor_debt"] == 4_500


def test_the_auto_accept_clock_leaves_the_claim_alone(delivered_order: Order, ada: Person, bruno: Person) -> None:
    row = goods.requested(delivered_order, ada, day=23)
    goods.accepted_offer(row, bruno, day=24)
    goods.ring(days(24))
    unit = goods.unit_of(delivered_order)
    assert (unit.released_minor, unit.frozen_minor) == (2_250_000, 250_000)
    services.withdraw_return(actor=ada.actor, number=row.number, reason="Mended.", key=ids.token(12), at=days(25))
    unit = goods.unit_of(delivered_order)
    assert (unit.state, unit.released_minor, unit.frozen_minor) == ("ACCEPTED", 2_500_000, 0)


def test_the_rest_can_be_accepted_meanwhile(delivered_order: Order, ada: Person) -> None:
    goods.requested(delivered_order, ada)
    steps.accepted(delivered_order, ada, day=17)
    unit = goods.unit_of(delivered_order)
    assert (unit.released_minor, unit.frozen_minor, unit.open_minor) == (2_250_000, 250_000, 0)


def test_a_withdrawn_return_gives_the_money_back_to_its_unit(delivered_order: Order, ada: Person) -> None:
    row = goods.requested(delivered_order, ada)
    services.withdraw_return(actor=ada.actor, number=row.number, reason="Mended.", key=ids.token(12), at=days(17))
    row.refresh_from_db()
    assert (row.state, row.frozen_minor) == ("WITHDRAWN", 0)
    unit = goods.unit_of(delivered_order)
    assert (unit.state, unit.frozen_minor, unit.open_minor) == ("INSPECTING", 0, 2_500_000)


def test_the_same_request_twice_is_one_return(delivered_order: Order, ada: Person) -> None:
    first = goods.requested(delivered_order, ada, key="same-key")
    assert goods.requested(delivered_order, ada, key="same-key") == first
    assert Return.objects.count() == 1


def test_quantities_conserve_over_returns(delivered_order: Order, ada: Person) -> None:
    goods.requested(delivered_order, ada, pieces="4800")
    with pytest.raises(Invalid, match="200 can still be returned"):
        goods.requested(delivered_order, ada, pieces="201")
    goods.requested(delivered_order, ada, pieces="200")
    assert goods.unit_of(delivered_order).frozen_minor == 2_500_000


def test_more_cannot_arrive_than_was_authorised(delivered_order: Order, ada: Person, bruno: Person) -> None:
    row = goods.requested(delivered_order, ada)
    goods.accepted_offer(row, bruno)
    goods.sent(row, ada)
    with pytest.raises(Invalid):
        goods.received(row, bruno, pieces="501")
    goods.received(row, bruno)
    with pytest.raises(Invalid, match="must add up to 500"):
        goods.judged(row, bruno, AS_CLAIMED="499")


def test_an_offer_is_accepted_as_it_was_shown(delivered_order: Order, ada: Person, bruno: Person) -> None:
    row = goods.requested(delivered_order, ada)
    with pytest.raises(Conflict):
        services.accept_offer(actor=bruno.actor, number=row.number, offer_hash="0" * 64, key=ids.token(12), at=days(17))


def test_nobody_accepts_an_own_offer(delivered_order: Order, ada: Person) -> None:
    row = goods.requested(delivered_order, ada)
    with pytest.raises(NotAllowed):
        goods.accepted_offer(row, ada)


def test_a_stranger_finds_nothing(delivered_order: Order, ada: Person, bruno: Person, carla: Person) -> None:
    row = goods.requested(delivered_order, ada)
    with pytest.raises(NotFound):
        goods.accepted_offer(row, carla)
    with pytest.raises(NotAllowed):
        services.refuse_return(actor=ada.actor, number=row.number, reason="No.", key=ids.token(12), at=days(17))
    assert Return.objects.get().state == "REQUESTED"


def test_nothing_goes_back_before_it_arrived(books_agree: None, ada: Person, bruno: Person) -> None:
    order = steps.opened(ada, bruno)
    steps.funded(order, ada)
    with pytest.raises(Conflict, match="Nothing of this has been delivered"):
        goods.requested(order, ada)


def test_a_step_out_of_turn(delivered_order: Order, ada: Person, bruno: Person) -> None:
    row = goods.requested(delivered_order, ada)
    with pytest.raises(WrongState):
        goods.received(row, bruno)


def test_lines_are_named_once(delivered_order: Order, ada: Person) -> None:
    twice = [NewLine(1, Decimal(1)), NewLine(1, Decimal(2))]
    with pytest.raises(Invalid, match="once"):
        services.request_return(
            actor=ada.actor, order_number=delivered_order.number, lines=twice, reason="DEFECTIVE", note="x",
            wanted=Wanted(), key=ids.token(12), at=days(16),
        )  # fmt: skip
