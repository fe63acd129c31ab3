"""Our account at a payment provider, entry by entry: what reconciliation lays beside the provider's own list."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Sum

from marketplace.ledger.models import Posting


@dataclass(frozen=True, slots=True)
class ProviderLine:
    """What one journal entry did to our account at the provider: minor units, + raises it."""

    key: str
    kind: str
    currency: str
    amount_minor: int
    order_id: UUID | None
    effective_at: datetime


def provider_lines(
    provider: str,
    *,
    keys: Collection[str] | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> list[ProviderLine]:
    """The entries on our account at ``provider``, by key or by business time (``since`` ≤ t < ``until``). One query."""
    postings = Posting.objects.filter(account__kind="psp", account__code__startswith=f"psp:{provider}:")
    if keys is not None:
        postings = postings.filter(entry__key__in=keys)
    if since is not None:
        postings = postings.filter(entry__effective_at__gte=since)
    if until is not None:
        postings = postings.filter(entry__effective_at__lt=until)
    rows = postings.values_list(
        "entry__key", "entry__kind", "currency", "entry__order_id", "entry__effective_at"
    ).annotate(total=Sum("amount_minor"))
    return [
        ProviderLine(key, kind, currency, int(total), order_id, at)
        for key, kind, currency, order_id, at, total in rows.order_by("entry__effective_at", "entry__key")
    ]


def provider_balances(provider: str) -> dict[str, int]:
    """Our balance at ``provider`` by currency, minor units: what it must report."""
    rows = Posting.objects.filter(account__kind="psp", account__code__startswith=f"psp:{provider}:")
    totals = rows.values_list("currency").annotate(total=Sum("amount_minor")).order_by()
    return {currency: int(total) for currency, total in totals}


def account_total(kind: str) -> dict[str, int]:
    """The debit-positive total of all accounts of one kind, by currency."""
    rows = Posting.objects.filter(account__kind=kind).values_list("currency").annotate(total=Sum("amount_minor"))
    return {currency: int(total) for currency, total in rows.order_by()}
