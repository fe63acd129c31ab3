"""What we hold for others against what we have (I13), and who pays for a lost chargeback (I12)."""

from collections.abc import Iterator

from marketplace.ledger.queries.safeguarding import safeguards
from marketplace.ledger.verify.registry import Finding, alarm, check, rows


@check
def third_parties_pay_last() -> Iterator[Finding]:
    """A lost chargeback takes what the order still holds before it takes from the vendor or from us (I12)."""
    sql = """SELECT e.key, o.number FROM ledger_journalentry AS e JOIN ledger_order AS o ON o.id = e.order_id
             WHERE e.kind = 'chargeback_lost' AND EXISTS (
               SELECT FROM ledger_posting AS p JOIN ledger_account AS a ON a.id = p.account_id
                WHERE p.entry_id = e.id AND p.amount_minor > 0 AND a.kind NOT IN ('escrow', 'hold'))
             AND EXISTS (
               SELECT FROM ledger_account AS a CROSS JOIN LATERAL (
                 SELECT balance_after FROM ledger_posting AS p
                  WHERE p.account_id = a.id AND p.account_seq IS NOT NULL AND p.entry_id <= e.id
                  ORDER BY p.account_seq DESC LIMIT 1) AS last
                WHERE (a.code = 'hold:' || o.number OR a.code LIKE 'escrow:' || o.number || '/%')
                  AND last.balance_after <> 0)"""
    for key, number in rows(
        sql,
    ):
        detail = f"a third party paid while {number} still held money"
        yield Finding("third_parties_pay_last", str(key), detail, orders=(str(number),))


@alarm
def held_money_is_covered() -> Iterator[Finding]:
    """At the provider and the bank lies at least what is held for others, per currency (I13)."""
    for safeguard in safeguards():
        if safeguard.shortfall_minor:
            detail = f"{safeguard.assets_minor} lie there, {safeguard.owed_minor} are owed"
            yield Finding("held_money_is_covered", safeguard.currency, detail)
