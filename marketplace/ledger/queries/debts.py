"""What vendors owe the market, and since when."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from marketplace.ledger.models import Balance, Posting


@dataclass(frozen=True, slots=True)
class VendorDebt:
    """A vendor's debt in one currency, minor units; ``since`` is when it last began to owe."""

    vendor_id: UUID
    currency: str
    amount: int
    since: datetime


def aged_debts() -> list[VendorDebt]:
    """All debts, the oldest first. Two SQL queries, and one per debt."""
    rows = Balance.objects.filter(account__kind="vendor_debt", posted__gt=0).select_related("account")
    found = []
    for row in rows:
        postings = Posting.objects.filter(account=row.account_id)
        clean = postings.filter(balance_after=0).order_by("-account_seq").values_list("account_seq", flat=True).first()
        first = postings.filter(account_seq__gt=clean or 0).order_by("account_seq").select_related("entry")[0]
        _, vendor_id, _, currency = row.account.code.split(":")
        found.append(VendorDebt(UUID(vendor_id), currency, row.posted, first.entry.effective_at))
    return sorted(found, key=lambda debt: debt.since)
