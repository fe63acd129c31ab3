"""Orders and the double-entry journal under them."""

from marketplace.ledger.models.journal import Account, Balance, JournalEntry, Posting
from marketplace.ledger.models.orders import Order, OrderEvent, OrderLine

__all__ = ["Account", "Balance", "JournalEntry", "Order", "OrderEvent", "OrderLine", "Posting"]
