"""Checks that statements add to ``verify_ledger``: every posting is on exactly one statement, and they re-add."""

from collections.abc import Iterator

from marketplace.ledger import queries as ledger
from marketplace.ledger.verify.registry import Finding, Scope, check, posting_check


@check
def every_account_has_one_statement() -> Iterator[Finding]:
    """Each kind of account that occurs belongs to a party, and its owner can be told from its code."""
    for code in ledger.ownerless_accounts():
        yield Finding("every_account_has_one_statement", code, "it is on nobody's statement", (code,))


@posting_check
def statements_re_add(scope: Scope) -> Iterator[Finding]:
    """Per order and currency: what its buyer's, its supplier's and the market's statements show comes to zero."""
    for sums in ledger.order_sums(first_entry=scope.first_entry):
        if not sums.re_adds:
            detail = f"buyer {sums.buyer}, supplier {sums.vendor}, market {sums.operator} {sums.currency}"
            yield Finding("statements_re_add", sums.number, detail, orders=(sums.number,))
