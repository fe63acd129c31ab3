"""Reads of the ledger for screens and API. Amounts are minor units."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Sum

from marketplace.ledger import chart
from marketplace.ledger.models import Order, OrderEvent, Posting
from marketplace.lib.actor import Actor
from marketplace.lib.errors import NotFound


def orders_visible_to(actor: Actor) -> QuerySet[Order]:
    """The actor's orders, newest first, with both parties joined."""
    return Order.objects.visible_to(actor).select_related("buyer", "vendor").order_by("-opened_at", "-id")


def get_order(actor: Actor, number: str) -> Order:
    """One order by its number. Raises NotFound if absent or invisible."""
    order = orders_visible_to(actor).filter(number=number).first()
    if order is None:
        raise NotFound
    return order


def timeline(order: Order) -> list[OrderEvent]:
    """What happened to ``order``, in order of time."""
    return list(order.events.select_related("organization"))


@dataclass(frozen=True)
class OrderFunds:
    """Where an order's money is: all in minor units of the order's currency, from postings alone."""

    paid: int
    held: int
    released: int
    commission: int
    refunding: int
    refunded: int


def order_funds(order: Order) -> OrderFunds:
    """Sum the order's postings by account kind: one SQL query."""
    sums = Posting.objects.filter(entry__order=order, currency=order.currency).aggregate(
        held=Sum("amount_minor", filter=Q(account__kind="escrow")),
        paid=Sum("amount_minor", filter=Q(account__kind="psp", amount_minor__gt=0, entry__kind="payment_received")),
        released=Sum("amount_minor", filter=Q(account__kind="vendor_available", entry__kind="release")),
        commission=Sum("amount_minor", filter=Q(account__kind="inc_commission")),
        refunding=Sum("amount_minor", filter=Q(account__kind="refund_it")),
        refunded=Sum("amount_minor", filter=Q(account__kind="psp", entry__kind="refund_confirmed")),
    )
    value = {name: int(total or 0) for name, total in sums.items()}
    return OrderFunds(
        paid=value["paid"],
        held=-value["held"],
        released=-value["released"],
        commission=-value["commission"],
        refunding=-value["refunding"],
        refunded=-value["refunded"],
    )


def balance_of(code: str) -> int:
    """The debit-positive balance of an account by its code, from its postings; 0 if it was never used."""
    total = Posting.objects.filter(account__code=code).aggregate(total=Sum("amount_minor"))["total"]
    return int(total or 0)


def vendor_balance(vendor_id: UUID, currency: str) -> int:
    """What a vendor may be paid now, minor units."""
    return -balance_of(chart.vendor_available(vendor_id, currency).code)


def balances_by_kind() -> list[dict[str, Any]]:
    """The trial balance: ``{kind, account_class, currency, total}`` per account kind and currency."""
    return list(
        Posting.objects.values("currency", kind=F("account__kind"), account_class=F("account__account_class"))
        .annotate(total=Sum("amount_minor"), accounts=Count("account", distinct=True))
        .order_by("currency", "account_class", "kind")
    )


@dataclass(frozen=True)
class StatementLine:
    """One movement on an organisation's account, with its cause and the running balance (credit-positive)."""

    at: datetime
    account_kind: str
    entry_kind: str
    key: str
    order_number: str
    currency: str
    amount_minor: int
    balance_minor: int


def statement(organization_id: UUID, *, limit: int = 200, before_id: int | None = None) -> list[StatementLine]:
    """The newest movements on the accounts of one organisation: vendor money and buyer's wallet."""
    own = Q(account__code__startswith=f"vendor:{organization_id}:") | Q(
        account__code__startswith=f"wallet:{organization_id}:"
    )
    postings = Posting.objects.filter(own).select_related("account", "entry__order").order_by("-id")
    if before_id is not None:
        postings = postings.filter(pk__lt=before_id)
    return [
        StatementLine(
            at=posting.entry.effective_at,
            account_kind=posting.account.kind,
            entry_kind=posting.entry.kind,
            key=posting.entry.key,
            order_number=posting.entry.order.number if posting.entry.order else "",
            currency=posting.currency,
            amount_minor=-posting.amount_minor,
            balance_minor=-(posting.balance_after or 0),
        )
        for posting in postings[:limit]
    ]


@dataclass(frozen=True)
class TrackRecord:
    """What the ledger knows of a vendor's reliability: counts of orders, by facts."""

    orders: int
    shipped: int
    shipped_on_time: int

    @property
    def on_time_bp(self) -> int | None:
        """Orders shipped by their date, in basis points of those shipped; None without any."""
        return self.shipped_on_time * 10_000 // self.shipped if self.shipped else None


def track_records(vendor_ids: Sequence[UUID]) -> dict[UUID, TrackRecord]:
    """Track records of several vendors in one SQL query; vendors without orders get zeros."""
    rows = (
        Order.objects.filter(vendor_id__in=vendor_ids)
        .values("vendor_id")
        .annotate(
            orders=Count("id", filter=Q(funded_at__isnull=False)),
            shipped=Count("id", filter=Q(shipped_at__isnull=False)),
            on_time=Count("id", filter=Q(shipped_at__lte=F("ship_due_at"))),
        )
    )
    found = {row["vendor_id"]: TrackRecord(row["orders"], row["shipped"], row["on_time"]) for row in rows}
    return {vendor_id: found.get(vendor_id, TrackRecord(0, 0, 0)) for vendor_id in vendor_ids}
