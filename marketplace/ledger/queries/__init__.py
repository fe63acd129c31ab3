"""Reads of the ledger for screens and API. Amounts are minor units."""

from marketplace.ledger.queries.balances import OrderFunds, balance_of, balances_by_kind, order_funds, vendor_balance
from marketplace.ledger.queries.orders import (
    TrackRecord,
    get_order,
    orders_visible_to,
    timeline,
    track_records,
)
from marketplace.ledger.queries.provider import ProviderLine, account_total, provider_balances, provider_lines
from marketplace.ledger.queries.statements import StatementLine, statement

__all__ = [
    "OrderFunds",
    "ProviderLine",
    "StatementLine",
    "TrackRecord",
    "account_total",
    "balance_of",
    "balances_by_kind",
    "get_order",
    "order_funds",
    "orders_visible_to",
    "provider_balances",
    "provider_lines",
    "statement",
    "timeline",
    "track_records",
    "vendor_balance",
]
