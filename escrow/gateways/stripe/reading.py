"""Stripe's objects in the port's words: pure, no calls."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import stripe

from escrow.gateways.port import (
    CashReceipt,
    DisputeStatus,
    Progress,
    ProviderDispute,
    ProviderObject,
    ProviderTopup,
    ProviderTransaction,
    RecipientAccount,
)

_DISPUTES = {
    "needs_response": DisputeStatus.NEEDS_RESPONSE,
    "warning_needs_response": DisputeStatus.NEEDS_RESPONSE,
    "appeal_needs_response": DisputeStatus.NEEDS_RESPONSE,
    "under_review": DisputeStatus.UNDER_REVIEW,
    "warning_under_review": DisputeStatus.UNDER_REVIEW,
    "appeal_under_review": DisputeStatus.UNDER_REVIEW,
    "won": DisputeStatus.WON,
    "lost": DisputeStatus.LOST,
    "warning_closed": DisputeStatus.PREVENTED,
    "prevented": DisputeStatus.PREVENTED,
}
_REFUNDS = {"succeeded": Progress.SUCCEEDED, "failed": Progress.FAILED, "canceled": Progress.FAILED}
_PAYOUTS = {"paid": Progress.SUCCEEDED, "failed": Progress.FAILED, "canceled": Progress.FAILED}
_TOPUPS = {"succeeded": Progress.SUCCEEDED, "failed": Progress.FAILED, "canceled": Progress.FAILED,
           "reversed": Progress.FAILED}  # fmt: skip


def operation_of(thing: Any) -> UUID | None:
    """Our operation's id, which we wrote into the object's metadata."""
    return _uuid(_metadata(thing).get("op", ""))


def operation_of_json(thing: dict[str, Any]) -> UUID | None:
    """The same, of an object inside a notice."""
    return _uuid(str((thing.get("metadata") or {}).get("op", "")))


def _metadata(thing: Any) -> dict[str, str]:
    metadata = getattr(thing, "metadata", None)
    if metadata is None:
        return {}
    found: dict[str, str] = metadata.to_dict() if hasattr(metadata, "to_dict") else dict(metadata)
    return found


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _own(thing: Any) -> UUID:
    """The operation of an object that we made. An object without it is of somebody else."""
    return operation_of(thing) or UUID(int=0)


def payment(intent: stripe.PaymentIntent, checkout_url: str, receipts: Iterable[CashReceipt] = ()) -> ProviderObject:
    """A payment intent, expanded by ``latest_charge.balance_transaction``.

    Money whose fee is not known yet counts as pending: both are booked at once, or neither.
    """
    progress, reason, fee = Progress.PENDING, "", None
    if intent.status == "succeeded":
        fee = _fee(intent)
        progress = Progress.PENDING if fee is None else Progress.SUCCEEDED
    elif intent.status == "canceled":
        progress, reason = Progress.FAILED, "The payment was cancelled on the payment page."
    elif intent.status == "requires_payment_method" and intent.last_payment_error:
        error = intent.last_payment_error
        progress, reason = Progress.FAILED, getattr(error, "message", None) or "The bank declined the payment."
    return ProviderObject(
        ref=intent.id,
        operation_id=_own(intent),
        progress=progress,
        amount_minor=intent.amount_received if intent.status == "succeeded" else intent.amount,
        currency=intent.currency.upper(),
        checkout_url=checkout_url,
        fee_minor=fee or 0,
        reason=reason,
        by_bank_transfer=is_bank_transfer(intent),
        receipts=tuple(receipts),
    )


def _fee(intent: stripe.PaymentIntent) -> int | None:
    charge = intent.latest_charge
    entry = charge.balance_transaction if isinstance(charge, stripe.Charge) else None
    return entry.fee if isinstance(entry, stripe.BalanceTransaction) else None


def is_bank_transfer(intent: stripe.PaymentIntent) -> bool:
    """Paid, by the buyer's cash balance."""
    charge = intent.latest_charge
    details = charge.payment_method_details if isinstance(charge, stripe.Charge) else None
    return bool(details) and getattr(details, "type", "") == "customer_balance"


def refund(thing: stripe.Refund) -> ProviderObject:
    """A refund. It may fail days after it succeeded."""
    return _outgoing(thing, _REFUNDS.get(thing.status or "", Progress.PENDING), getattr(thing, "failure_reason", ""))


def transfer(thing: stripe.Transfer) -> ProviderObject:
    """A transfer is made at once, or refused."""
    return _outgoing(thing, Progress.SUCCEEDED, "")


def reversal(thing: Any) -> ProviderObject:
    """A transfer taken back is taken back at once, or refused."""
    return _outgoing(thing, Progress.SUCCEEDED, "")


def payout(thing: stripe.Payout) -> ProviderObject:
    """A payout to a bank. It may fail days after it was paid."""
    return _outgoing(thing, _PAYOUTS.get(thing.status, Progress.PENDING), getattr(thing, "failure_message", ""))


def _outgoing(thing: Any, progress: Progress, reason: str | None) -> ProviderObject:
    return ProviderObject(
        ref=thing.id,
        operation_id=_own(thing),
        progress=progress,
        amount_minor=thing.amount,
        currency=thing.currency.upper(),
        reason=reason or "",
    )


def dispute(thing: stripe.Dispute) -> ProviderDispute:
    """A dispute: the money is gone while its entries sum up to less than nothing."""
    due_by = thing.evidence_details.due_by
    return ProviderDispute(
        ref=thing.id,
        payment_ref=_ref(thing.payment_intent),
        amount_minor=thing.amount,
        fee_minor=sum(entry.fee for entry in thing.balance_transactions),
        currency=thing.currency.upper(),
        reason=thing.reason,
        status=_DISPUTES[thing.status],
        funds_withdrawn=sum(entry.amount for entry in thing.balance_transactions) < 0,
        due_by=_moment(due_by) if due_by else None,
    )


def receipts(rows: Iterable[stripe.CustomerCashBalanceTransaction]) -> tuple[CashReceipt, ...]:
    """The bank transfers among the movements of a cash balance."""
    return tuple(
        CashReceipt(ref=row.id, amount_minor=row.net_amount, currency=row.currency.upper())
        for row in rows
        if row.type == "funded"
    )


def transaction(entry: stripe.BalanceTransaction) -> ProviderTransaction:
    """A balance transaction, expanded by ``source``."""
    source = entry.source
    return ProviderTransaction(
        ref=entry.id,
        source_ref=_ref(getattr(source, "payment_intent", None)) if isinstance(source, stripe.Charge) else _ref(source),
        operation_id=operation_of(source),
        category=entry.reporting_category,
        amount_minor=entry.amount,
        fee_minor=entry.fee,
        currency=entry.currency.upper(),
        created_at=_moment(entry.created),
        available_at=_moment(entry.available_on),
    )


def topup(thing: stripe.Topup) -> ProviderTopup:
    """A top-up."""
    progress = _TOPUPS.get(thing.status, Progress.PENDING)
    return ProviderTopup(ref=thing.id, amount_minor=thing.amount, currency=thing.currency.upper(), progress=progress)


def recipient(account: Any) -> RecipientAccount:
    """A vendor's account: ready when Stripe lets it receive transfers; nothing else about it says so."""
    configuration = account.configuration
    settings = configuration.recipient if configuration else None
    balance = settings.capabilities.stripe_balance if settings and settings.capabilities else None
    transfers = balance.stripe_transfers if balance else None
    entries = account.requirements.entries if account.requirements else None
    return RecipientAccount(
        ref=account.id,
        is_ready=transfers is not None and transfers.status == "active",
        missing=tuple(entry.description for entry in entries or () if entry.awaiting_action_from == "user"),
    )


def bank_lines(given: stripe.FundingInstructions) -> tuple[tuple[str, str], ...]:
    """What a payer writes on a transfer, line by line."""
    lines: list[tuple[str, str]] = []
    for address in given.bank_transfer.financial_addresses:
        details = getattr(address, address.type, None)
        for label, field in _BANK_LINES:
            value = getattr(details, field, None)
            if value:
                lines.append((label, str(value)))
    return tuple(lines)


_BANK_LINES = (
    ("Account holder", "account_holder_name"), ("IBAN", "iban"), ("BIC", "bic"), ("Bank", "bank_name"),
    ("Account number", "account_number"), ("Sort code", "sort_code"), ("Routing number", "routing_number"),
    ("CLABE", "clabe"), ("Bank code", "bank_code"), ("Branch", "branch_name"),
)  # fmt: skip


def _ref(value: Any) -> str:
    return value if isinstance(value, str) else getattr(value, "id", "") or ""


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
