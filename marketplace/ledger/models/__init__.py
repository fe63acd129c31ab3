"""Orders, the double-entry journal under them, and what proves the journal."""

from marketplace.ledger.models.journal import Account, Balance, JournalEntry, Posting
from marketplace.ledger.models.orders import Order, OrderEvent, OrderLine
from marketplace.ledger.models.seals import Anchor, LedgerFreeze, Seal, Snapshot, VerifyRun

__all__ = [
    "Account",
    "Anchor",
    "Balance",
    "JournalEntry",
    "LedgerFreeze",
    "Order",
    "OrderEvent",
    "OrderLine",
    "Posting",
    "Seal",
    "Snapshot",
    "VerifyRun",
]
