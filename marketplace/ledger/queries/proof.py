"""What the market shows of its ledger to everybody: the last verdict, seal and anchor. Nothing is verified here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Sum
from django.utils.dateparse import parse_datetime

from marketplace.ledger.models import Anchor, LedgerFreeze, Seal, VerifyRun
from marketplace.ledger.queries.safeguarding import ClassTotal, ClearingItem, Safeguard

CLASSES = {
    "A": "Assets",
    "L": "Owed to others",
    "I": "Income",
    "E": "Expenses",
    "M": "Credit lines, counted beside the money",
}
WORDS = {
    "vendor_in_transit": "Payouts to suppliers",
    "refund_it": "Refunds to buyers",
    "suspense": "Receipts without an owner",
    "bank_in_transit": "Transfers to and from our bank",
    "chargeback": "Chargebacks under review",
}


@dataclass(frozen=True, slots=True)
class Clearing:
    """Money of one kind and currency on its way, minor units, and since when the oldest of it."""

    words: str
    currency: str
    items: int
    amount_minor: int
    oldest: datetime
    late: int


@dataclass(frozen=True, slots=True)
class Trial:
    """The trial balance of one currency: its classes, debit positive, and their sum, which must be zero."""

    currency: str
    classes: list[tuple[str, int]]
    total_minor: int


@dataclass(frozen=True, slots=True)
class Proof:
    """The newest verdict over all entries, the newest verdict at all, and the head of the chain."""

    full: VerifyRun | None
    last: VerifyRun | None
    seal: Seal | None
    anchor: Anchor | None
    sealed_entries: int
    open_freezes: int
    trials: list[Trial]
    safeguards: list[Safeguard]
    clearing: list[Clearing]

    @property
    def holds(self) -> bool | None:
        """Whether the last verdict found nothing; None before the first."""
        return None if self.last is None else not self.last.findings


def proof() -> Proof:
    """Six small SQL queries, however many postings there are."""
    runs = VerifyRun.objects.order_by("-checked_at", "-id")
    last = runs.first()
    figures = last.figures if last else {}
    return Proof(
        full=runs.filter(first_entry=0).first(),
        last=last,
        seal=Seal.objects.order_by("-id").first(),
        anchor=Anchor.objects.order_by("-id").first(),
        sealed_entries=Seal.objects.aggregate(total=Sum("entries"))["total"] or 0,
        open_freezes=LedgerFreeze.objects.filter(lifted_at__isnull=True).count(),
        trials=_trials(figures),
        safeguards=[Safeguard(**row) for row in figures.get("safeguards", [])],
        clearing=_clearing(figures, last.checked_at) if last else [],
    )


def _trials(figures: Mapping[str, Any]) -> list[Trial]:
    totals = [ClassTotal(**row) for row in figures.get("trial", [])]
    return [
        Trial(
            currency,
            [(CLASSES[one.account_class], one.total_minor) for one in totals if one.currency == currency],
            sum(one.total_minor for one in totals if one.currency == currency),
        )
        for currency in sorted({one.currency for one in totals if not one.currency.startswith("XCR-")})
    ]


def _clearing(figures: Mapping[str, Any], at: datetime) -> list[Clearing]:
    groups: dict[tuple[str, str], list[ClearingItem]] = {}
    for row in figures.get("clearing", []):
        item = ClearingItem(**{**row, "since": parse_datetime(row["since"]) or at})
        groups.setdefault((item.kind, item.currency), []).append(item)
    found = [
        Clearing(
            words=WORDS[kind],
            currency=currency,
            items=len(items),
            amount_minor=sum(item.amount_minor for item in items),
            oldest=min(item.since for item in items),
            late=sum(item.is_late(at) for item in items),
        )
        for (kind, currency), items in groups.items()
    ]
    return sorted(found, key=lambda one: one.oldest)
