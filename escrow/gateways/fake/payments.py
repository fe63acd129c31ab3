"""Money in: customers, payment intents and the charges that fulfil them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from escrow.gateways.fake import store
from escrow.gateways.fake.models import Entry, Thing
from escrow.gateways.fake.store import ApiError, Json
from marketplace.lib import ids

AVAILABLE_AFTER = timedelta(days=2)
OPEN = frozenset({"requires_payment_method", "requires_confirmation", "requires_action"})


def create_customer(params: Json, at: datetime) -> Json:
    """``POST /v1/customers``."""
    named = {name: params.get(name) for name in ("name", "email", "description", "metadata")}
    return store.change(store.add("customer", at), **named).to_json()


def create_intent(params: Json, at: datetime) -> Json:
    """``POST /v1/payment_intents``: nothing is paid yet."""
    if params["amount"] < 1:
        raise ApiError(400, "Invalid positive integer", param="amount")
    if "customer" in params:
        store.get(params["customer"], "customer")
    open_float(params["currency"], at)
    intent = store.add(
        "payment_intent",
        at,
        amount=params["amount"],
        amount_capturable=0,
        amount_received=0,
        automatic_payment_methods=params.get("automatic_payment_methods"),
        canceled_at=None,
        cancellation_reason=None,
        capture_method="automatic_async",
        confirmation_method="automatic",
        currency=params["currency"],
        customer=params.get("customer"),
        description=params.get("description"),
        last_payment_error=None,
        latest_charge=None,
        metadata=params.get("metadata", {}),
        next_action=None,
        payment_method=None,
        payment_method_options=params.get("payment_method_options"),
        payment_method_types=params.get("payment_method_types", ["card", "customer_balance"]),
        status="requires_payment_method",
        transfer_group=params.get("transfer_group"),
    )
    return store.change(intent, client_secret=f"{intent.ref}_secret_{ids.token(24)}").to_json()


def cancel_intent(ref: str, reason: str, at: datetime) -> Thing:
    """``POST /v1/payment_intents/{id}/cancel``, and the payer's way back from the payment page."""
    intent = store.get(ref, "payment_intent")
    if intent.data["status"] not in OPEN:
        raise ApiError(400, f"You cannot cancel this PaymentIntent: it is {intent.data['status']}.", code=_UNEXPECTED)
    store.change(intent, status="canceled", canceled_at=store.unix(at), cancellation_reason=reason, next_action=None)
    store.announce("payment_intent.canceled", intent)
    return intent


_UNEXPECTED = "payment_intent_unexpected_state"


def succeed(intent: Thing, at: datetime, *, method: str = "card", is_told: bool = True) -> Thing:
    """The money is there: a charge, a balance entry with the fee, and the events. Returns the charge."""
    data = intent.data
    fee = store.fee_on(data["amount"]) if method == "card" else _bank_fee(data["amount"])
    charge = store.add(
        "charge",
        at,
        amount=data["amount"],
        amount_captured=data["amount"],
        amount_refunded=0,
        billing_details={"address": None, "email": None, "name": None, "phone": None, "tax_id": None},
        captured=True,
        currency=data["currency"],
        customer=data["customer"],
        description=data["description"],
        disputed=False,
        failure_code=None,
        metadata=data["metadata"],
        paid=True,
        payment_intent=intent.ref,
        payment_method_details={"type": method},
        refunded=False,
        status="succeeded",
        transfer_group=data["transfer_group"],
    )
    available_at = at + AVAILABLE_AFTER if method == "card" else at
    kind = "charge" if method == "card" else "payment"
    entry = store.enter(charge, data["amount"], kind, "charge", at, fee_minor=fee, available_at=available_at)
    store.change(charge, balance_transaction=entry.ref)
    changed = {"status": "succeeded", "amount_received": data["amount"], "latest_charge": charge.ref}
    store.change(intent, **changed, next_action=None, last_payment_error=None)
    intent.due_at = None
    intent.save(update_fields=["due_at"])
    if is_told:
        store.announce("charge.succeeded", charge)
        store.announce("payment_intent.succeeded", intent)
    return charge


def _bank_fee(amount: int) -> int:
    """Bank transfers: half a percent, at most five units, where cards cost anything."""
    return min(amount // 200, 500) if settings.SANDBOX_FEE_BASIS_POINTS else 0


def decline(intent: Thing, *, code: str = "card_declined", message: str = "Your card was declined.") -> None:
    """The bank says no; the payer may try again."""
    error = {"type": "card_error", "code": code, "message": message}
    store.change(intent, status="requires_payment_method", last_payment_error=error, next_action=None)
    store.announce("payment_intent.payment_failed", intent)


def challenge(intent: Thing) -> None:
    """The payer's bank wants to see its customer (3-D Secure)."""
    action = {"type": "use_stripe_sdk", "use_stripe_sdk": {}}
    store.change(intent, status="requires_action", next_action=action)
    store.announce("payment_intent.requires_action", intent)


def process(intent: Thing, due_at: datetime) -> None:
    """A debit that takes its time."""
    store.change(intent, status="processing", next_action=None)
    intent.due_at = due_at
    intent.save(update_fields=["due_at"])
    store.announce("payment_intent.processing", intent)


def open_float(currency: str, at: datetime) -> None:
    """The platform's own money at Stripe: put there when the account first meets a currency."""
    amount = settings.SANDBOX_FLOAT_MINOR
    if not amount or any(store.matching("topup", {"currency": currency})):
        return
    topup = store.add(
        "topup", at, amount=amount, currency=currency, description="Float", status="succeeded", source=None,
        statement_descriptor=None, transfer_group=None,
    )  # fmt: skip
    entry = store.enter(topup, amount, "topup", "topup", at)
    store.change(topup, balance_transaction=entry.ref)
    store.announce("topup.succeeded", topup)


def charge_of(params: Mapping[str, Any]) -> Thing:
    """The charge that a refund or dispute is about. Raises ApiError."""
    if "charge" in params:
        return store.get(params["charge"], "charge")
    if "payment_intent" not in params:
        raise ApiError(400, "One of payment_intent or charge is required.", param="payment_intent")
    intent = store.get(params["payment_intent"], "payment_intent")
    if not intent.data["latest_charge"]:
        raise ApiError(400, f"{intent.ref} does not have a successful charge to refund.", code=_UNEXPECTED)
    return store.get(intent.data["latest_charge"], "charge")


def entry_of(thing: Thing) -> Entry:
    """The balance entry that an object made first."""
    return Entry.objects.filter(source_ref=thing.ref).earliest("id")
