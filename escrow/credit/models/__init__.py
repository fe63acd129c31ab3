"""What credit remembers beside the ledger: accounts, reservations, papers, invoices and what became of them."""

from escrow.credit.models.accounts import CreditAccount, CreditDocument, CreditEvent, CreditReservation
from escrow.credit.models.invoices import CreditNote, Invoice, InvoiceLine, InvoicePayment, NumberSeries, SeriesOwner
from escrow.credit.models.papers import InvoicingBlock, LineObjection, PurchaseOrder, WriteOff

__all__ = [
    "CreditAccount",
    "CreditDocument",
    "CreditEvent",
    "CreditNote",
    "CreditReservation",
    "Invoice",
    "InvoiceLine",
    "InvoicePayment",
    "InvoicingBlock",
    "LineObjection",
    "NumberSeries",
    "PurchaseOrder",
    "SeriesOwner",
    "WriteOff",
]
