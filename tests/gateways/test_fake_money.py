"""The fake keeps Stripe's rules about money: fees, pending and available, caps, reversals, disputes, payouts."""

from dataclasses import replace
from datetime import timedelta

import pytest
from pytest_django import Settings

from escrow.gateways.fake import engine
from escrow.gateways.port import DisputeStatus, GatewayRefused, Instruction, ProviderObject
from escrow.gateways.stripe.accounts import find_recipient
from escrow.gateways.stripe.client import client, telling
from marketplace.lib import clock, ids
from tests.cast import Person
from tests.gateways import lines
from tests.gateways.lines import Line

DAY = 86_400
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def books_agree() -> None:
    """There are no books here."""


@pytest.fixture
def fake() -> Line:
    return lines.fake()


@pytest.fixture
def asked(fake: Line, ada: Person, bruno: Person) -> Instruction:
    return fake.instruction(ada.organization.id, destination=str(bruno.organization.id))


@pytest.fixture
def paid(fake: Line, asked: Instruction) -> ProviderObject:
    made = fake.gateway.create_payment(asked)
    fake.act(made.ref, "pay")
    return made


def another(asked: Instruction, amount: int, source_ref: str = "") -> Instruction:
    return replace(asked, operation_id=ids.uuid7(), amount_minor=amount, source_ref=source_ref)


def available() -> int:
    with telling():
        held = client().v1.balance.retrieve().available
    return sum(part.amount for part in held)


def test_a_payment_costs_its_fee_and_is_available_after_two_days(
    fake: Line, asked: Instruction, settings: Settings
) -> None:
    settings.SANDBOX_FEE_BASIS_POINTS, settings.SANDBOX_FEE_FIXED_MINOR = 290, 30
    made = fake.gateway.create_payment(asked)
    fake.act(made.ref, "pay")

    found = fake.gateway.find_payment(asked)
    assert found is not None
    assert found.fee_minor == 320
    assert (fake.gateway.balance()["EUR"], available()) == (9_680, 0)
    engine.advance(seconds=2 * DAY)
    assert (fake.gateway.balance()["EUR"], available()) == (9_680, 9_680)


@pytest.mark.usefixtures("paid")
def test_only_available_money_is_transferred(fake: Line, asked: Instruction) -> None:
    with pytest.raises(GatewayRefused, match="insufficient available funds"):
        fake.gateway.create_transfer(another(asked, 10_000))

    engine.advance(seconds=2 * DAY)
    fake.gateway.create_transfer(another(asked, 9_000))
    with pytest.raises(GatewayRefused, match="insufficient available funds"):
        fake.gateway.create_transfer(another(asked, 1_001))
    assert fake.gateway.balance()["EUR"] == 1_000


def test_pending_money_is_transferred_out_of_its_charge_and_no_more_than_it(
    paid: ProviderObject, bruno: Person
) -> None:
    charge = engine.things("charge")[0]["id"]
    account = find_recipient(bruno.organization.id)
    assert account is not None
    for amount in (6_000, 4_000):
        with telling():
            client().v1.transfers.create(
                {"amount": amount, "currency": "eur", "destination": account.ref, "source_transaction": charge}
            )
    with pytest.raises(GatewayRefused, match="more than the charge"), telling():
        client().v1.transfers.create(
            {"amount": 1, "currency": "eur", "destination": account.ref, "source_transaction": charge}
        )


@pytest.mark.usefixtures("paid")
def test_a_vendor_who_is_not_ready_is_not_paid(fake: Line, asked: Instruction, bruno: Person) -> None:
    account = find_recipient(bruno.organization.id)
    assert account is not None
    engine.advance(seconds=2 * DAY)
    engine.set_recipient(ref=account.ref, status="restricted", at=clock.now())
    with pytest.raises(GatewayRefused, match="capabilities"):
        fake.gateway.create_transfer(another(asked, 1_000))


@pytest.mark.usefixtures("paid")
def test_a_transfer_is_taken_back_as_long_as_the_vendor_has_it(fake: Line, asked: Instruction) -> None:
    engine.advance(seconds=2 * DAY)
    transfer = fake.gateway.create_transfer(another(asked, 8_000))
    back = another(asked, 3_000, transfer.ref)
    assert fake.gateway.find_reversal(back) is None
    made = fake.gateway.create_reversal(back)
    assert fake.gateway.create_reversal(back).ref == made.ref
    assert fake.gateway.find_reversal(back) == made
    assert fake.gateway.balance()["EUR"] == 5_000
    with pytest.raises(GatewayRefused, match="greater than unreversed"):
        fake.gateway.create_reversal(another(asked, 5_001, transfer.ref))

    engine.advance(seconds=2 * DAY)  # Stripe pays it out to the vendor's bank
    with pytest.raises(GatewayRefused, match="insufficient funds"):
        fake.gateway.create_reversal(another(asked, 1, transfer.ref))


def test_a_dispute_takes_the_money_and_a_fee_and_gives_the_money_back_when_won(
    fake: Line, paid: ProviderObject
) -> None:
    ref = engine.open_dispute(payment_ref=paid.ref, at=clock.now(), reason="fraudulent")
    dispute = fake.gateway.get_dispute(ref)
    assert (dispute.payment_ref, dispute.amount_minor, dispute.fee_minor) == (paid.ref, 10_000, 1_500)
    assert (dispute.status, dispute.funds_withdrawn, dispute.reason) == (
        DisputeStatus.NEEDS_RESPONSE, True, "fraudulent",
    )  # fmt: skip
    assert dispute.due_by is not None
    assert fake.gateway.balance()["EUR"] == -1_500

    answered = fake.gateway.submit_evidence(ref, {"product_description": "Enclosures, delivered and signed for"})
    assert answered.status is DisputeStatus.UNDER_REVIEW
    engine.decide_dispute(ref=ref, won=True, at=clock.now())
    won = fake.gateway.get_dispute(ref)
    assert (won.status, won.funds_withdrawn) == (DisputeStatus.WON, False)
    assert fake.gateway.balance()["EUR"] == 8_500


def test_a_lost_dispute_stays_and_its_charge_cannot_be_refunded(
    fake: Line, asked: Instruction, paid: ProviderObject
) -> None:
    ref = engine.open_dispute(payment_ref=paid.ref, at=clock.now())
    assert fake.gateway.submit_evidence(ref, {"uncategorized_text": "losing_evidence"}).status is DisputeStatus.LOST
    assert fake.gateway.balance()["EUR"] == -1_500
    with pytest.raises(GatewayRefused, match="charged back"):
        fake.gateway.create_refund(another(asked, 100, paid.ref))
    with pytest.raises(GatewayRefused, match="already closed"):
        fake.gateway.submit_evidence(ref, {"uncategorized_text": "winning_evidence"})


def test_an_inquiry_takes_nothing(fake: Line, paid: ProviderObject) -> None:
    ref = engine.open_dispute(payment_ref=paid.ref, at=clock.now(), inquiry=True)
    asked_about = fake.gateway.get_dispute(ref)
    assert (asked_about.status, asked_about.funds_withdrawn) == (DisputeStatus.NEEDS_RESPONSE, False)
    engine.decide_dispute(ref=ref, won=True, at=clock.now())
    assert fake.gateway.get_dispute(ref).status is DisputeStatus.PREVENTED
    assert fake.gateway.balance()["EUR"] == 10_000


@pytest.mark.usefixtures("paid")
def test_a_payout_to_our_bank_arrives_a_day_later_or_comes_back(fake: Line, asked: Instruction) -> None:
    engine.advance(seconds=2 * DAY)
    sent = another(asked, 4_000)
    assert fake.gateway.create_platform_payout(sent).progress == "PENDING"
    assert fake.gateway.balance()["EUR"] == 6_000
    engine.advance(seconds=DAY)
    found = fake.gateway.find_platform_payout(sent)
    assert found is not None
    assert found.progress == "SUCCEEDED"

    engine.end_payout(ref=found.ref, is_paid=False, at=clock.now() + timedelta(days=4))
    failed = fake.gateway.find_platform_payout(sent)
    assert failed is not None
    assert (failed.progress, failed.reason) == ("FAILED", "The bank account has been closed.")
    assert fake.gateway.balance()["EUR"] == 10_000


def test_the_books_of_the_fake_list_what_changed_them(fake: Line, asked: Instruction, paid: ProviderObject) -> None:
    engine.advance(seconds=2 * DAY)
    refund = fake.gateway.create_refund(another(asked, 1_000, paid.ref))
    engine.fail_refund(ref=refund.ref, at=clock.now())
    transfer = fake.gateway.create_transfer(another(asked, 5_000))
    fake.gateway.create_reversal(another(asked, 2_000, transfer.ref))

    rows = list(fake.gateway.transactions(clock.now() - timedelta(days=1)))
    assert [(row.category, row.amount_minor) for row in reversed(rows)] == [
        ("charge", 10_000), ("refund", -1_000), ("refund_failure", 1_000), ("transfer", -5_000),
        ("transfer_reversal", 2_000),
    ]  # fmt: skip
    assert sum(row.amount_minor - row.fee_minor for row in rows) == fake.gateway.balance()["EUR"] == 7_000
