"""The writers: runs over the provider's account, answers to what they leave open, receipts of our bank."""

from escrow.reconciliation.services.items import resolve_item
from escrow.reconciliation.services.receipts import (
    AlreadyRecorded,
    assign_receipt,
    record_bank_receipt,
    record_bank_statement,
    return_receipt,
)
from escrow.reconciliation.services.runs import reconcile

__all__ = [
    "AlreadyRecorded",
    "assign_receipt",
    "reconcile",
    "record_bank_receipt",
    "record_bank_statement",
    "resolve_item",
    "return_receipt",
]
