"""Reads for screens and API, each with a fixed number of SQL queries and through an actor."""

from rfq.queries.comparing import Comparison, comparison
from rfq.queries.directory import category_id, own_currency, vendor_ids
from rfq.queries.quotes import (
    QuoteForBuyer,
    QuoteForVendor,
    find_own_quote,
    get_bid,
    get_negotiation,
    get_quote,
    quotes_for_buyer,
)
from rfq.queries.requests import (
    count_bidding,
    count_unanswered,
    funnel,
    get_readable_rfq,
    get_request,
    get_rfq,
    get_rfq_file,
    readable_rfqs,
    requests_for,
    rfqs_of_buyer,
    rfqs_visible_to,
    state_counts,
)

__all__ = [
    "Comparison",
    "QuoteForBuyer",
    "QuoteForVendor",
    "category_id",
    "comparison",
    "count_bidding",
    "count_unanswered",
    "find_own_quote",
    "funnel",
    "get_bid",
    "get_negotiation",
    "get_quote",
    "get_readable_rfq",
    "get_request",
    "get_rfq",
    "get_rfq_file",
    "own_currency",
    "quotes_for_buyer",
    "readable_rfqs",
    "requests_for",
    "rfqs_of_buyer",
    "rfqs_visible_to",
    "state_counts",
    "vendor_ids",
]
