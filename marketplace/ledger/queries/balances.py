"""Sums of postings: an order's money, an account's balance, the trial balance. Amounts are minor units."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, Sum

from marketplace.ledger import chart
from marketplace.ledger.models import Order, Posting


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
