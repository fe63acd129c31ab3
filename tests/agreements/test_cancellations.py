"""An order ends before dispatch; every cent that is held goes to one side or the other."""

import pytest

from escrow.agreements import services
from escrow.agreements.models import Cancellation
from escrow.models import Refund, Release
from escrow.services import request_refund
from marketplace.ledger.models import Order
from marketplace.lib import ids
from marketplace.lib.errors import Conflict, Invalid, NotAllowed
from marketplace.outbox.drain import drain_until_empty
from tests.agreements import deals
from tests.cast import Person
from tests.escrow import steps
from tests.escrow.steps import days, state_of, trial_balance


def money(order: Order) -> tuple[int, int]:
    """(gross released, refunded)."""
    released = sum(Release.objects.filter(order=order).values_list("gross_minor", flat=True))
    return released, sum(Refund.objects.filter(order=order).values_list("amount_minor", flat=True))


def test_the_buyer_cancels_for_the_fee(funded_order: Order, ada: Person) -> None:
    row = deals.cancelled(funded_order, ada)
    assert (row.ground, row.state, row.fee_minor, row.refunded_minor) == ("FEE", "ACCEPTED", 250_000, 2_250_000)
    assert money(funded_order) == (250_000, 2_250_000)
    assert state_of(funded_order) == "REFUNDED"
    assert "escrow" not in trial_balance()


def test_until_then_it_costs_the_fee(funded_order: Order, ada: Person) -> None:
    assert deals.cancelled(funded_order, ada, day=32).ground == "FEE"


def test_a_day_later_it_is_the_suppliers_fault(funded_order: Order, ada: Person) -> None:
    row = deals.cancelled(funded_order, ada, day=33)
    assert (row.ground, row.fee_minor) == ("LATE", 0)
    assert money(funded_order) == (0, 2_500_000)
    assert state_of(funded_order) == "REFUNDED"


def test_both_agree_on_a_fee(funded_order: Order, ada: Person, bruno: Person) -> None:
    row = services.propose_cancellation(
        actor=bruno.actor, order_number=funded_order.number, fee_minor=40_000, reason="No capacity.",
        key=ids.token(12), at=days(4),
    )  # fmt: skip
    with pytest.raises(NotAllowed):
        services.accept_cancellation(
            actor=bruno.actor, order_number=funded_order.number, no=1, shown_hash=row.hash, key=ids.token(12),
            at=days(5),
        )  # fmt: skip
    services.accept_cancellation(
        actor=ada.actor, order_number=funded_order.number, no=1, shown_hash=row.hash, key=ids.token(12), at=days(5)
    )
    drain_until_empty()
    assert money(funded_order) == (40_000, 2_460_000)
    assert Cancellation.objects.get().state == "ACCEPTED"


def test_a_fee_is_never_more_than_what_is_held(funded_order: Order, bruno: Person) -> None:
    with pytest.raises(Invalid):
        services.propose_cancellation(
            actor=bruno.actor, order_number=funded_order.number, fee_minor=2_500_001, reason="x", key=ids.token(12),
            at=days(4),
        )  # fmt: skip


def test_the_supplier_cancels_what_is_not_paid(books_agree: None, ada: Person, bruno: Person) -> None:
    order = deals.opened(ada, bruno)
    with pytest.raises(Conflict, match="no right"):
        deals.cancelled(order, bruno, day=2)
    row = deals.cancelled(order, bruno, day=9)
    assert (row.ground, row.fee_minor, row.refunded_minor) == ("UNPAID", 0, 0)
    assert state_of(order) == "CANCELLED"


def test_not_after_dispatch(funded_order: Order, ada: Person, bruno: Person) -> None:
    steps.shipped(funded_order, bruno)
    with pytest.raises(Conflict):
        deals.cancelled(funded_order, ada, day=40)
    assert Cancellation.objects.count() == 0


def test_a_proposal_lapses(funded_order: Order, bruno: Person) -> None:
    row = services.propose_cancellation(
        actor=bruno.actor, order_number=funded_order.number, fee_minor=0, reason="x", key=ids.token(12), at=days(2)
    )
    deals.ring(days(16))
    row.refresh_from_db()
    assert row.state == "LAPSED"
    assert state_of(funded_order) == "FUNDED"


def test_the_fee_cannot_be_avoided(funded_order: Order, ada: Person) -> None:
    with pytest.raises(Conflict, match="fee"):
        request_refund(
            actor=ada.actor, number=funded_order.number, reason="Plans changed.", key=ids.token(12), at=days(5)
        )
    assert state_of(funded_order) == "FUNDED"
