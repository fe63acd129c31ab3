"""Every clock of a return, a second before and at its time. The request is on Wednesday, 18 March 2026, 10:00."""

from datetime import datetime, timedelta

import pytest

from escrow.returns import services
from escrow.returns.machinery import handover
from escrow.returns.models import Return
from marketplace.ledger.models import Order
from marketplace.lib import ids
from marketplace.lib.errors import Invalid
from tests.cast import Person
from tests.escrow.steps import days
from tests.returns import goods

A_SECOND = timedelta(seconds=1)


def state_after(row: Return) -> str:
    """As it stands in the database."""
    row.refresh_from_db()
    return row.state


def nudged(row: Return) -> datetime | None:
    """When the silent side was reminded."""
    return Return.objects.values_list("nudged_at", flat=True).get(pk=row.pk)


def test_a_silent_supplier_is_reminded_then_it_is_escalated(delivered_order: Order, ada: Person) -> None:
    row = goods.requested(delivered_order, ada)
    goods.ring(goods.after(row, 5) - A_SECOND)
    assert nudged(row) is None
    goods.ring(goods.after(row, 5))  # three business days: Monday
    assert (state_after(row), nudged(row)) == ("REQUESTED", goods.after(row, 5))
    goods.ring(goods.after(row, 7))  # two more: Wednesday
    assert state_after(row) == "ESCALATED"


def test_goodwill_lapses_in_silence(delivered_order: Order, ada: Person) -> None:
    row = goods.requested(delivered_order, ada, reason="SURPLUS")
    assert row.is_goodwill
    goods.ring(goods.after(row, 5))
    goods.ring(goods.after(row, 7))
    assert state_after(row) == "LAPSED"
    assert goods.unit_of(delivered_order).frozen_minor == 0


def test_a_refusal_left_standing(delivered_order: Order, ada: Person, bruno: Person) -> None:
    row = goods.requested(delivered_order, ada)
    services.refuse_return(actor=bruno.actor, number=row.number, reason="Used.", key=ids.token(12), at=days(16))
    goods.ring(days(23) - A_SECOND)
    assert state_after(row) == "REFUSED"
    goods.ring(days(23))
    assert state_after(row) == "LAPSED"


def test_goods_that_are_not_shipped(delivered_order: Order, ada: Person, bruno: Person) -> None:
    row = goods.requested(delivered_order, ada)
    goods.accepted_offer(row, bruno)
    goods.ring(days(31) - A_SECOND)
    assert state_after(row) == "AUTHORISED"
    goods.ring(days(31))
    assert state_after(row) == "LAPSED"
    # The acceptance clock rang meanwhile, so the money went the way of the delivery.
    assert goods.unit_of(delivered_order).released_minor == 2_500_000


def test_goods_that_never_arrive(delivered_order: Order, ada: Person, bruno: Person) -> None:
    row = goods.requested(delivered_order, ada)
    goods.accepted_offer(row, bruno)
    goods.sent(row, ada)
    goods.ring(days(48))
    assert state_after(row) == "ESCALATED"


def test_no_verdict_presumes_the_claim_and_then_pays(delivered_order: Order, ada: Person, bruno: Person) -> None:
    row = goods.requested(delivered_order, ada)
    goods.accepted_offer(row, bruno)
    goods.sent(row, ada)
    goods.received(row, bruno)  # Monday, 23 March
    goods.ring(days(23))
    assert state_after(row) == "INSPECTING"
    goods.ring(days(30))  # five business days after Wednesday
    assert state_after(row) == "VERDICT"
    goods.ring(days(33))
    row.refresh_from_db()
    assert (row.state, row.refunded_minor) == ("CLOSED", 250_000)


@pytest.fixture
def no_case(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no case can be opened, an officer decides the return itself."""

    def never(**_: object) -> bool:
        return False

    monkeypatch.setattr(handover, "to_case", never)


@pytest.mark.usefixtures("no_case")
def test_the_limit_gives_the_money_to_whoever_lacks_the_goods(
    delivered_order: Order, ada: Person, bruno: Person
) -> None:
    row = goods.judged_return(delivered_order, ada, bruno)
    services.escalate_return(actor=ada.actor, number=row.number, reason="No.", key=ids.token(12), at=days(23))
    goods.ring(days(53))
    row.refresh_from_db()
    assert (row.state, row.refunded_minor) == ("CLOSED", 250_000)


@pytest.mark.usefixtures("no_case")
def test_the_limit_frees_what_never_left_the_buyer(delivered_order: Order, ada: Person, bruno: Person) -> None:
    row = goods.requested(delivered_order, ada)
    services.refuse_return(actor=bruno.actor, number=row.number, reason="Used.", key=ids.token(12), at=days(16))
    services.escalate_return(actor=ada.actor, number=row.number, reason="No.", key=ids.token(12), at=days(17))
    goods.ring(days(47))
    row.refresh_from_db()
    assert (row.state, row.refunded_minor) == ("CLOSED", 0)
    assert goods.unit_of(delivered_order).released_minor == 2_500_000


def test_an_officer_decides_what_went_unanswered(delivered_order: Order, ada: Person, otto: Person) -> None:
    row = goods.requested(delivered_order, ada)
    goods.ring(goods.after(row, 5))
    goods.ring(goods.after(row, 7))
    with pytest.raises(Invalid):
        decided(row, otto, 250_001)
    decided(row, otto, 200_000)
    row.refresh_from_db()
    assert (row.state, row.refunded_minor, row.decision) == ("CLOSED", 200_000, "Photos show leaks.")
    assert goods.unit_of(delivered_order).frozen_minor == 0


def decided(row: Return, officer: Person, to_buyer_minor: int) -> None:
    """The officer's word."""
    services.decide_return(
        actor=officer.actor, number=row.number, to_buyer_minor=to_buyer_minor, reason="Photos show leaks.",
        key=ids.token(12), at=days(26),
    )  # fmt: skip
