"""The chart of accounts, per currency. Pure: an account is named by what it is for.

A guarded account has a balance row with bounds that PostgreSQL enforces: an asset never goes below
zero, a liability never above (its stored, debit-positive balance is zero or less). Platform accounts
are unguarded, so that they take no lock and no order waits for another.
"""

from dataclasses import dataclass
from uuid import UUID

ASSET, LIABILITY, INCOME, EXPENSE = "A", "L", "I", "E"


@dataclass(frozen=True, slots=True)
class AccountSpec:
    """An account by its unique ``code``; it is opened by its first posting."""

    code: str
    currency: str
    kind: str
    account_class: str
    is_guarded: bool


def psp(provider: str, currency: str) -> AccountSpec:
    """Our balance at a payment provider; must equal what the provider reports."""
    return AccountSpec(f"psp:{provider}:{currency}", currency, "psp", ASSET, False)


def escrow(order_number: str, currency: str) -> AccountSpec:
    """Money held for an order until acceptance."""
    return AccountSpec(f"escrow:{order_number}", currency, "escrow", LIABILITY, True)


def vendor_available(vendor_id: UUID, currency: str) -> AccountSpec:
    """Released to a vendor and payable."""
    return AccountSpec(f"vendor:{vendor_id}:available:{currency}", currency, "vendor_available", LIABILITY, True)


def vendor_in_transit(vendor_id: UUID, currency: str) -> AccountSpec:
    """Being transferred to a vendor: ordered, not yet confirmed."""
    return AccountSpec(f"vendor:{vendor_id}:in_transit:{currency}", currency, "vendor_in_transit", LIABILITY, True)


def wallet(buyer_id: UUID, currency: str) -> AccountSpec:
    """A buyer's money with us that belongs to no order: late or returned payments."""
    return AccountSpec(f"wallet:{buyer_id}:{currency}", currency, "wallet", LIABILITY, True)


def refund_in_transit(order_number: str, currency: str) -> AccountSpec:
    """Refunds ordered, not yet confirmed."""
    return AccountSpec(f"refund_it:{order_number}", currency, "refund_it", LIABILITY, True)


def commission_income(currency: str) -> AccountSpec:
    """What the market earns on released orders."""
    return AccountSpec(f"inc:commission:{currency}", currency, "inc_commission", INCOME, False)


def psp_fees(currency: str) -> AccountSpec:
    """What the payment provider charges us."""
    return AccountSpec(f"exp:psp_fee:{currency}", currency, "exp_psp_fee", EXPENSE, False)
