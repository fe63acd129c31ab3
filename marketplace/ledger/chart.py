"""The chart of accounts, per currency. Pure: an account is named by what it is for.

A guarded account has a balance row with bounds that PostgreSQL enforces: an asset never goes below
zero, a liability never above (its stored, debit-positive balance is zero or less). Platform accounts
are unguarded, so that they take no lock and no order waits for another. Credit lines are memorandum
accounts in a currency of their own (``XCR-EUR``): what may be owed is counted beside the money, not in it.
"""

from dataclasses import dataclass
from uuid import UUID

ASSET, LIABILITY, INCOME, EXPENSE, MEMO = "A", "L", "I", "E", "M"


@dataclass(frozen=True, slots=True)
class AccountSpec:
    """An account by its unique ``code``; it is opened by its first posting."""

    code: str
    currency: str
    kind: str
    account_class: str
    is_guarded: bool


def _asset(kind: str, code: str, currency: str, *, guarded: bool = False) -> AccountSpec:
    return AccountSpec(code, currency, kind, ASSET, guarded)


def _owed(kind: str, code: str, currency: str) -> AccountSpec:
    return AccountSpec(code, currency, kind, LIABILITY, True)


# Where the money is.


def psp(provider: str, currency: str) -> AccountSpec:
    """Our balance at a payment provider; must equal what the provider reports."""
    return _asset("psp", f"psp:{provider}:{currency}", currency)


def psp_cash(provider: str, currency: str) -> AccountSpec:
    """Bank transfers that arrived at the provider for a buyer and are not applied to an order yet."""
    return _asset("psp_cash", f"psp:{provider}:cash:{currency}", currency, guarded=True)


def bank(currency: str) -> AccountSpec:
    """The market's own bank account."""
    return _asset("bank", f"bank:operating:{currency}", currency)


def bank_in_transit(currency: str) -> AccountSpec:
    """Payouts on their way between the provider, our bank and a supplier's bank."""
    return _asset("bank_in_transit", f"bank:in_transit:{currency}", currency)


def suspense(provider: str, currency: str) -> AccountSpec:
    """Receipts whose owner is not known yet: a liability to whoever it turns out to be."""
    return _owed("suspense", f"suspense:{provider}:{currency}", currency)


# What others owe us.


def receivable(buyer_id: UUID, currency: str) -> AccountSpec:
    """A buyer's unpaid invoices on net terms."""
    return _asset("receivable", f"ar:buyer:{buyer_id}:{currency}", currency, guarded=True)


def vendor_debt(vendor_id: UUID, currency: str) -> AccountSpec:
    """A vendor's debt to us, from refunds after its payout."""
    return _asset("vendor_debt", f"vendor:{vendor_id}:debt:{currency}", currency, guarded=True)


def chargeback(ref: str, currency: str) -> AccountSpec:
    """Money that the card network took back while it decides; ``ref`` is the provider's dispute."""
    return _asset("chargeback", f"cb:{ref}", currency, guarded=True)


# What we owe others.


def escrow(order_number: str, leg: int, currency: str) -> AccountSpec:
    """Money held for one payment leg of an order until acceptance."""
    return _owed("escrow", f"escrow:{order_number}/{leg}", currency)


def hold(order_number: str, currency: str) -> AccountSpec:
    """The part of an order's money that a claim has frozen."""
    return _owed("hold", f"hold:{order_number}", currency)


def refund_in_transit(order_number: str, currency: str) -> AccountSpec:
    """Refunds ordered, not yet confirmed."""
    return _owed("refund_it", f"refund_it:{order_number}", currency)


def wallet(buyer_id: UUID, currency: str) -> AccountSpec:
    """A buyer's money with us that belongs to no order: late, returned and over-payments, goodwill."""
    return _owed("wallet", f"wallet:{buyer_id}:{currency}", currency)


def vendor_pending(vendor_id: UUID, currency: str) -> AccountSpec:
    """Released to a vendor, not yet payable."""
    return _owed("vendor_pending", f"vendor:{vendor_id}:pending:{currency}", currency)


def vendor_available(vendor_id: UUID, currency: str) -> AccountSpec:
    """Released to a vendor and payable."""
    return _owed("vendor_available", f"vendor:{vendor_id}:available:{currency}", currency)


def vendor_in_transit(vendor_id: UUID, currency: str) -> AccountSpec:
    """Being transferred to a vendor: ordered, not yet confirmed."""
    return _owed("vendor_in_transit", f"vendor:{vendor_id}:in_transit:{currency}", currency)


def vendor_reserve(vendor_id: UUID, currency: str) -> AccountSpec:
    """Kept back from a vendor for a while, against refunds and chargebacks."""
    return _owed("vendor_reserve", f"vendor:{vendor_id}:reserve:{currency}", currency)


def terms(vendor_id: UUID, invoice_number: str, currency: str) -> AccountSpec:
    """The vendor's share of an unpaid invoice on net terms."""
    return _owed("terms", f"terms:{vendor_id}:{invoice_number}", currency)


def deferred_commission(vendor_id: UUID, invoice_number: str, currency: str) -> AccountSpec:
    """Our commission (and the tax on it) of an unpaid invoice: earned when it is paid."""
    return _owed("deferred_commission", f"defcom:{vendor_id}:{invoice_number}", currency)


def _payable_tax(kind: str, code: str, currency: str) -> AccountSpec:
    return AccountSpec(code, currency, kind, LIABILITY, False)


def tax(jurisdiction: str, currency: str) -> AccountSpec:
    """Tax on goods that the market owes as deemed supplier."""
    return _payable_tax("tax", f"tax:{jurisdiction}:{currency}", currency)


def commission_tax(currency: str) -> AccountSpec:
    """Tax on our commission."""
    return _payable_tax("tax_commission", f"tax:commission:{currency}", currency)


def withholding_tax(currency: str) -> AccountSpec:
    """Tax that we withhold from vendors."""
    return _payable_tax("tax_withholding", f"tax:withholding:{currency}", currency)


# What we earn and spend.


def _result(kind: str, code: str, currency: str, account_class: str) -> AccountSpec:
    return AccountSpec(f"{code}:{currency}", currency, kind, account_class, False)


def commission_income(currency: str) -> AccountSpec:
    """What the market earns on released orders."""
    return _result("inc_commission", "inc:commission", currency, INCOME)


def late_fee_income(currency: str) -> AccountSpec:
    """Interest and fees on overdue invoices."""
    return _result("inc_late_fee", "inc:late_fee", currency, INCOME)


def fx_income(currency: str) -> AccountSpec:
    """What currency exchange left us, or cost us."""
    return _result("inc_fx", "inc:fx", currency, INCOME)


def psp_fees(currency: str) -> AccountSpec:
    """What the payment provider charges us."""
    return _result("exp_psp_fee", "exp:psp_fee", currency, EXPENSE)


def dispute_fees(currency: str) -> AccountSpec:
    """What the provider charges for a chargeback."""
    return _result("exp_dispute_fee", "exp:dispute_fee", currency, EXPENSE)


def chargeback_losses(currency: str) -> AccountSpec:
    """Chargebacks that nobody else bears."""
    return _result("exp_chargeback_loss", "exp:chargeback_loss", currency, EXPENSE)


def bad_debts(currency: str) -> AccountSpec:
    """Debts written off."""
    return _result("exp_bad_debt", "exp:bad_debt", currency, EXPENSE)


def goodwill(currency: str) -> AccountSpec:
    """What we give away to put something right."""
    return _result("exp_goodwill", "exp:goodwill", currency, EXPENSE)


def rounding(currency: str) -> AccountSpec:
    """Cents that other parties' arithmetic leaves; never our own splits."""
    return _result("exp_rounding", "exp:rounding", currency, EXPENSE)


def exchange(currency: str) -> AccountSpec:
    """The trading account of a currency: what was exchanged out of it, or into it."""
    return _result("fx", "fx", currency, ASSET)


def equity(currency: str) -> AccountSpec:
    """The market's own money: what its owners put in or took out."""
    return AccountSpec(f"equity:{currency}", currency, "equity", LIABILITY, False)


# Credit lines, off the balance sheet. ``account`` is the number of the credit account: CR-1001.


def credit_currency(currency: str) -> str:
    """The memorandum currency in which a credit line is counted."""
    return f"XCR-{currency}"


def credit_granted(currency: str) -> AccountSpec:
    """The counterpart of all credit lines of a currency."""
    return AccountSpec(f"memo:granted:{currency}", credit_currency(currency), "credit_granted", MEMO, False)


def _credit(kind: str, prefix: str, account: str, currency: str) -> AccountSpec:
    return AccountSpec(f"{prefix}:{account}", credit_currency(currency), kind, MEMO, True)


def credit_available(account: str, currency: str) -> AccountSpec:
    """What may still be bought on a credit line."""
    return _credit("credit_available", "credit_avail", account, currency)


def credit_reserved(account: str, currency: str) -> AccountSpec:
    """Ordered on credit, not yet invoiced."""
    return _credit("credit_reserved", "credit_rsv", account, currency)


def credit_used(account: str, currency: str) -> AccountSpec:
    """Invoiced on credit, not yet paid."""
    return _credit("credit_used", "credit_used", account, currency)


KINDS = frozenset(
    {
        "psp", "psp_cash", "bank", "bank_in_transit", "suspense", "receivable", "vendor_debt", "chargeback",
        "escrow", "hold", "refund_it", "wallet", "vendor_pending", "vendor_available", "vendor_in_transit",
        "vendor_reserve", "terms", "deferred_commission", "tax", "tax_commission", "tax_withholding",
        "inc_commission", "inc_late_fee", "inc_fx", "exp_psp_fee", "exp_dispute_fee",
        "exp_chargeback_loss", "exp_bad_debt", "exp_goodwill", "exp_rounding", "fx", "equity",
        "credit_granted", "credit_available", "credit_reserved", "credit_used",
    }
)  # fmt: skip
"""Every kind of account: what statements, checks and rules of posting are written against."""
