"""Two lines to Stripe that the same tests run on: the fake, and with a key Stripe's test mode itself."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from escrow.gateways.fake import engine
from escrow.gateways.fake.engine import Choice
from escrow.gateways.port import Instruction
from escrow.gateways.stripe.adapter import StripeGateway
from escrow.gateways.stripe.client import client
from marketplace.lib import clock, ids

PAYMENT_METHODS = {"pay": "pm_card_bypassPending", "decline": "pm_card_chargeDeclined"}


@dataclass
class Line:
    """A gateway, and somebody who pays at it. ``act`` does on the payment page what a payer would do."""

    gateway: StripeGateway
    act: Callable[[str, str], None]

    def instruction(self, buyer_id: UUID, **changes: Any) -> Instruction:
        """€100.00 of a new operation."""
        plain = Instruction(
            operation_id=ids.uuid7(),
            amount_minor=10_000,
            currency="EUR",
            description="PO-1: enclosures",
            group="PO-1",
            since=clock.now() - timedelta(minutes=1),
            payer_id=buyer_id,
            payer_name="Delft Instruments BV",
            return_path="/orders/PO-1/payment/",
        )
        return replace(plain, **changes)


def fake() -> Line:
    """The payer clicks in the fake."""

    def click(ref: str, act: str) -> None:
        engine.choose(ref=ref, choice=Choice(act), at=clock.now())

    return Line(StripeGateway(), click)


def live() -> Line:
    """The payer uses one of Stripe's test cards."""

    def confirm(ref: str, act: str) -> None:
        try:
            client().v1.payment_intents.confirm(
                ref, {"payment_method": PAYMENT_METHODS[act], "return_url": "https://market.example/"}
            )
        except Exception as error:
            if act != "decline":
                raise AssertionError(act) from error

    return Line(StripeGateway(), confirm)
