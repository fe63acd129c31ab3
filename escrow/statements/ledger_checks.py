"""Checks that statements add to ``verify_ledger``: every posting is on exactly one statement, and they re-add."""

from collections.abc import Iterator

from marketplace.ledger import queries as ledger
from marketplace.ledger.parties import PARTY_OF
from marketplace.ledger.verify import Finding, check


@check
def every_posting_has_one_statement() -> Iterator[Finding]:
    """Each kind of account that occurs belongs to a party, and its owner can be told from its code."""
    for row in ledger.balances_by_kind():
        if row["kind"] not in PARTY_OF:
            yield Finding("every_posting_has_one_statement", row["kind"], f"no party owns {row['accounts']} accounts")
    for code in ledger.ownerless_accounts():
        yield Finding("every_posting_has_one_statement", code, "it names no organisation")


@check
def statements_re_add() -> Iterator[Finding]:
    """Per order and currency: what its buyer's, its supplier's and the market's statements show comes to zero."""
    for sums in ledger.order_sums():
        if not sums.re_adds:
            columns = f"buyer {sums.buyer}, supplier {sums.vendor}, market {sums.operator} {sums.currency}"
            subject = sums.number or "without an order"
            yield Finding("statements_re_add", subject, f"{columns}; {sums.strays} accounts of other orders")
