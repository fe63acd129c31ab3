"""An order on terms takes credit instead of a payment, or waits and says why."""

from escrow.credit import services
from escrow.credit.models import CreditReservation
from marketplace.ledger.queries import CreditLine, timeline
from marketplace.lib import ids
from marketplace.outbox.drain import drain_until_empty
from tests.cast import Person
from tests.credit import terms
from tests.escrow.steps import state_of


def test_the_order_takes_credit_and_may_ship(ada: Person, bruno: Person) -> None:
    account = terms.granted(ada, bruno)
    order = terms.opened(ada, bruno)

    assert state_of(order) == "FUNDED"
    assert terms.line(account) == CreditLine(available=2_500_000, reserved=2_500_000, used=0)
    [fund] = [event for event in timeline(order) if event.kind == "fund"]
    assert fund.body == {"by_credit": account.number, "amount_minor": 2_500_000, "currency": "EUR"}


def test_too_little_credit_leaves_the_order_waiting_until_the_limit_is_raised(ada: Person, bruno: Person) -> None:
    account = terms.granted(ada, bruno, limit=2_000_000)
    order = terms.opened(ada, bruno)

    assert state_of(order) == "AWAITING_PAYMENT"
    assert [event.kind for event in timeline(order)] == ["opened", "credit_refused"]
    assert terms.line(account) == CreditLine(available=2_000_000, reserved=0, used=0)

    with terms.day(1) as at:
        services.change_limit(
            actor=bruno.actor, number=account.number, limit_minor=2_500_000, reason="", key=ids.token(12), at=at
        )
        drain_until_empty()
    assert state_of(order) == "FUNDED"
    assert terms.line(account) == CreditLine(available=0, reserved=2_500_000, used=0)


def test_the_vendors_own_account_goes_before_the_markets(ada: Person, bruno: Person, otto: Person) -> None:
    market = terms.granted(ada, otto)
    vendor = terms.granted(ada, bruno, limit=2_500_000)

    terms.opened(ada, bruno)
    assert terms.line(vendor).reserved == 2_500_000
    terms.opened(ada, bruno)
    assert terms.line(market).reserved == 2_500_000


def test_another_vendors_credit_is_of_no_use(ada: Person, bruno: Person, carla: Person) -> None:
    account = terms.granted(ada, carla)
    assert state_of(terms.opened(ada, bruno)) == "AWAITING_PAYMENT"
    assert terms.line(account).reserved == 0


def test_a_cancelled_order_gives_its_credit_back(ada: Person, bruno: Person, otto: Person) -> None:
    account = terms.granted(ada, bruno)
    order = terms.opened(ada, bruno)
    with terms.day(2) as at:
        services.free_credit(actor=terms.SYSTEM, order_id=order.id, at=at)
        services.free_credit(actor=terms.SYSTEM, order_id=order.id, at=at)

    assert terms.line(account) == CreditLine(available=5_000_000, reserved=0, used=0)
    assert CreditReservation.objects.get(order=order).state == "FREED"
