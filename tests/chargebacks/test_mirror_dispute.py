"""From the provider's notice to the books: opened, withheld, won or lost, and who pays."""

from datetime import timedelta

import pytest

from escrow.chargebacks.models import Chargeback
from escrow.chargebacks.services import mirror_dispute
from escrow.gateways.fake import engine
from escrow.gateways.fake.models import World
from escrow.gateways.port import get_gateway
from escrow.models import Freeze, ReleaseUnit, Timer
from marketplace.ledger.models import JournalEntry, Order
from marketplace.lib.actor import Actor
from marketplace.lib.errors import NotAllowed
from marketplace.outbox.drain import drain_until_empty
from tests.cast import Person
from tests.chargebacks.conftest import decided, disputed
from tests.escrow import steps

SYSTEM = Actor.for_system("tests")


def test_the_network_takes_the_money_and_the_rest_is_frozen(chargeback: Chargeback) -> None:
    assert chargeback.state == "NEEDS_RESPONSE"
    assert (chargeback.amount_minor, chargeback.fee_minor, chargeback.currency) == (2_500_000, 1_500, "EUR")
    assert chargeback.liability == "VENDOR"
    balance = steps.trial_balance()
    assert balance["chargeback"] == 2_500_000
    assert balance["hold"] == -2_500_000
    assert balance["exp_dispute_fee"] == 1_500
    assert "escrow" not in balance


def test_a_fraudulent_payment_is_the_markets_risk(funded_order: Order) -> None:
    assert disputed(funded_order, reason="fraudulent").liability == "PLATFORM"


def test_only_the_disputed_amount_is_frozen(shipped_order: Order) -> None:
    disputed(shipped_order, amount=1_000_000)
    balance = steps.trial_balance()
    assert (balance["hold"], balance["escrow"]) == (-1_000_000, -1_500_000)


def test_won_money_comes_back_and_the_order_goes_on(chargeback: Chargeback, ada: Person) -> None:
    won = decided(chargeback, won=True)
    assert won.state == "WON"
    assert won.decided_at is not None
    balance = steps.trial_balance()
    assert balance["escrow"] == -2_500_000
    assert "hold" not in balance
    assert "chargeback" not in balance
    assert not Timer.objects.running().filter(subject=str(chargeback.id)).exists()

    steps.accepted(chargeback.order, ada)
    assert steps.trial_balance()["inc_commission"] == -75_000


def test_lost_money_comes_out_of_what_is_held(chargeback: Chargeback) -> None:
    lost = decided(chargeback, won=False)
    assert lost.state == "LOST"
    assert lost.outcome == {"held": 2_500_000, "vendor": 0, "debt": 0, "market": 0}
    balance = steps.trial_balance()
    assert {"escrow", "hold", "chargeback", "exp_chargeback_loss"} & set(balance) == set()
    unit = ReleaseUnit.objects.get(order=chargeback.order)
    assert (unit.refunded_minor, unit.open_minor, unit.frozen_minor) == (2_500_000, 0, 0)
    assert unit.state == "CANCELLED"


def test_after_payout_the_vendor_owes_it_and_the_market_its_commission(
    ada: Person, bruno: Person, otto: Person
) -> None:
    order = steps.released(ada, bruno)
    steps.paid_out(otto)
    lost = decided(disputed(order), won=False)
    assert lost.outcome == {"held": 0, "vendor": 2_425_000, "debt": 2_425_000, "market": 75_000}
    balance = steps.trial_balance()
    assert balance["vendor_debt"] == 2_425_000
    assert {"inc_commission", "exp_chargeback_loss"} & set(balance) == set()


def test_before_payout_the_vendors_money_pays(ada: Person, bruno: Person) -> None:
    order = steps.released(ada, bruno)
    lost = decided(disputed(order), won=False)
    assert lost.outcome == {"held": 0, "vendor": 2_425_000, "debt": 0, "market": 75_000}
    assert {"vendor_available", "vendor_pending", "vendor_debt"} & set(steps.trial_balance()) == set()


def test_fraud_after_payout_is_the_markets_loss(ada: Person, bruno: Person, otto: Person) -> None:
    order = steps.released(ada, bruno)
    steps.paid_out(otto)
    lost = decided(disputed(order, reason="fraudulent"), won=False)
    assert lost.outcome == {"held": 0, "vendor": 0, "debt": 0, "market": 2_500_000}
    assert "vendor_debt" not in steps.trial_balance()


def test_an_inquiry_freezes_and_costs_nothing(funded_order: Order) -> None:
    inquiry = disputed(funded_order, inquiry=True)
    balance = steps.trial_balance()
    assert balance["hold"] == -2_500_000
    assert "chargeback" not in balance

    closed = decided(inquiry, won=True)
    assert closed.state == "PREVENTED"
    assert steps.trial_balance()["escrow"] == -2_500_000


def test_the_same_notice_twice_books_once(chargeback: Chargeback) -> None:
    before = JournalEntry.objects.count()
    for _ in range(2):
        mirror_dispute(actor=SYSTEM, dispute=get_gateway().get_dispute(chargeback.ref), at=steps.days(4))
    assert JournalEntry.objects.count() == before
    assert Freeze.objects.filter(order=chargeback.order).count() == 1


def test_notices_that_come_after_the_end_are_made_up_for(funded_order: Order) -> None:
    engine.set_delivery(World.Delivery.DROPPED)
    operation = funded_order.operations.get(kind="PAYMENT")
    ref = engine.open_dispute(payment_ref=operation.gateway_ref or "", at=steps.days(3))
    engine.decide_dispute(ref=ref, won=True, at=steps.days(30))
    drain_until_empty()

    mirror_dispute(actor=SYSTEM, dispute=get_gateway().get_dispute(ref), at=steps.days(31))
    kinds = set(JournalEntry.objects.filter(key__startswith=f"stripe:{ref}").values_list("kind", flat=True))
    assert kinds == {"chargeback_opened", "chargeback_won"}
    assert steps.trial_balance()["escrow"] == -2_500_000


def test_only_the_machinery_mirrors(chargeback: Chargeback, otto: Person) -> None:
    dispute = get_gateway().get_dispute(chargeback.ref)
    with pytest.raises(NotAllowed):
        mirror_dispute(actor=otto.actor, dispute=dispute, at=steps.days(4))


def test_the_evidence_clock_runs_a_day_before_the_last_moment(chargeback: Chargeback) -> None:
    assert chargeback.due_by is not None
    timer = Timer.objects.get(name="EVIDENCE_DUE", subject=str(chargeback.id))
    assert timer.due_at == chargeback.due_by - timedelta(hours=24)
