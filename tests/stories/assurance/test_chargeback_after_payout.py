"""A vendor has been paid when the buyer’s bank takes the payment back: it owes the money, and its next order pays."""

from escrow.chargebacks.models import Chargeback
from marketplace.ledger.queries import balance_of
from marketplace.ledger.verify import verify
from tests.cast import Person
from tests.chargebacks.conftest import decided, disputed
from tests.escrow import steps


def test_a_chargeback_after_the_payout(ada: Person, bruno: Person, otto: Person) -> None:
    order = steps.released(ada, bruno)
    steps.paid_out(otto)
    assert steps.state_of(order) == "CLOSED"

    chargeback = disputed(order)
    assert balance_of(f"cb:{chargeback.ref}") == 2_500_000
    chargeback = decided(chargeback, won=False)
    assert (chargeback.state, balance_of(f"cb:{chargeback.ref}")) == ("LOST", 0)
    owed = balance_of(f"vendor:{bruno.organization.id}:debt:EUR")
    assert owed == 2_425_000
    assert verify() == []

    again = steps.released(ada, bruno)
    batch = steps.paid_out(otto, day=40)
    assert balance_of(f"vendor:{bruno.organization.id}:debt:EUR") == 0
    assert batch.payouts.count() == 0
    assert steps.state_of(again) == "CLOSED"
    assert Chargeback.objects.count() == 1
