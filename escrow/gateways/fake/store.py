"""What every part of the fake uses: its clock, its objects, its balance entries and its notices.

Writers hold the world's lock (``locked_world``), so each of the fake's transactions sees the ones before it whole.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import F, QuerySet, Sum

from escrow.gateways.fake.events import SandboxWebhookQueued
from escrow.gateways.fake.models import Entry, Notice, Thing, World
from marketplace.lib import clock, ids
from marketplace.outbox.publishing import publish

API_VERSION = "2026-10-28.endive"
PLATFORM = ""
PREFIXES = {
    "balance_transaction": "txn",
    "charge": "ch",
    "customer": "cus",
    "customer_cash_balance_transaction": "ccsbtxn",
    "dispute": "du",
    "payment_intent": "pi",
    "payout": "po",
    "refund": "re",
    "topup": "tu",
    "transfer": "tr",
    "transfer_reversal": "trr",
    "v2.core.account": "acct",
}
Json = dict[str, Any]


class ApiError(Exception):
    """An error that Stripe answers. ``is_kept`` tells whether the idempotency key keeps it."""

    def __init__(self, status: int, message: str, *, code: str = "", param: str = "", kind: str = "") -> None:
        self.status = status
        self.body = {"type": kind or "invalid_request_error", "message": message, "code": code or None}
        if param:
            self.body["param"] = param
        super().__init__(message)


def missing(kind: str, ref: str) -> ApiError:
    """Stripe's answer for an object that is not there."""
    return ApiError(404, f"No such {kind}: '{ref}'", code="resource_missing", param="id")


def world() -> World:
    """The fake as a whole, as stored."""
    return World.objects.get_or_create(id=1)[0]


def locked_world() -> World:
    """The same, locked until the end of the transaction: one writer at a time."""
    World.objects.get_or_create(id=1)
    return World.objects.select_for_update().get(id=1)


def now() -> datetime:
    """The fake's time: ours, and as far ahead as somebody has moved it."""
    return clock.now() + timedelta(seconds=world().ahead_seconds)


def unix(moment: datetime) -> int:
    """As Stripe writes a moment."""
    return int(moment.timestamp())


def add(kind: str, at: datetime, *, account: str = PLATFORM, **fields: Any) -> Thing:
    """A new object with the fields that every object of Stripe's has."""
    ref = f"{PREFIXES[kind]}_{ids.token(24)}"
    data = {"id": ref, "object": kind, "created": unix(at), "livemode": False, "metadata": {}, **fields}
    return Thing.objects.create(ref=ref, kind=kind, account=account, data=data, created_at=at)


def find(ref: str, kind: str = "") -> Thing | None:
    """An object by its id."""
    return Thing.objects.filter(ref=ref, **({"kind": kind} if kind else {})).first()


def get(ref: str, kind: str) -> Thing:
    """An object by its id. Raises ApiError 404."""
    thing = find(ref, kind)
    if thing is None:
        raise missing(kind, ref)
    return thing


def change(thing: Thing, **fields: Any) -> Thing:
    """Write some fields of an object."""
    thing.data = {**thing.data, **fields}
    thing.save(update_fields=["data"])
    return thing


def matching(kind: str, fields: Mapping[str, Any]) -> QuerySet[Thing]:
    """Objects with these fields, newest first."""
    return Thing.objects.filter(kind=kind, data__contains=dict(fields)).order_by("-id")


def enter(
    source: Thing,
    amount_minor: int,
    kind: str,
    category: str,
    at: datetime,
    *,
    fee_minor: int = 0,
    account: str = PLATFORM,
    available_at: datetime | None = None,
) -> Entry:
    """Change a balance by ``amount_minor`` less ``fee_minor``, because of ``source``."""
    return Entry.objects.create(
        ref=f"txn_{ids.token(24)}",
        account=account,
        currency=source.data["currency"],
        amount_minor=amount_minor,
        fee_minor=fee_minor,
        kind=kind,
        category=category,
        source_ref=source.ref,
        created_at=at,
        available_at=available_at or at,
    )


def shown(entry: Entry) -> Json:
    """A balance entry as Stripe shows it."""
    fees = [{"amount": entry.fee_minor, "currency": entry.currency, "type": "stripe_fee", "application": None}]
    return {
        "id": entry.ref,
        "object": "balance_transaction",
        "amount": entry.amount_minor,
        "available_on": unix(entry.available_at),
        "balance_type": "payments",
        "created": unix(entry.created_at),
        "currency": entry.currency,
        "description": None,
        "exchange_rate": None,
        "fee": entry.fee_minor,
        "fee_details": fees if entry.fee_minor else [],
        "net": entry.amount_minor - entry.fee_minor,
        "reporting_category": entry.category,
        "source": entry.source_ref or None,
        "status": "available" if entry.available_at <= now() else "pending",
        "type": entry.kind,
    }


def totals(account: str = PLATFORM, *, available_at: datetime | None = None) -> dict[str, int]:
    """What an account holds by Stripe's currency code; ``available_at`` leaves out what is pending then."""
    entries = Entry.objects.filter(account=account)
    if available_at:
        entries = entries.filter(available_at__lte=available_at)
    net = Sum(F("amount_minor") - F("fee_minor"))
    return dict(entries.values_list("currency").annotate(net=net).order_by())


def announce(kind: str, thing: Thing, *, account: str = PLATFORM) -> None:
    """Queue a snapshot event about an object, in the open transaction."""
    _queue(
        {
            "id": f"evt_{ids.token(24)}",
            "object": "event",
            "account": account or None,
            "api_version": API_VERSION,
            "created": unix(now()),
            "data": {"object": thing.data},
            "livemode": False,
            "pending_webhooks": 1,
            "request": {"id": None, "idempotency_key": None},
            "type": kind,
        },
        account,
    )


def announce_thin(kind: str, thing: Thing) -> None:
    """Queue a thin event of API v2: it names the object and says nothing of it."""
    _queue(
        {
            "id": f"evt_{ids.token(24)}",
            "object": "v2.core.event",
            "context": thing.ref,
            "created": now().isoformat(),
            "livemode": False,
            "related_object": {"id": thing.ref, "type": thing.kind, "url": f"/v2/core/accounts/{thing.ref}"},
            "type": kind,
        },
        thing.ref,
    )


def _queue(event: Json, account: str) -> None:
    event = {name: value for name, value in event.items() if name != "account" or value}
    delivery = world().delivery
    notice = Notice.objects.create(
        ref=event["id"],
        kind=event["type"],
        account=account,
        body=ids.canonical(event),
        is_dropped=delivery == World.Delivery.DROPPED,
        is_held=delivery == World.Delivery.REVERSED,
        created_at=clock.now(),
    )
    if delivery in {World.Delivery.NORMAL, World.Delivery.DUPLICATE}:
        for _ in range(2 if delivery == World.Delivery.DUPLICATE else 1):
            publish(SandboxWebhookQueued(webhook_id=notice.id))


def body_of(notice: Notice) -> Json:
    """The event as Stripe shows it."""
    body: Json = json.loads(notice.body)
    return body


def fee_on(amount_minor: int) -> int:
    """What Stripe keeps of a card payment: a share and a fixed part, rounded half up."""
    return (amount_minor * settings.SANDBOX_FEE_BASIS_POINTS + 5_000) // 10_000 + settings.SANDBOX_FEE_FIXED_MINOR
