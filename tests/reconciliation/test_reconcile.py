"""A run against the fake: everything matched, what was missed is booked, what is strange waits for a person."""

from datetime import timedelta

import pytest

from escrow.gateways.fake import engine
from escrow.gateways.fake.models import Entry, World
from escrow.reconciliation.models import ReconciliationItem, ReconciliationRun
from escrow.reconciliation.services import reconcile, resolve_item
from escrow.reconciliation.services.items import NothingToResolve
from escrow.services import request_refund
from marketplace.ledger import movements
from marketplace.ledger.models import JournalEntry, Order
from marketplace.ledger.services import post
from marketplace.ledger.verify import verify
from marketplace.lib import clock
from marketplace.lib.actor import Actor
from marketplace.lib.errors import Invalid, NotAllowed
from marketplace.outbox.drain import drain_until_empty
from tests.cast import Person
from tests.escrow import steps

SYSTEM = Actor.for_system("tests")


def run(key: str = "run-1", *, is_full: bool = True) -> ReconciliationRun:
    return reconcile(actor=SYSTEM, is_full=is_full, key=key, at=clock.now())


def test_a_whole_life_is_matched_line_by_line(ada: Person, bruno: Person, otto: Person) -> None:
    steps.released(ada, bruno)
    steps.paid_out(otto)
    done = run()
    assert (done.matched, done.left_open, done.difference, done.unexplained) == (done.seen, 0, {}, {})
    assert done.is_clean
    keys = set(ReconciliationItem.objects.values_list("verdict", flat=True))
    assert keys == {"MATCHED"}


def test_a_payment_nobody_told_us_of_is_brought_in(order: Order, ada: Person) -> None:
    operation = steps.checkout(order, ada)
    steps.choose(operation, engine.Choice.TIMEOUT)
    assert steps.state_of(order) == "AWAITING_PAYMENT"

    done = run()
    assert (done.booked, done.left_open, done.unexplained) == (1, 0, {})
    assert steps.state_of(order) == "FUNDED"


def test_a_dispute_nobody_told_us_of_is_brought_in(funded_order: Order) -> None:
    engine.set_delivery(World.Delivery.DROPPED)
    operation = funded_order.operations.get(kind="PAYMENT")
    engine.open_dispute(payment_ref=operation.gateway_ref or "", at=clock.now())
    drain_until_empty()

    done = run()
    assert (done.booked, done.left_open, done.unexplained) == (1, 0, {})
    assert steps.trial_balance()["chargeback"] == 2_500_000


def test_a_refund_that_came_back_unheard_is_brought_in(funded_order: Order, ada: Person) -> None:
    refund = request_refund(
        actor=ada.actor, number=funded_order.number, reason="Project stopped.", key="refund-1", at=steps.days(2)
    )
    drain_until_empty()
    engine.set_delivery(World.Delivery.DROPPED)
    operation = funded_order.operations.get(kind="REFUND")
    engine.fail_refund(ref=operation.gateway_ref or "", at=clock.now())
    drain_until_empty()

    done = run()
    assert (done.booked, done.left_open, done.unexplained) == (1, 0, {})
    assert steps.trial_balance()["wallet"] == -refund.amount_minor


def test_a_fee_that_only_the_list_shows_is_booked(funded_order: Order) -> None:
    Entry.objects.create(
        ref="txn_radar", currency="eur", amount_minor=-250, fee_minor=0, kind="stripe_fee", category="fee",
        source_ref="", created_at=clock.now(), available_at=clock.now(),
    )  # fmt: skip
    done = run()
    assert (done.booked, done.left_open, done.unexplained) == (1, 0, {})
    assert JournalEntry.objects.get(key="stripe:txn_radar").kind == "provider_fee"


def test_what_nobody_knows_waits_for_a_person(funded_order: Order, otto: Person, ada: Person) -> None:
    Entry.objects.create(
        ref="txn_odd", currency="eur", amount_minor=-999, fee_minor=0, kind="adjustment", category="other_adjustment",
        source_ref="", created_at=clock.now(), available_at=clock.now(),
    )  # fmt: skip
    done = run()
    assert (done.left_open, done.difference, done.unexplained) == (1, {"EUR": -999}, {})
    item = ReconciliationItem.objects.get(provider_ref="txn_odd")
    assert (item.verdict, item.delta_minor) == ("MISSING_OURS", -999)

    with pytest.raises(NotAllowed):
        resolve_item(actor=ada.actor, item_id=item.id, why="Known.", key="answer-1", at=clock.now())
    with pytest.raises(Invalid):
        resolve_item(actor=otto.actor, item_id=item.id, why=" ", key="answer-2", at=clock.now())
    resolve_item(actor=otto.actor, item_id=item.id, why="Stripe's correction of March.", key="answer-3", at=clock.now())
    resolve_item(actor=otto.actor, item_id=item.id, why="Stripe's correction of March.", key="answer-3", at=clock.now())
    with pytest.raises(NothingToResolve):
        resolve_item(actor=otto.actor, item_id=item.id, why="Again.", key="answer-4", at=clock.now())
    assert run("run-2").left_open == 0


def test_an_entry_that_the_provider_does_not_show_is_found(funded_order: Order) -> None:
    at = clock.now() - timedelta(hours=2)
    movement = movements.provider_fee(provider="stripe", currency="EUR", amount=77)
    post(key="stripe:ghost", movement=movement, at=at)
    done = run()
    item = ReconciliationItem.objects.get(our_key="stripe:ghost")
    assert (item.verdict, item.delta_minor) == ("MISSING_THEIRS", 77)
    assert (done.left_open, done.difference, done.unexplained) == (1, {"EUR": 77}, {})


def test_a_young_entry_is_no_finding_yet(funded_order: Order) -> None:
    movement = movements.provider_fee(provider="stripe", currency="EUR", amount=77)
    post(key="stripe:young", movement=movement, at=clock.now())
    assert run().unexplained == {"EUR": 77}
    assert not ReconciliationItem.objects.filter(our_key="stripe:young").exists()
    assert [finding.check for finding in verify()].count("provider_balance_is_explained") == 1


def test_a_run_with_the_same_key_is_the_same_run(funded_order: Order) -> None:
    first, again = run(), run()
    assert first.pk == again.pk
    items = ReconciliationItem.objects.count()
    second = run("run-2", is_full=False)
    assert second.kind == "INCREMENTAL"
    assert ReconciliationItem.objects.count() == items


def test_only_the_clock_and_market_finance_compare(ada: Person, otto: Person) -> None:
    with pytest.raises(NotAllowed):
        reconcile(actor=ada.actor, key="run-1", at=clock.now())
    assert reconcile(actor=otto.actor, key="run-1", at=clock.now()).started_by_name == "Otto Brandt"
