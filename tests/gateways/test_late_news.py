"""What the provider finds out later: refunds that come back, top-ups, vendors' accounts and banks."""

from pytest_django import Settings

from escrow.gateways import recipients
from escrow.gateways.fake import engine
from escrow.gateways.stripe.accounts import find_recipient
from escrow.services import request_refund
from marketplace.ledger.models import Order
from marketplace.outbox.drain import drain_until_empty
from tests.cast import Person
from tests.escrow import steps


def test_a_refund_that_comes_back_waits_in_the_buyers_wallet(funded_order: Order, ada: Person) -> None:
    refund = request_refund(actor=ada.actor, number=funded_order.number, reason="Stopped.", key="r-1", at=steps.days(2))
    drain_until_empty()
    operation = refund.operations.get()
    assert steps.trial_balance() == {}

    engine.fail_refund(ref=operation.gateway_ref or "", at=steps.days(5))
    engine.fail_refund(ref=operation.gateway_ref or "", at=steps.days(6))
    drain_until_empty()

    operation.refresh_from_db()
    refund.refresh_from_db()
    assert operation.state == "FAILED"
    assert refund.to_wallet_minor == 2_500_000
    assert steps.trial_balance() == {"psp": 2_500_000, "wallet": -2_500_000}
    assert steps.state_of(funded_order) == "REFUNDED"


def test_the_float_is_booked_as_the_owners_money(settings: Settings, order: Order, ada: Person) -> None:
    settings.SANDBOX_FLOAT_MINOR = 1_000_000
    steps.funded(order, ada)

    assert steps.trial_balance() == {
        "psp": 3_500_000, "escrow": -2_500_000, "equity": -1_000_000,
    }  # fmt: skip


def test_the_providers_fee_is_the_markets_expense(settings: Settings, order: Order, ada: Person) -> None:
    settings.SANDBOX_FEE_BASIS_POINTS, settings.SANDBOX_FEE_FIXED_MINOR = 290, 30
    steps.funded(order, ada)

    assert steps.trial_balance() == {"psp": 2_427_470, "exp_psp_fee": 72_530, "escrow": -2_500_000}


def can_be_paid(vendor: Person) -> bool:
    return vendor.organization.id in recipients.ready_vendors()


def test_a_vendors_account_is_checked_when_the_provider_says_so(bruno: Person) -> None:
    account = find_recipient(bruno.organization.id)
    assert account is not None
    assert can_be_paid(bruno)

    engine.set_recipient(ref=account.ref, status="restricted", at=steps.AT)
    drain_until_empty()
    account.refresh_from_db()
    assert account.missing == ["External account"]
    assert not can_be_paid(bruno)

    engine.set_recipient(ref=account.ref, status="pending", at=steps.AT)
    engine.settle_due(at=steps.days(1))
    drain_until_empty()
    account.refresh_from_db()
    assert can_be_paid(bruno)
    assert account.missing == []


def test_a_payout_that_the_vendors_bank_sends_back_is_told(
    shipped_order: Order, ada: Person, bruno: Person, otto: Person
) -> None:
    steps.accepted(shipped_order, ada)
    steps.paid_out(otto)
    engine.advance(seconds=30 * 86_400)
    (payout,) = engine.things("payout")
    assert payout["amount"] == 2_425_000
    engine.end_payout(ref=payout["id"], is_paid=False, at=steps.days(40))
    drain_until_empty()

    account = find_recipient(bruno.organization.id)
    assert account is not None
    assert account.trouble == "Your bank sent a payout back. Check your bank account."
    assert steps.trial_balance() == {"psp": 75_000, "inc_commission": -75_000}
