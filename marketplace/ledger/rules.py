"""Which accounts each kind of movement may debit and credit: PostgreSQL refuses everything else (I16).

A second statement of what the functions in ``movements`` do, made on purpose by another hand: a movement that
takes from the wrong account is refused before it is booked. **A new movement is one line here**;
``manage.py grant_app_role``, which follows every migrate, brings the table in the database up to date.
"""

from typing import NamedTuple


class Rule(NamedTuple):
    """Kinds of accounts, separated by spaces."""

    debit: str
    credit: str

    def sides(self) -> set[tuple[str, str]]:
        """``(account kind, "D" or "C")`` for each."""
        return {(kind, "D") for kind in self.debit.split()} | {(kind, "C") for kind in self.credit.split()}


_VENDOR = "vendor_pending vendor_available vendor_reserve vendor_debt"
_SHARE = "vendor_pending vendor_reserve vendor_debt inc_commission tax_commission fx"

RULES: dict[str, Rule] = {
    # payments
    "payment_received": Rule("psp", "escrow"),
    "payment_unclaimed": Rule("psp", "wallet"),
    "provider_fee": Rule("exp_psp_fee", "psp"),
    "bank_transfer_received": Rule("psp_cash", "wallet"),
    "bank_transfer_applied": Rule("wallet psp", "escrow psp_cash"),
    "bank_transfer_unclaimed": Rule("psp", "psp_cash"),
    "receipt_matched": Rule("bank", "wallet"),
    "wallet_applied": Rule("wallet", "escrow"),
    "suspense_received": Rule("bank", "suspense"),
    "suspense_resolved": Rule("suspense", "wallet"),
    "suspense_returned": Rule("suspense", "bank"),
    # releases and payouts
    "release": Rule("escrow fx", _SHARE),
    "goods_tax_due": Rule("escrow", "tax"),
    "matured": Rule("vendor_pending", "vendor_available"),
    "reserve_released": Rule("vendor_reserve", "vendor_available"),
    "reserve_withheld": Rule("vendor_available", "vendor_reserve"),
    "tax_withheld": Rule("vendor_available", "tax_withholding"),
    "debt_recovered": Rule("vendor_available", "vendor_debt"),
    "debt_repaid": Rule("bank", "vendor_debt"),
    "debt_written_off": Rule("exp_bad_debt", "vendor_debt"),
    "payout_reserved": Rule("vendor_available", "vendor_in_transit"),
    "payout_confirmed": Rule("vendor_in_transit", "psp"),
    "payout_refused": Rule("vendor_in_transit", "vendor_available"),
    "payout_reversed": Rule("psp", "vendor_available"),
    "bank_payout_sent": Rule("vendor_in_transit", "bank"),
    "bank_payout_returned": Rule("bank", "vendor_available"),
    # refunds
    "refund_reserved": Rule("escrow", "refund_it"),
    "refund_reserved_after_release": Rule(f"{_VENDOR} inc_commission tax_commission", "refund_it"),
    "refund_confirmed": Rule("refund_it", "psp"),
    "refund_refused": Rule("refund_it", "wallet"),
    "refund_returned": Rule("psp", "wallet"),
    "refund_to_wallet": Rule("escrow", "wallet"),
    "return_freight_repaid": Rule(_VENDOR, "wallet"),
    "wallet_refund_reserved": Rule("wallet", "refund_it"),
    "wallet_paid_out": Rule("wallet", "bank"),
    "goodwill_granted": Rule("exp_goodwill", "wallet"),
    # disputes and chargebacks
    "frozen": Rule("escrow", "hold"),
    "unfrozen": Rule("hold", "escrow"),
    "decided": Rule("hold fx", f"refund_it {_SHARE}"),
    "chargeback_opened": Rule("chargeback exp_dispute_fee", "psp"),
    "chargeback_won": Rule("psp", "chargeback"),
    "chargeback_lost": Rule(f"escrow hold {_VENDOR} inc_commission tax_commission exp_chargeback_loss", "chargeback"),
    # credit lines and net terms
    "credit_granted": Rule("credit_granted", "credit_available"),
    "credit_withdrawn": Rule("credit_available", "credit_granted"),
    "credit_reserved": Rule("credit_available", "credit_reserved"),
    "credit_unreserved": Rule("credit_reserved", "credit_available"),
    "invoice_issued": Rule("receivable credit_reserved", "terms deferred_commission credit_used"),
    "invoice_paid": Rule(
        "psp wallet terms deferred_commission credit_used",
        "receivable vendor_pending inc_commission tax_commission credit_available",
    ),
    "invoice_credited": Rule("terms deferred_commission credit_used", "receivable credit_available"),
    "invoice_late_fee": Rule("receivable", "inc_late_fee"),
    "invoice_written_off": Rule("terms deferred_commission exp_bad_debt credit_used", "receivable credit_granted"),
    "late_fee_paid": Rule("psp wallet", "receivable"),
    "late_fee_waived": Rule("inc_late_fee", "receivable"),
    "terms_advanced": Rule("terms", "vendor_pending"),
    # the market's own money
    "owner_paid_in": Rule("bank", "equity"),
    "topped_up": Rule("psp", "bank"),
    "platform_payout_sent": Rule("bank_in_transit", "psp"),
    "platform_payout_settled": Rule("bank", "bank_in_transit"),
    "platform_payout_returned": Rule("psp", "bank_in_transit"),
    "provider_converted": Rule("psp fx", "psp fx"),
    "exchange_closed": Rule("fx inc_fx", "fx inc_fx"),
    "rounding_booked": Rule("psp exp_rounding", "psp exp_rounding"),
}
