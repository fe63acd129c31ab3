"""Orders, the double-entry journal under them, and what proves the journal."""

from marketplace.ledger.models.journal import Account, Balance, JournalEntry, Posting
from marketplace.ledger.models.orders import Order, OrderEvent, OrderLine
from marketplace.ledger.models.seals import Anchor, LedgerFreeze, Seal, Snapshot, VerifyRun
from marketplace.ledger.models.terms import CommissionRule, ExchangeRate, SettlementTerms

__all__ = [
    "Account",
    "Anchor",
    "Balance",
    "CommissionRule",
    "ExchangeRate",
    "JournalEntry",
    "LedgerFreeze",
    "Order",
    "OrderEvent",
    "OrderLine",
    "Posting",
    "Seal",
    "SettlementTerms",
    "Snapshot",
    "VerifyRun",
]
