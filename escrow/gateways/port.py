"""What escrow asks of any payment provider, and the three ways it may answer: an object, a refusal, or silence.

Adapters are called outside transactions only. Each creating call carries our operation id as the
idempotency key, and each object can be found again by that id: an idempotency key alone is not enough,
because a provider may forget it before we ask again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from marketplace.lib.errors import Invalid


class GatewayRefused(Exception):
    """The provider said no, for good. The message is its reason, fit for the user."""


class GatewaySilent(Exception):
    """No answer, or none that we understand: the operation may or may not have happened."""


class BadSignature(Invalid):
    """A notice that the provider did not sign, or signed too long ago."""

    code = "bad_signature"
    status = 400


class Progress(StrEnum):
    """Where the provider's object stands."""

    PENDING = "PENDING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction:
    """One operation, as a provider needs to know it. ``operation_id`` is the idempotency key.

    ``source_ref`` is the provider's payment that a refund takes back, ``destination`` whom a transfer
    pays, ``return_path`` where the buyer's browser goes after the hosted page.
    """

    operation_id: UUID
    amount_minor: int
    currency: str
    description: str
    group: str
    return_path: str = ""
    source_ref: str = ""
    destination: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderObject:
    """The provider's payment, refund or transfer. ``fee_minor`` is what the provider kept of it."""

    ref: str
    operation_id: UUID
    progress: Progress
    amount_minor: int
    currency: str
    checkout_url: str = ""
    fee_minor: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A verified webhook: a hint that the object of ``operation_id`` changed; the object itself is asked for."""

    ref: str
    kind: str
    operation_id: UUID | None


class PaymentGateway(Protocol):
    """A payment provider. Creating and finding raise GatewaySilent; creating also GatewayRefused."""

    name: str

    def create_payment(self, instruction: Instruction) -> ProviderObject:
        """Prepare a payment; the buyer completes it at ``checkout_url``."""

    def find_payment(self, instruction: Instruction) -> ProviderObject | None:
        """The payment of this operation, or None if the provider has none."""

    def create_refund(self, instruction: Instruction) -> ProviderObject:
        """Send a payment (``source_ref``) or a part of it back."""

    def find_refund(self, instruction: Instruction) -> ProviderObject | None:
        """The refund of this operation, or None."""

    def create_transfer(self, instruction: Instruction) -> ProviderObject:
        """Pay ``destination`` from our balance."""

    def find_transfer(self, instruction: Instruction) -> ProviderObject | None:
        """The transfer of this operation, or None."""

    def parse_webhook(self, raw: bytes, signature: str, at: datetime) -> Notice:
        """Verify the signature over the raw bytes and its age. Raises BadSignature."""

    def balance(self) -> Mapping[str, int]:
        """Our balance at the provider, minor units by currency. Raises GatewaySilent."""


def get_gateway() -> PaymentGateway:
    """The provider that the settings name."""
    gateway: PaymentGateway = import_string(settings.PAYMENT_GATEWAY)()
    return gateway
