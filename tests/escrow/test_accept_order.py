"""Acceptance releases the held money, once."""

import pytest
from pytest_django import Settings

from escrow.models import Release, Timer
from escrow.services import accept_order
from marketplace.ledger.models import Order
from marketplace.ledger.queries import order_funds, vendor_balance
from marketplace.lib.errors import NotAllowed, NotFound
from marketplace.lib.state import WrongState
from tests.cast import Person, member
from tests.escrow import steps


def test_acceptance_releases_to_the_vendor_minus_commission(delivered_order: Order, ada: Person, bruno: Person) -> None:
    accept_order(actor=ada.actor, number=delivered_order.number, key="a-1", at=steps.days(15))

    release = Release.objects.get(order=delivered_order)
    assert steps.state_of(delivered_order) == "ACCEPTED"
    assert (release.gross_minor, release.commission_minor, release.net_minor) == (2_500_000, 75_000, 2_425_000)
    assert not release.by_clock
    assert vendor_balance(bruno.organization.id, "EUR") == 2_425_000
    assert steps.trial_balance() == {"psp": 2_500_000, "vendor_available": -2_425_000, "inc_commission": -75_000}
    funds = order_funds(delivered_order)
    assert (funds.paid, funds.held, funds.released, funds.commission) == (2_500_000, 0, 2_425_000, 75_000)


def test_acceptance_stops_the_clock(delivered_order: Order, ada: Person) -> None:
    steps.accepted(delivered_order, ada)

    timer = Timer.objects.get(name="AUTO_ACCEPT")
    assert timer.stopped_at == steps.days(15)
    assert timer.fired_at is None


def test_goods_may_be_accepted_before_anybody_reports_delivery(shipped_order: Order, ada: Person) -> None:
    steps.accepted(shipped_order, ada)

    assert steps.state_of(shipped_order) == "ACCEPTED"


def test_goods_that_were_not_shipped_cannot_be_accepted(funded_order: Order, ada: Person) -> None:
    with pytest.raises(WrongState):
        steps.accepted(funded_order, ada)

    assert Release.objects.count() == 0


def test_only_the_buyer_accepts(delivered_order: Order, ada: Person, bruno: Person, dora: Person, otto: Person) -> None:
    for person in (bruno, otto, member(ada.organization, ["buyer.finance"])):
        with pytest.raises(NotAllowed):
            steps.accepted(delivered_order, person)
    with pytest.raises(NotFound):
        steps.accepted(delivered_order, dora)

    assert steps.trial_balance() == {"psp": 2_500_000, "escrow": -2_500_000}


def test_the_same_key_twice_releases_once(delivered_order: Order, ada: Person) -> None:
    first = accept_order(actor=ada.actor, number=delivered_order.number, key="a-1", at=steps.days(15))
    second = accept_order(actor=ada.actor, number=delivered_order.number, key="a-1", at=steps.days(15))

    assert first.id == second.id
    assert steps.trial_balance()["vendor_available"] == -2_425_000


def test_another_key_finds_the_order_accepted(delivered_order: Order, ada: Person) -> None:
    steps.accepted(delivered_order, ada)
    with pytest.raises(WrongState):
        steps.accepted(delivered_order, ada)

    assert steps.trial_balance()["vendor_available"] == -2_425_000


def test_commission_is_the_one_frozen_on_the_order(delivered_order: Order, ada: Person, settings: Settings) -> None:
    settings.COMMISSION_BASIS_POINTS = 900  # the market changed its price later
    release = accept_order(actor=ada.actor, number=delivered_order.number, key="a-1", at=steps.days(15))

    assert release.commission_minor == 75_000
