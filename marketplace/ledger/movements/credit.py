"""Credit lines and invoices on net terms. ``account`` is a credit account's number, ``invoice`` an invoice's.

The line is counted in memorandum accounts beside the money, so that PostgreSQL refuses to reserve more than
is granted, however many orders come at once.
"""

from uuid import UUID

from marketplace.ledger import chart
from marketplace.ledger.movements.legs import Movement, credit, debit, movement


def credit_granted(*, account: str, currency: str, amount: int) -> Movement:
    """A credit line is opened or raised: Dr granted, Cr available."""
    return movement(
        "credit_granted",
        debit(chart.credit_granted(currency), amount),
        credit(chart.credit_available(account, currency), amount),
    )


def credit_withdrawn(*, account: str, currency: str, amount: int) -> Movement:
    """A credit line is lowered, as far as it is free: Dr available, Cr granted."""
    return movement(
        "credit_withdrawn",
        debit(chart.credit_available(account, currency), amount),
        credit(chart.credit_granted(currency), amount),
    )


def credit_reserved(*, account: str, currency: str, amount: int) -> Movement:
    """An order is placed on credit: Dr available, Cr reserved."""
    return movement(
        "credit_reserved",
        debit(chart.credit_available(account, currency), amount),
        credit(chart.credit_reserved(account, currency), amount),
    )


def credit_unreserved(*, account: str, currency: str, amount: int) -> Movement:
    """It is cancelled before it was invoiced: Dr reserved, Cr available."""
    return movement(
        "credit_unreserved",
        debit(chart.credit_reserved(account, currency), amount),
        credit(chart.credit_available(account, currency), amount),
    )


def invoice_issued(
    *, buyer_id: UUID, vendor_id: UUID, invoice: str, account: str, currency: str, net: int, commission: int
) -> Movement:
    """Goods left on credit: Dr receivable, Cr the vendor's share (``net``) and our commission with its tax, both
    unpaid; the line goes from reserved to used."""
    amount = net + commission
    return movement(
        "invoice_issued",
        debit(chart.receivable(buyer_id, currency), amount),
        credit(chart.terms(vendor_id, invoice, currency), net),
        credit(chart.deferred_commission(vendor_id, invoice, currency), commission),
        debit(chart.credit_reserved(account, currency), amount),
        credit(chart.credit_used(account, currency), amount),
    )


def invoice_paid(
    *,
    provider: str,
    buyer_id: UUID,
    vendor_id: UUID,
    invoice: str,
    account: str,
    currency: str,
    net: int,
    commission: int,
    commission_tax: int,
) -> Movement:
    """A payment of an invoice, in full or in part: Dr psp, Cr receivable; the vendor's share becomes pending, our
    commission earned, and the line is free again. ``provider`` empty: paid from the buyer's wallet."""
    amount = net + commission + commission_tax
    paid_from = chart.psp(provider, currency) if provider else chart.wallet(buyer_id, currency)
    return movement(
        "invoice_paid",
        debit(paid_from, amount),
        credit(chart.receivable(buyer_id, currency), amount),
        debit(chart.terms(vendor_id, invoice, currency), net),
        credit(chart.vendor_pending(vendor_id, currency), net),
        debit(chart.deferred_commission(vendor_id, invoice, currency), commission + commission_tax),
        credit(chart.commission_income(currency), commission),
        credit(chart.commission_tax(currency), commission_tax),
        debit(chart.credit_used(account, currency), amount),
        credit(chart.credit_available(account, currency), amount),
    )


def invoice_credited(
    *, buyer_id: UUID, vendor_id: UUID, invoice: str, account: str, currency: str, net: int, commission: int
) -> Movement:
    """A credit note takes back a part of an unpaid invoice: its mirror, and the line is free again."""
    amount = net + commission
    return movement(
        "invoice_credited",
        credit(chart.receivable(buyer_id, currency), amount),
        debit(chart.terms(vendor_id, invoice, currency), net),
        debit(chart.deferred_commission(vendor_id, invoice, currency), commission),
        debit(chart.credit_used(account, currency), amount),
        credit(chart.credit_available(account, currency), amount),
    )


def invoice_late_fee(*, buyer_id: UUID, currency: str, amount: int) -> Movement:
    """Interest on an overdue invoice: Dr receivable, Cr late fees."""
    return movement(
        "invoice_late_fee",
        debit(chart.receivable(buyer_id, currency), amount),
        credit(chart.late_fee_income(currency), amount),
    )


def late_fee_paid(*, provider: str, buyer_id: UUID, currency: str, amount: int) -> Movement:
    """The interest is paid: Dr psp (or the buyer's wallet when ``provider`` is empty), Cr receivable."""
    paid_from = chart.psp(provider, currency) if provider else chart.wallet(buyer_id, currency)
    return movement("late_fee_paid", debit(paid_from, amount), credit(chart.receivable(buyer_id, currency), amount))


def late_fee_waived(*, buyer_id: UUID, currency: str, amount: int) -> Movement:
    """The interest is given up: Dr late fees, Cr receivable."""
    return movement(
        "late_fee_waived",
        debit(chart.late_fee_income(currency), amount),
        credit(chart.receivable(buyer_id, currency), amount),
    )


def invoice_written_off(
    *,
    buyer_id: UUID,
    vendor_id: UUID,
    invoice: str,
    account: str,
    currency: str,
    net: int,
    commission: int,
    bad_debt: int,
) -> Movement:
    """An invoice will not be paid: Cr receivable, Dr what the lender loses.

    At the seller's own risk its unpaid share goes (``net``); where the market lent, ``bad_debt`` is ours and
    ``net`` is 0. The unpaid commission (with tax) goes in both cases. The used line is taken off the books
    and not granted again.
    """
    amount = net + commission + bad_debt
    return movement(
        "invoice_written_off",
        credit(chart.receivable(buyer_id, currency), amount),
        debit(chart.terms(vendor_id, invoice, currency), net),
        debit(chart.deferred_commission(vendor_id, invoice, currency), commission),
        debit(chart.bad_debts(currency), bad_debt),
        debit(chart.credit_used(account, currency), amount),
        credit(chart.credit_granted(currency), amount),
    )


def terms_advanced(*, vendor_id: UUID, invoice: str, currency: str, net: int) -> Movement:
    """The market, as lender, pays the vendor before the buyer has: Dr the unpaid share, Cr pending."""
    return movement(
        "terms_advanced",
        debit(chart.terms(vendor_id, invoice, currency), net),
        credit(chart.vendor_pending(vendor_id, currency), net),
    )
