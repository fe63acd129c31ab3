"""The writers of the ledger: orders, and the journal."""

from marketplace.ledger.services.journal import (
    Accounting,
    EntryKeyReused,
    InsufficientFunds,
    post,
    reverse,
)
from marketplace.ledger.services.orders import NewLine, advance_order, lock_order, note_event, note_order, open_order

__all__ = [
    "Accounting",
    "EntryKeyReused",
    "InsufficientFunds",
    "NewLine",
    "advance_order",
    "lock_order",
    "note_event",
    "note_order",
    "open_order",
    "post",
    "reverse",
]
