"""The journal itself, from postings alone: I1–I9 and I16. Each query reads all postings once."""

from collections.abc import Iterator
from typing import Any

from django.db import connection

from marketplace.ledger.reference import scales
from marketplace.ledger.rules import RULES
from marketplace.ledger.verify.registry import Finding, Scope, check, posting_check, rows

_ENTRIES = """
    WITH sums AS MATERIALIZED (
      SELECT entry_id, currency, sum(amount_minor) AS total, count(*) AS found, max(line_no) AS top
        FROM ledger_posting WHERE entry_id >= %(first)s GROUP BY entry_id, currency)
    SELECT 'entries_add_up_to_zero', entry_id, format('off by %%s %%s', total, currency) FROM sums WHERE total <> 0
    UNION ALL
    SELECT 'entries_are_complete', e.id, format('%%s postings announced, %%s found', e.postings_count,
                                                coalesce(sum(s.found), 0))
      FROM ledger_journalentry AS e LEFT JOIN sums AS s ON s.entry_id = e.id
     WHERE e.id >= %(first)s GROUP BY e.id
    HAVING coalesce(sum(s.found), 0) <> e.postings_count OR max(s.top) IS DISTINCT FROM e.postings_count
"""
_TOUCHED = """
    SELECT e.id, e.key, coalesce(o.number, ''), array_agg(DISTINCT a.code) FILTER (WHERE a.is_guarded)
      FROM ledger_journalentry AS e
      LEFT JOIN ledger_order AS o ON o.id = e.order_id
      LEFT JOIN ledger_posting AS p ON p.entry_id = e.id
      LEFT JOIN ledger_account AS a ON a.id = p.account_id
     WHERE e.id = ANY (%s) GROUP BY e.id, o.number
"""


def entry_findings(found: list[tuple[str, int, str]]) -> Iterator[Finding]:
    """``(check, entry id, detail)`` with what the entries touch."""
    touched = {row[0]: row for row in rows(_TOUCHED, [entry for _, entry, _ in found])} if found else {}
    for name, entry, detail in found:
        _, key, order, codes = touched[entry]
        yield Finding(name, str(key), detail, tuple(codes or ()), (str(order),) if order else ())


@posting_check
def entries_balance_and_are_complete(scope: Scope) -> Iterator[Finding]:
    """Every entry adds up to zero per currency and has the lines that it announced, numbered from 1 (I1, I2)."""
    yield from entry_findings(_named(_ENTRIES, first=scope.first_entry))


_LINES = """
    SELECT a.code, account_seq, balance_after, running FROM (
      SELECT account_id, account_seq, balance_after, amount_minor,
             lag(account_seq) OVER w AS before_seq, lag(balance_after) OVER w + amount_minor AS running
        FROM ledger_posting WHERE account_seq IS NOT NULL AND entry_id >= %(first)s
      WINDOW w AS (PARTITION BY account_id ORDER BY account_seq)) AS line
    JOIN ledger_account AS a ON a.id = line.account_id
    WHERE CASE WHEN before_seq IS NOT NULL THEN account_seq <> before_seq + 1 OR balance_after <> running
               WHEN account_seq = 1 THEN balance_after <> amount_minor
               ELSE %(first)s = 0 END
"""


@posting_check
def running_balances_are_gapless(scope: Scope) -> Iterator[Finding]:
    """On guarded accounts ``account_seq`` counts 1, 2, 3 … and ``balance_after`` is the running sum (I8)."""
    for code, seq, stored, running in _named(_LINES, first=scope.first_entry):
        detail = f"line {seq}: stored {stored}, running sum {running}"
        yield Finding("running_balances_are_gapless", code, detail, (code,))


_ACCOUNTS = """
    WITH moved AS MATERIALIZED (
      SELECT p.account_id, e.kind, p.currency, p.amount_minor > 0 AS is_debit, e.reverses_id IS NOT NULL AS is_mirror,
             sum(p.amount_minor) AS total, count(*) AS found,
             sum(p.amount_minor) FILTER (WHERE p.position < s.before_position) AS before_snapshot
        FROM ledger_posting AS p
        JOIN ledger_journalentry AS e ON e.id = p.entry_id
        LEFT JOIN ledger_snapshot AS s ON s.account_id = p.account_id
       GROUP BY 1, 2, 3, 4, 5),
    sums AS MATERIALIZED (
      SELECT a.id, a.code, a.is_guarded, a.account_class, coalesce(sum(m.total), 0) AS total,
             coalesce(sum(m.found), 0) AS found, coalesce(sum(m.before_snapshot), 0) AS before_snapshot
        FROM ledger_account AS a LEFT JOIN moved AS m ON m.account_id = a.id GROUP BY a.id)
    SELECT 'guarded_balances_re_add', s.code, format('balance row %%s, postings add up to %%s', b.posted, s.total)
      FROM sums AS s LEFT JOIN ledger_balance AS b ON b.account_id = s.id
     WHERE s.is_guarded AND (b.posted IS DISTINCT FROM s.total OR b.version IS DISTINCT FROM s.found
           OR CASE WHEN s.account_class = 'A' THEN s.total < 0 ELSE s.total > 0 END)
    UNION ALL
    SELECT 'snapshots_re_add', s.code, format('snapshot %%s, postings add up to %%s', t.posted, s.before_snapshot)
      FROM sums AS s JOIN ledger_snapshot AS t ON t.account_id = s.id WHERE t.posted <> s.before_snapshot
    UNION ALL
    SELECT 'trial_balance_is_zero', currency, format('off by %%s', sum(total)) FROM moved
     GROUP BY currency HAVING sum(total) <> 0
    UNION ALL
    SELECT DISTINCT 'currencies_match', a.code, format('account in %%s, posting in %%s', a.currency, m.currency)
      FROM moved AS m JOIN ledger_account AS a ON a.id = m.account_id WHERE a.currency <> m.currency
    UNION ALL
    SELECT 'only_allowed_accounts_move', a.code,
           format('%%s %%s it', m.kind, CASE WHEN m.is_debit THEN 'debits' ELSE 'credits' END)
      FROM moved AS m JOIN ledger_account AS a ON a.id = m.account_id
     WHERE NOT m.is_mirror AND NOT EXISTS (
       SELECT FROM ledger_posting_rule AS r WHERE r.kind = m.kind AND r.account_kind = a.kind
          AND r.side = CASE WHEN m.is_debit THEN 'D'::"char" ELSE 'C'::"char" END)
"""
_TOUCHED_BALANCES = """
    SELECT 'guarded_balances_re_add', a.code, format('balance row %%s, last line %%s', b.posted, p.balance_after)
      FROM (SELECT account_id, max(account_seq) AS last FROM ledger_posting
             WHERE entry_id >= %(first)s AND account_seq IS NOT NULL GROUP BY account_id) AS t
      JOIN ledger_account AS a ON a.id = t.account_id
      JOIN ledger_posting AS p ON p.account_id = t.account_id AND p.account_seq = t.last
      LEFT JOIN ledger_balance AS b ON b.account_id = t.account_id
     WHERE b.posted IS DISTINCT FROM p.balance_after OR b.version IS DISTINCT FROM t.last
"""


@posting_check
def balances_re_add(scope: Scope) -> Iterator[Finding]:
    """Balance rows, snapshots and the trial balance are the sums of postings; each posting is in its account's
    currency and allowed there (I4, I6, I8, I9, I16). In a scope: the touched balances end where their lines do."""
    sql = _TOUCHED_BALANCES if scope.first_entry else _ACCOUNTS
    for name, subject, detail in _named(sql, first=scope.first_entry):
        yield Finding(name, subject, detail, () if name == "trial_balance_is_zero" else (subject,))


_MIRRORS = """
    SELECT 'reversals_mirror', r.id, 'does not mirror the entry that it reverses'
      FROM ledger_journalentry AS r
     WHERE r.reverses_id IS NOT NULL AND r.id >= %(first)s AND EXISTS (
       SELECT FROM ledger_posting WHERE entry_id IN (r.id, r.reverses_id)
        GROUP BY account_id, currency HAVING sum(amount_minor) <> 0)
    UNION ALL
    SELECT 'settlements_clear_their_reservation', s.id, 'leaves a part of its reservation in transit'
      FROM ledger_journalentry AS s
     WHERE s.resolves_id IS NOT NULL AND s.id >= %(first)s AND EXISTS (
       SELECT FROM ledger_posting AS p JOIN ledger_account AS a ON a.id = p.account_id
        WHERE p.entry_id IN (s.id, s.resolves_id) AND a.kind IN ('vendor_in_transit', 'refund_it')
        GROUP BY p.account_id HAVING sum(p.amount_minor) <> 0)
"""


@posting_check
def corrections_fit_their_original(scope: Scope) -> Iterator[Finding]:
    """A reversal mirrors its original; a settlement undoes what its reservation put in transit (I7)."""
    yield from entry_findings(_named(_MIRRORS, first=scope.first_entry))


@check
def rules_and_scales_are_those_of_the_code() -> Iterator[Finding]:
    """What PostgreSQL enforces is what the code says: posting rules (I16) and decimals of each currency."""
    booked: dict[str, set[tuple[str, str]]] = {kind: set() for kind in RULES}
    for kind, account, side in _named("SELECT kind, account_kind, side::text FROM ledger_posting_rule"):
        booked.setdefault(kind, set()).add((account, side))
    for kind, rule in RULES.items():
        if booked[kind] != rule.sides():
            yield Finding("rules_and_scales_are_those_of_the_code", kind, "the posting rules in the database differ")
    digits = dict(_named("SELECT currency, exponent FROM ledger_asset_scale"))
    for currency, exponent in scales().items():
        if digits.get(currency) != exponent:
            yield Finding(
                "rules_and_scales_are_those_of_the_code",
                currency,
                f"{exponent} decimals in the code, {digits.get(currency)} in the database",
            )


def _named(sql: str, **parameters: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters or None)
        return list(cursor.fetchall())
