"""Stripe's notices: the SDK verifies the signature over the raw bytes; we bound their age and refuse other modes."""

import json
from datetime import datetime
from typing import Any

import stripe
from django.conf import settings

from escrow.gateways.port import BadSignature, Notice
from escrow.gateways.stripe.client import is_sandbox, mode
from escrow.gateways.stripe.reading import operation_of_json
from marketplace.lib import ids

TOLERANCE_SECONDS = 300


def secret(*, connect: bool) -> str:
    """What notices of our own account, or of connected ones, are signed with."""
    given: str = settings.STRIPE_CONNECT_WEBHOOK_SECRET if connect else settings.STRIPE_WEBHOOK_SECRET
    if is_sandbox():
        return ids.hash_secret(f"sandbox:{connect}:{settings.SECRET_KEY}")
    return given


def sign(raw: bytes, at: datetime, *, connect: bool = False) -> str:
    """The ``Stripe-Signature`` header: what the fake and tests send."""
    header: str = stripe.WebhookSignature.generate_signature_header(
        raw.decode(), secret(connect=connect), int(at.timestamp())
    )
    return header


def parse(raw: bytes, signature: str, at: datetime, *, connect: bool) -> Notice:
    """Verify and read a notice. Raises BadSignature: not signed, replayed after five minutes, of another mode or door.

    ``at`` bounds the age in both directions: the SDK would take the machine's clock, and notices from the future.
    """
    try:
        stripe.WebhookSignature.verify_header(raw, signature, secret(connect=connect))
        signed_at = int(next(part[2:] for part in signature.split(",") if part.startswith("t=")))
        event: dict[str, Any] = json.loads(raw)
        notice = _notice(event)
    except (stripe.SignatureVerificationError, UnicodeDecodeError) as error:
        raise BadSignature("The signature does not match the bytes.") from error
    except (ValueError, KeyError, TypeError, StopIteration) as error:
        raise BadSignature("The notice is not one of Stripe's.") from error
    if abs(at.timestamp() - signed_at) > TOLERANCE_SECONDS:
        raise BadSignature("The signature is too old.")
    if bool(event.get("livemode")) != (mode() == "live"):
        raise BadSignature("The notice is of another mode.")
    if bool(notice.account) != connect:
        raise BadSignature("The notice came to the wrong door.")
    return notice


def _notice(event: dict[str, Any]) -> Notice:
    if event["object"] == "v2.core.event":
        related = event.get("related_object") or {}
        account = str(event.get("context") or related.get("id") or "")
        return Notice(
            ref=event["id"], kind=event["type"], operation_id=None, object_ref=str(related.get("id", "")),
            account=account,
        )  # fmt: skip
    if event["object"] != "event":
        raise ValueError(event["object"])
    thing = event["data"]["object"]
    # A movement of a cash balance can only be asked for through its customer.
    is_cash = thing.get("object") == "customer_cash_balance_transaction"
    return Notice(
        ref=event["id"],
        kind=event["type"],
        operation_id=operation_of_json(thing),
        object_ref=str(thing["customer"] if is_cash else thing.get("id", "")),
        account=str(event.get("account") or ""),
    )
