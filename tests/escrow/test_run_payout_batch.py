"""Released money is paid out, per vendor and currency."""

import pytest

from escrow.models import Payout, PayoutBatch
from escrow.services import run_payout_batch
from marketplace.ledger.queries import vendor_balance
from marketplace.lib.errors import NotAllowed
from marketplace.outbox.drain import drain_until_empty
from tests.cast import Person, member
from tests.escrow import steps


def test_a_batch_pays_and_closes(ada: Person, bruno: Person, otto: Person) -> None:
    order = steps.released(ada, bruno)
    batch = run_payout_batch(actor=otto.actor, key="b-1", at=steps.days(16))

    payout = Payout.objects.get()
    assert (payout.batch, payout.vendor, payout.currency, payout.amount_minor) == (
        batch, bruno.organization, "EUR", 2_425_000,
    )  # fmt: skip
    assert payout.state == "RESERVED"
    assert steps.trial_balance() == {"psp": 2_500_000, "vendor_in_transit": -2_425_000, "inc_commission": -75_000}

    drain_until_empty()
    payout.refresh_from_db()
    assert payout.state == "PAID"
    assert steps.state_of(order) == "CLOSED"
    assert steps.trial_balance() == {"psp": 75_000, "inc_commission": -75_000}


def test_orders_of_one_vendor_and_currency_go_in_one_payout(
    ada: Person, bruno: Person, carla: Person, otto: Person
) -> None:
    steps.released(ada, bruno)
    steps.released(ada, bruno)
    steps.released(ada, bruno, currency="USD")
    steps.released(ada, carla)

    steps.paid_out(otto)

    paid = Payout.objects.values_list("vendor__name", "currency", "amount_minor", "state")
    assert sorted(paid) == [
        ("Nordmetal Zabrze", "EUR", 4_850_000, "PAID"),
        ("Nordmetal Zabrze", "USD", 2_425_000, "PAID"),
        ("Shenzhen Hanwei Precision", "EUR", 2_425_000, "PAID"),
    ]
    assert vendor_balance(bruno.organization.id, "EUR") == 0


def test_money_is_paid_out_once(ada: Person, bruno: Person, otto: Person) -> None:
    steps.released(ada, bruno)
    steps.paid_out(otto)
    second = steps.paid_out(otto)

    assert second.payouts.count() == 0
    assert Payout.objects.count() == 1


def test_the_same_key_twice_is_one_batch(ada: Person, bruno: Person, otto: Person) -> None:
    steps.released(ada, bruno)
    first = run_payout_batch(actor=otto.actor, key="b-1", at=steps.days(16))
    second = run_payout_batch(actor=otto.actor, key="b-1", at=steps.days(17))
    drain_until_empty()

    assert first.id == second.id
    assert PayoutBatch.objects.count() == 1


def test_only_the_operators_finance_runs_it(ada: Person, bruno: Person, otto: Person) -> None:
    steps.released(ada, bruno)
    for person in (ada, bruno, member(otto.organization, ["operator.support"])):
        with pytest.raises(NotAllowed):
            run_payout_batch(actor=person.actor, key="b-1", at=steps.days(16))

    assert vendor_balance(bruno.organization.id, "EUR") == 2_425_000
    assert PayoutBatch.objects.count() == 0
