"""The sandbox as an adapter of the port: what an HTTPS client of a real provider would be.

Each call is a transaction of the sandbox's own. ``durable`` makes Django refuse it inside one of ours,
as a network call must never happen there.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.urls import reverse

from escrow.gateways.port import BadSignature, GatewayRefused, Instruction, Notice, Progress, ProviderObject
from escrow.gateways.sandbox import engine
from escrow.gateways.sandbox.models import SandboxPayment, SandboxRefund, SandboxState, SandboxTransfer
from marketplace.lib import clock, ids

TOLERANCE_SECONDS = 300
_PROGRESS = {
    SandboxState.OPEN: Progress.PENDING,
    SandboxState.PENDING: Progress.PENDING,
    SandboxState.SUCCEEDED: Progress.SUCCEEDED,
    SandboxState.DECLINED: Progress.FAILED,
    SandboxState.CANCELLED: Progress.FAILED,
}
_REASONS = {
    SandboxState.DECLINED: "The bank declined the payment.",
    SandboxState.CANCELLED: "The payment was cancelled on the payment page.",
}


def sign(raw: bytes, at: datetime) -> str:
    """``t=<unix seconds>,v1=<hex>``: HMAC-SHA-256 over the time, a dot and the raw bytes."""
    moment = str(int(at.timestamp()))
    digest = hmac.new(settings.SANDBOX_WEBHOOK_SECRET.encode(), f"{moment}.".encode() + raw, hashlib.sha256)
    return f"t={moment},v1={digest.hexdigest()}"


class SandboxGateway:
    """See ``escrow.gateways.port.PaymentGateway``."""

    name = "sandbox"

    def create_payment(self, instruction: Instruction) -> ProviderObject:
        """A payment page for the buyer; the same operation always gets the same page."""
        with transaction.atomic(durable=True):
            payment, created = SandboxPayment.objects.get_or_create(
                operation_id=instruction.operation_id,
                defaults={
                    "ref": f"pay_{ids.token(20)}",
                    "amount_minor": instruction.amount_minor,
                    "currency": instruction.currency,
                    "description": instruction.description,
                    "return_path": instruction.return_path,
                    "created_at": clock.now(),
                },
            )
            if not created:
                _same(instruction, payment.amount_minor, payment.currency)
        return _payment(payment)

    def find_payment(self, instruction: Instruction) -> ProviderObject | None:
        """Look the payment up by our operation id."""
        with transaction.atomic(durable=True):
            payment = SandboxPayment.objects.filter(operation_id=instruction.operation_id).first()
        return _payment(payment) if payment else None

    def create_refund(self, instruction: Instruction) -> ProviderObject:
        """Refund at once; never more than was paid."""
        with transaction.atomic(durable=True):
            done = SandboxRefund.objects.filter(operation_id=instruction.operation_id).first()
            if done:
                _same(instruction, done.amount_minor, instruction.currency)
                return _refund(done, instruction.currency)
            payment = SandboxPayment.objects.select_for_update().filter(ref=instruction.source_ref).first()
            if payment is None or payment.state != SandboxState.SUCCEEDED or payment.currency != instruction.currency:
                raise GatewayRefused("There is no such payment to refund.")
            refunded = payment.refunds.aggregate(total=Sum("amount_minor"))["total"] or 0
            if refunded + instruction.amount_minor > payment.amount_minor:
                raise GatewayRefused("The refund is larger than what is left of the payment.")
            refund = SandboxRefund.objects.create(
                ref=f"ref_{ids.token(20)}",
                operation_id=instruction.operation_id,
                payment=payment,
                amount_minor=instruction.amount_minor,
                created_at=clock.now(),
            )
            engine.announce("refund.succeeded", refund.operation_id)
        return _refund(refund, instruction.currency)

    def find_refund(self, instruction: Instruction) -> ProviderObject | None:
        """Look the refund up by our operation id."""
        with transaction.atomic(durable=True):
            refund = SandboxRefund.objects.filter(operation_id=instruction.operation_id).first()
        return _refund(refund, instruction.currency) if refund else None

    def create_transfer(self, instruction: Instruction) -> ProviderObject:
        """Pay out at once; never more than our balance."""
        with transaction.atomic(durable=True):
            done = SandboxTransfer.objects.filter(operation_id=instruction.operation_id).first()
            if done:
                _same(instruction, done.amount_minor, done.currency)
                return _transfer(done)
            if engine.balance().get(instruction.currency, 0) < instruction.amount_minor:
                raise GatewayRefused("The balance at the provider is too small for this transfer.")
            transfer = SandboxTransfer.objects.create(
                ref=f"tra_{ids.token(20)}",
                operation_id=instruction.operation_id,
                destination=instruction.destination,
                amount_minor=instruction.amount_minor,
                currency=instruction.currency,
                created_at=clock.now(),
            )
            engine.announce("transfer.paid", transfer.operation_id)
        return _transfer(transfer)

    def find_transfer(self, instruction: Instruction) -> ProviderObject | None:
        """Look the transfer up by our operation id."""
        with transaction.atomic(durable=True):
            transfer = SandboxTransfer.objects.filter(operation_id=instruction.operation_id).first()
        return _transfer(transfer) if transfer else None

    def parse_webhook(self, raw: bytes, signature: str, at: datetime) -> Notice:
        """Check age and signature in constant time, then read the body."""
        parts = dict(part.split("=", 1) for part in signature.split(",") if "=" in part)
        moment = parts.get("t", "")
        if not moment.isascii() or not moment.isdigit() or abs(at.timestamp() - int(moment)) > TOLERANCE_SECONDS:
            raise BadSignature("The signature is missing or too old.")
        expected = hmac.new(settings.SANDBOX_WEBHOOK_SECRET.encode(), f"{moment}.".encode() + raw, hashlib.sha256)
        if not hmac.compare_digest(expected.hexdigest(), parts.get("v1", "")):
            raise BadSignature("The signature does not match the bytes.")
        try:
            body = json.loads(raw)
            return Notice(ref=str(body["id"]), kind=str(body["type"]), operation_id=UUID(body["operation"]))
        except (ValueError, KeyError, TypeError) as error:
            raise BadSignature("The notice is not one of the sandbox's.") from error

    def balance(self) -> Mapping[str, int]:
        """Payments minus refunds and transfers, by currency."""
        with transaction.atomic(durable=True):
            return engine.balance()


def _same(instruction: Instruction, amount_minor: int, currency: str) -> None:
    if (instruction.amount_minor, instruction.currency) != (amount_minor, currency):
        raise GatewayRefused("This idempotency key was used with another amount.")


def _payment(payment: SandboxPayment) -> ProviderObject:
    return ProviderObject(
        ref=payment.ref,
        operation_id=payment.operation_id,
        progress=_PROGRESS[SandboxState(payment.state)],
        amount_minor=payment.amount_minor,
        currency=payment.currency,
        checkout_url=reverse("sandbox-pay", args=[payment.ref]),
        reason=_REASONS.get(SandboxState(payment.state), ""),
    )


def _refund(refund: SandboxRefund, currency: str) -> ProviderObject:
    return ProviderObject(
        ref=refund.ref,
        operation_id=refund.operation_id,
        progress=Progress.SUCCEEDED,
        amount_minor=refund.amount_minor,
        currency=currency,
    )


def _transfer(transfer: SandboxTransfer) -> ProviderObject:
    return ProviderObject(
        ref=transfer.ref,
        operation_id=transfer.operation_id,
        progress=Progress.SUCCEEDED,
        amount_minor=transfer.amount_minor,
        currency=transfer.currency,
    )
