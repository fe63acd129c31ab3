"""The writers of credit: accounts, reservations, invoices, payments, credit notes, objections, write-offs."""

from escrow.credit.services.accounts import (
    STEPS,
    CreditTerms,
    approve_credit,
    change_limit,
    request_credit,
    take_account_step,
)
from escrow.credit.services.credit_notes import answer_objection, issue_credit_note, object_to_line
from escrow.credit.services.invoicing import invoice_shipments, resolve_difference
from escrow.credit.services.payments import (
    pay_invoice,
    pay_invoice_from_wallet,
)
from escrow.credit.services.purchase_orders import add_purchase_order
from escrow.credit.services.reservations import (
    NoCredit,
    free_credit,
    pay_in_advance,
    reserve_credit,
    tell_no_credit,
    try_waiting_orders,
)
from escrow.credit.services.write_offs import write_off

__all__ = [
    "STEPS",
    "CreditTerms",
    "NoCredit",
    "add_purchase_order",
    "answer_objection",
    "approve_credit",
    "change_limit",
    "free_credit",
    "invoice_shipments",
    "issue_credit_note",
    "object_to_line",
    "pay_in_advance",
    "pay_invoice",
    "pay_invoice_from_wallet",
    "request_credit",
    "reserve_credit",
    "resolve_difference",
    "take_account_step",
    "tell_no_credit",
    "try_waiting_orders",
    "write_off",
]
