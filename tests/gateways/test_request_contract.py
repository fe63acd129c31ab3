"""Every request that the adapter sends, held to Stripe's published description by Stripe's own mock server.

The server knows API v1. The three calls of Accounts v2 are held to the SDK's own types by the fake.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from pytest_django import Settings

from escrow.gateways.port import GatewayRefused, Instruction, PaymentGateway, RecipientAccount
from escrow.gateways.stripe import accounts, elements
from escrow.gateways.stripe.adapter import StripeGateway
from escrow.gateways.stripe.client import client, telling
from marketplace.lib import clock, ids
from tests.cast import Person
from tests.gateways import lines

pytestmark = [pytest.mark.stripe_mock, pytest.mark.django_db]
Call = Callable[[StripeGateway, Instruction], Any]

CALLS: dict[str, Call] = {
    "create_payment": lambda gateway, asked: gateway.create_payment(asked),
    "find_payment": lambda gateway, asked: gateway.find_payment(asked),
    "create_refund": lambda gateway, asked: gateway.create_refund(replace(asked, source_ref="pi_1")),
    "find_refund": lambda gateway, asked: gateway.find_refund(replace(asked, source_ref="pi_1")),
    "create_transfer": lambda gateway, asked: gateway.create_transfer(asked),
    "find_transfer": lambda gateway, asked: gateway.find_transfer(asked),
    "create_reversal": lambda gateway, asked: gateway.create_reversal(replace(asked, source_ref="tr_1")),
    "find_reversal": lambda gateway, asked: gateway.find_reversal(replace(asked, source_ref="tr_1")),
    "create_platform_payout": lambda gateway, asked: gateway.create_platform_payout(asked),
    "find_platform_payout": lambda gateway, asked: gateway.find_platform_payout(asked),
    "bank_instructions": lambda gateway, asked: gateway.bank_instructions(asked),
    "cash_balance": lambda gateway, _: gateway.cash_balance("cus_1"),
    "cash_receipts": lambda gateway, _: gateway.cash_receipts("cus_1"),
    "get_dispute": lambda gateway, _: gateway.get_dispute("du_1"),
    "submit_evidence": lambda gateway, _: gateway.submit_evidence("du_1", {"product_description": "Enclosures"}),
    "get_topup": lambda gateway, _: gateway.get_topup("tu_1"),
    "transactions": lambda gateway, _: list(gateway.transactions(clock.now() - timedelta(days=1))),
    "balance": lambda gateway, _: gateway.balance(),
}
BY_REF = ("find_payment", "find_refund", "find_transfer", "find_platform_payout")
OF_API_V2 = {"create_recipient", "recipient", "onboarding_link"}
WITHOUT_CALL = {"parse_webhook"}


@pytest.fixture
def gateway(stripe_mock: str, settings: Settings) -> StripeGateway:
    settings.STRIPE_SECRET_KEY, settings.STRIPE_API_BASE = "sk_test_123", stripe_mock
    return StripeGateway()


@pytest.fixture
def asked(gateway: StripeGateway, ada: Person, bruno: Person) -> Instruction:
    ready = RecipientAccount(ref=f"acct_{ids.token(8)}", is_ready=True)
    accounts.remember_recipient(bruno.organization.id, ready)
    return lines.live().instruction(ada.organization.id, destination=str(bruno.organization.id))


def test_every_call_of_the_port_is_here() -> None:
    calls = {name for name in vars(PaymentGateway) if not name.startswith("_")} - {"name"}
    assert calls == set(CALLS) | OF_API_V2 | WITHOUT_CALL


@pytest.mark.parametrize("name", CALLS)
def test_stripe_understands_the_request(gateway: StripeGateway, asked: Instruction, name: str) -> None:
    CALLS[name](gateway, asked)


@pytest.mark.parametrize("name", BY_REF)
def test_stripe_understands_the_question_for_a_known_object(
    gateway: StripeGateway, asked: Instruction, name: str
) -> None:
    CALLS[name](gateway, replace(asked, ref="known_1"))


@pytest.mark.parametrize("currency", ["EUR", "GBP", "JPY", "MXN", "USD", "SEK"])
def test_stripe_understands_payments_in_every_kind_of_currency(
    gateway: StripeGateway, asked: Instruction, currency: str
) -> None:
    gateway.create_payment(replace(asked, currency=currency))


@pytest.mark.usefixtures("gateway")
def test_stripe_understands_the_payment_page() -> None:
    assert elements.secret_of("pi_1")


def test_the_mock_would_tell(gateway: StripeGateway) -> None:
    params: Any = {"amount": 100, "currency": "eur", "colour": "red"}
    with pytest.raises(GatewayRefused), telling():
        client().v1.payment_intents.create(params)
