"""Reads of postings as statements: one party's lines with cause and running balance. Amounts are minor units."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from marketplace.ledger.models import Posting


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
