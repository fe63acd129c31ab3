"""Sums of postings: an order's money, an account's balance, the trial balance. Amounts are minor units."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, Sum

from marketplace.ledger import chart
from marketplace.ledger.models import Balance, Order, Posting

MOST_LEGS = 24
"""Payments that one order may have: its plan's, and what was agreed later."""


@dataclass(frozen=True)
class OrderFunds:
    """Where an order's money is: all in minor units of the order's currency, from postings alone."""

    paid: int
    held: int
    frozen: int
    released: int
    commission: int
    refunding: int
    refunded: int


def order_funds(order: Order) -> OrderFunds:
    """Sum the order's postings by account kind: one SQL query."""

    def total(kinds: list[str], entries: list[str] | None = None) -> Sum:
        which = Q(account__kind__in=kinds)
        return Sum("amount_minor", filter=which & Q(entry__kind__in=entries) if entries else which)

    sums = Posting.objects.filter(entry__order=order, currency=order.currency).aggregate(
        held=total(["escrow"]),
        frozen=total(["hold"]),
        paid=total(["escrow"], ["payment_received", "wallet_applied", "bank_transfer_applied"]),
        released=total(
            ["vendor_pending", "vendor_reserve", "vendor_debt", "fx"], ["release", "decided", "invoice_paid"]
        ),
        commission=total(["inc_commission", "tax_commission"]),
        refunding=total(["refund_it"]),
        refunded=total(["refund_it"], ["refund_confirmed", "refund_refused", "wallet_refund_reserved"]),
        to_wallet=total(["wallet"], ["refund_to_wallet"]),
    )
    value = {name: int(amount or 0) for name, amount in sums.items()}
    return OrderFunds(
        paid=-value["paid"],
        held=-value["held"],
        frozen=-value["frozen"],
        released=-value["released"],
        commission=-value["commission"],
        refunding=-value["refunding"],
        refunded=value["refunded"] - value["to_wallet"],
    )


def balance_of(code: str) -> int:
    """The debit-positive balance of an account by its code, from its postings; 0 if it was never used."""
    total = Posting.objects.filter(account__code=code).aggregate(total=Sum("amount_minor"))["total"]
    return int(total or 0)


def escrow_by_leg(order: Order) -> dict[int, int]:
    """What is held for each payment leg of an order, minor units, credit positive."""
    prefix = f"escrow:{order.number}/"
    rows = Balance.objects.filter(account__code__startswith=prefix).values_list("account__code", "posted")
    return {int(code.removeprefix(prefix)): -posted for code, posted in rows}


def vendor_balance(vendor_id: UUID, currency: str) -> int:
    """What a vendor may be paid now, minor units."""
    return -balance_of(chart.vendor_available(vendor_id, currency).code)


def held_by_order(numbers: list[str] | None = None) -> dict[str, tuple[int, int]]:
    """(in escrow, on hold) by order number, minor units, credit positive; of all orders, or of these."""
    rows = Balance.objects.filter(account__kind__in=["escrow", "hold"])
    if numbers is not None:
        codes = [f"escrow:{number}/{leg}" for number in numbers for leg in range(1, MOST_LEGS + 1)]
        rows = rows.filter(account__code__in=[*codes, *(f"hold:{number}" for number in numbers)])
    held: dict[str, tuple[int, int]] = {}
    for code, posted in rows.values_list("account__code", "posted"):
        kind, _, rest = code.partition(":")
        number = rest.partition("/")[0]
        escrow, hold = held.get(number, (0, 0))
        held[number] = (escrow - posted, hold) if kind == "escrow" else (escrow, hold - posted)
    return held


def vendor_balances(vendor_id: UUID) -> list[tuple[str, str, int]]:
    """(currency, account kind, minor units) of everything that is a vendor's: credit positive, a debt negative."""
    rows = Balance.objects.filter(account__code__startswith=f"vendor:{vendor_id}:").exclude(posted=0)
    return [
        (currency, kind, -posted)
        for currency, kind, posted in rows.values_list("account__currency", "account__kind", "posted").order_by(
            "account_id"
        )
    ]


def payable_vendors() -> list[tuple[UUID, str]]:
    """(vendor, currency) of everyone who has available money, in the order of their accounts."""
    rows = Balance.objects.filter(account__kind="vendor_available", posted__lt=0).order_by("account_id")
    codes = [code.split(":") for code in rows.values_list("account__code", flat=True)]
    return [(UUID(vendor), currency) for _, vendor, _, currency in codes]


def vendor_debts() -> list[tuple[UUID, str, int]]:
    """(vendor, currency, minor units) of everyone who owes us money, in the order of their accounts."""
    rows = Balance.objects.filter(account__kind="vendor_debt", posted__gt=0).order_by("account_id")
    debts = [(code.split(":"), posted) for code, posted in rows.values_list("account__code", "posted")]
    return [(UUID(parts[1]), parts[-1], posted) for parts, posted in debts]


def balances_by_kind() -> list[dict[str, Any]]:
    """The trial balance: ``{kind, account_class, currency, total}`` per account kind and currency."""
    return list(
        Posting.objects.values("currency", kind=F("account__kind"), account_class=F("account__account_class"))
        .annotate(total=Sum("amount_minor"), accounts=Count("account", distinct=True))
        .order_by("currency", "account_class", "kind")
    )
