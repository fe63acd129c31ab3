"""What escrow asks of any payment provider, and the three ways it may answer: an object, a refusal, or silence.

Adapters are called outside transactions only. Each creating call carries our operation id as the
idempotency key, and each object can be found again by that id: an idempotency key alone is not enough,
because a provider may forget it before we ask again. Amounts are minor units, currencies ISO 4217.
"""

from collections.abc import Iterator, Mapping
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
    """A notice that the provider did not sign, or signed too long ago, or meant for another market."""

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

    ``ref`` is the provider's object where it is known, ``since`` when the operation was made. ``source_ref`` is the
    payment that a refund takes back or the transfer that a reversal takes back, ``destination`` the vendor whom a
    transfer pays, ``payer_id`` the buyer, ``return_path`` where the buyer's browser goes after the payment page.
    """

    operation_id: UUID
    amount_minor: int
    currency: str
    description: str
    group: str
    since: datetime
    ref: str = ""
    leg_no: int = 1
    payer_id: UUID | None = None
    payer_name: str = ""
    return_path: str = ""
    source_ref: str = ""
    destination: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CashReceipt:
    """A buyer's bank transfer that arrived at the provider, before it paid for anything."""

    ref: str
    amount_minor: int
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderObject:
    """The provider's payment, refund, transfer, reversal or payout. ``fee_minor`` is what the provider kept of it.

    A payment with ``by_bank_transfer`` was paid out of the buyer's cash balance; ``receipts`` are the transfers that
    filled it, which are booked first.
    """

    ref: str
    operation_id: UUID
    progress: Progress
    amount_minor: int
    currency: str
    checkout_url: str = ""
    fee_minor: int = 0
    reason: str = ""
    by_bank_transfer: bool = False
    receipts: tuple[CashReceipt, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A verified webhook: a hint that ``object_ref`` changed; the object itself is asked for.

    Of a movement of a buyer's cash balance, ``object_ref`` is the buyer's account. ``account`` is the connected account
    whose notice it is, empty for our own.
    """

    ref: str
    kind: str
    operation_id: UUID | None
    object_ref: str = ""
    account: str = ""


class DisputeStatus(StrEnum):
    """Where a card network's dispute stands. An inquiry that came to nothing is PREVENTED."""

    NEEDS_RESPONSE = "NEEDS_RESPONSE"
    UNDER_REVIEW = "UNDER_REVIEW"
    WON = "WON"
    LOST = "LOST"
    PREVENTED = "PREVENTED"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderDispute:
    """A payer's bank took a payment back, or asks about it. ``payment_ref`` is the payment's ``ProviderObject.ref``."""

    ref: str
    payment_ref: str
    amount_minor: int
    fee_minor: int
    currency: str
    reason: str
    status: DisputeStatus
    funds_withdrawn: bool
    due_by: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderTransaction:
    """One change of our balance at the provider: ``amount_minor`` less ``fee_minor``.

    ``source_ref`` is the ref that the port knows the object by: of a charge its payment's. ``category`` is one of
    charge, refund, refund_failure, transfer, transfer_reversal, dispute, dispute_reversal, payout, payout_reversal,
    topup, fee, or another word of the provider's.
    """

    ref: str
    source_ref: str
    operation_id: UUID | None
    category: str
    amount_minor: int
    fee_minor: int
    currency: str
    created_at: datetime
    available_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderTopup:
    """Our own money that we put into our balance."""

    ref: str
    amount_minor: int
    currency: str
    progress: Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientAccount:
    """A vendor's account at the provider. ``missing`` says what the vendor still has to do, in the provider's words."""

    ref: str
    is_ready: bool
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BankInstructions:
    """Where a buyer sends a bank transfer: labelled lines, and the reference to give."""

    lines: tuple[tuple[str, str], ...]
    reference: str


class PaymentGateway(Protocol):
    """A payment provider. Everything raises GatewaySilent; what creates raises GatewayRefused, too."""

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
        """Pay the vendor ``destination`` from our balance. Refused until its account is ready."""

    def find_transfer(self, instruction: Instruction) -> ProviderObject | None:
        """The transfer of this operation, or None."""

    def create_reversal(self, instruction: Instruction) -> ProviderObject:
        """Take a transfer (``source_ref``) or a part of it back. Refused when the vendor has spent it."""

    def find_reversal(self, instruction: Instruction) -> ProviderObject | None:
        """The reversal of this operation, or None."""

    def create_platform_payout(self, instruction: Instruction) -> ProviderObject:
        """Send our own money to our bank."""

    def find_platform_payout(self, instruction: Instruction) -> ProviderObject | None:
        """The payout of this operation, or None."""

    def bank_instructions(self, instruction: Instruction) -> BankInstructions:
        """Where the buyer of this payment sends a bank transfer."""

    def cash_balance(self, customer_ref: str) -> Mapping[str, int]:
        """What a buyer has sent by bank transfer and not spent, by currency."""

    def cash_receipts(self, customer_ref: str) -> tuple[CashReceipt, ...]:
        """All bank transfers that arrived for a buyer."""

    def create_recipient(self, *, organization_id: UUID, name: str, email: str, country: str) -> RecipientAccount:
        """Open a vendor's account; the vendor completes it at the onboarding link."""

    def recipient(self, ref: str) -> RecipientAccount:
        """How a vendor's account stands."""

    def onboarding_link(self, recipient_ref: str, return_path: str) -> str:
        """The address where a vendor completes its account; good once and for minutes."""

    def get_dispute(self, ref: str) -> ProviderDispute:
        """A dispute as it stands."""

    def submit_evidence(self, ref: str, evidence: Mapping[str, str]) -> ProviderDispute:
        """Answer a dispute, once and for all. The names are the provider's (``product_description``, …)."""

    def get_topup(self, ref: str) -> ProviderTopup:
        """A top-up as it stands."""

    def transactions(self, since: datetime) -> Iterator[ProviderTransaction]:
        """Every change of our balance since a moment, newest first."""

    def parse_webhook(self, raw: bytes, signature: str, at: datetime, *, connect: bool = False) -> Notice:
        """Verify the signature over the raw bytes, its age and the mode. Raises BadSignature."""

    def balance(self) -> Mapping[str, int]:
        """Our balance at the provider, pending and available, by currency."""


def get_gateway() -> PaymentGateway:
    """The provider that the settings name."""
    gateway: PaymentGateway = import_string(settings.PAYMENT_GATEWAY)()
    return gateway
