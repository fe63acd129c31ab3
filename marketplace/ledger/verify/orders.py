"""Orders against their money, from postings: each in its own accounts, paid what it says, empty at its end (I10)."""

from collections.abc import Iterator

from marketplace.ledger.states import OrderState
from marketplace.ledger.verify.registry import Finding, check, rows

_ENDS = [OrderState.CLOSED.value, OrderState.CANCELLED.value, OrderState.REFUNDED.value]
_PAID = [
    OrderState.FUNDED.value,
    OrderState.PARTLY_SHIPPED.value,
    OrderState.SHIPPED.value,
    OrderState.DELIVERED.value,
    OrderState.ACCEPTED.value,
]
_PAYMENTS = ["payment_received", "bank_transfer_applied", "wallet_applied"]

_HOLDINGS = """
    WITH held AS (
      SELECT a.kind, p.amount_minor, p.entry_id, split_part(split_part(a.code, ':', 2), '/', 1) AS number
        FROM ledger_posting AS p JOIN ledger_account AS a ON a.id = p.account_id
       WHERE a.kind IN ('escrow', 'hold')),
    paid AS (
      SELECT number, -sum(amount_minor) AS paid FROM held JOIN ledger_journalentry AS e ON e.id = held.entry_id
       WHERE e.kind = ANY (%s) GROUP BY number),
    sums AS (
      SELECT number, -sum(amount_minor) AS held FROM held GROUP BY number)
    SELECT o.number, o.state, o.total_minor, coalesce(s.held, 0), coalesce(p.paid, 0) FROM ledger_order AS o
      LEFT JOIN sums AS s ON s.number = o.number LEFT JOIN paid AS p ON p.number = o.number
     WHERE coalesce(s.held, 0) > o.total_minor OR (o.state = ANY (%s) AND coalesce(s.held, 0) <> 0)
        OR (o.state = ANY (%s) AND o.plan ->> 'kind' = 'single' AND coalesce(p.paid, 0) <> o.total_minor)
"""


@check
def entries_stay_in_their_order() -> Iterator[Finding]:
    """An entry of one order moves no other order's escrow, hold or refunds."""
    sql = """SELECT e.key, o.number, a.code FROM ledger_account AS a
             JOIN ledger_posting AS p ON p.account_id = a.id JOIN ledger_journalentry AS e ON e.id = p.entry_id
             JOIN ledger_order AS o ON o.id = e.order_id
             WHERE a.kind IN ('escrow', 'hold', 'refund_it')
               AND split_part(split_part(a.code, ':', 2), '/', 1) <> o.number"""
    for key, number, code in rows(sql):
        detail = f"booked for {number}, moves {code}"
        yield Finding("entries_stay_in_their_order", str(key), detail, (str(code),), (str(number),))


@check
def orders_hold_what_their_state_says() -> Iterator[Finding]:
    """No order holds more than its total; ended ones hold nothing; those paid at once were paid their total."""
    for number, state, total, held, paid in rows(_HOLDINGS, _PAYMENTS, _ENDS, _PAID):
        detail = f"{state} of {total}, but {paid} paid and {held} held"
        yield Finding("orders_hold_what_their_state_says", str(number), detail, orders=(str(number),))
