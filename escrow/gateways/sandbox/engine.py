"""What happens inside the sandbox: choices on its payment page, pending payments that settle, notices to us.

Nothing here touches escrow's own rows; the market learns of it by a notice, or by asking.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from escrow.gateways.sandbox.events import SandboxWebhookQueued
from escrow.gateways.sandbox.models import (
    SandboxPayment,
    SandboxRefund,
    SandboxState,
    SandboxTransfer,
    SandboxWebhook,
)
from marketplace.lib import clock, ids
from marketplace.lib.errors import NotFound
from marketplace.outbox.publishing import publish

SETTLES_AFTER = timedelta(seconds=10)


class Choice(StrEnum):
    """What a person may do on the sandbox's payment page."""

    PAY = "pay"
    PENDING = "pending"
    DECLINE = "decline"
    TIMEOUT = "timeout"
    CANCEL = "cancel"


def get_payment(ref: str) -> SandboxPayment:
    """The payment behind a payment page. The unguessable ref is the permission. Raises NotFound."""
    payment = SandboxPayment.objects.filter(ref=ref).first()
    if payment is None:
        raise NotFound
    return payment


def choose(*, ref: str, choice: Choice, at: datetime) -> SandboxPayment:
    """Do on the payment page what ``choice`` says; a payment that is no longer open stays as it is.

    ``TIMEOUT`` takes the money and tells nobody: the market has to ask. Raises NotFound.
    """
    with transaction.atomic(durable=True):
        payment = SandboxPayment.objects.select_for_update().filter(ref=ref).first()
        if payment is None:
            raise NotFound
        if payment.state != SandboxState.OPEN:
            return payment
        if choice is Choice.PENDING:
            payment.state, payment.settles_at = SandboxState.PENDING, at + SETTLES_AFTER
            announce("payment.pending", payment.operation_id)
        elif choice in {Choice.PAY, Choice.TIMEOUT}:
            payment.state = SandboxState.SUCCEEDED
        elif choice is Choice.DECLINE:
            payment.state = SandboxState.DECLINED
        else:
            payment.state = SandboxState.CANCELLED
        if choice not in {Choice.PENDING, Choice.TIMEOUT}:
            announce(f"payment.{payment.state.lower()}", payment.operation_id)
        payment.save(update_fields=["state", "settles_at"])
    return payment


def settle_due(*, at: datetime) -> int:
    """Let pending payments whose time has come succeed; return how many."""
    with transaction.atomic(durable=True):
        due = SandboxPayment.objects.select_for_update(skip_locked=True).filter(
            state=SandboxState.PENDING, settles_at__lte=at
        )
        payments = list(due)
        for payment in payments:
            payment.state = SandboxState.SUCCEEDED
            payment.save(update_fields=["state"])
            announce("payment.succeeded", payment.operation_id)
    return len(payments)


def announce(kind: str, operation_id: UUID) -> None:
    """Queue a notice in the sandbox's open transaction."""
    ref = f"evt_{ids.token(20)}"
    body = ids.canonical({"id": ref, "type": kind, "operation": operation_id})
    webhook = SandboxWebhook.objects.create(ref=ref, body=body, created_at=clock.now())
    publish(SandboxWebhookQueued(webhook_id=webhook.id))


def undelivered(*, before: datetime) -> list[UUID]:
    """Notices that were queued before ``before`` and not taken yet."""
    return list(
        SandboxWebhook.objects.filter(delivered_at__isnull=True, created_at__lt=before)
        .order_by("created_at")
        .values_list("id", flat=True)[:100]
    )


def get_webhook(webhook_id: UUID) -> SandboxWebhook:
    """One notice. Raises NotFound."""
    webhook = SandboxWebhook.objects.filter(pk=webhook_id).first()
    if webhook is None:
        raise NotFound
    return webhook


def mark_delivered(*, webhook_id: UUID, at: datetime) -> None:
    """The market has taken this notice."""
    SandboxWebhook.objects.filter(pk=webhook_id, delivered_at__isnull=True).update(delivered_at=at)


def balance() -> Mapping[str, int]:
    """Payments minus refunds and transfers, by currency, minor units."""
    totals: dict[str, int] = {}
    paid = SandboxPayment.objects.filter(state=SandboxState.SUCCEEDED)
    for rows, currency, sign in (
        (paid, "currency", 1),
        (SandboxRefund.objects.all(), "payment__currency", -1),
        (SandboxTransfer.objects.all(), "currency", -1),
    ):
        for code, amount in rows.values_list(currency).annotate(Sum("amount_minor")).order_by():
            totals[code] = totals.get(code, 0) + sign * amount
    return totals
