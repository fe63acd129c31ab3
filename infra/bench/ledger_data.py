"""A journal of any size for the measurements: releases between many orders and vendors, as ``post`` books them.

The rows are computed: the n-th release goes from order n to vendor n · STEP (both modulo ACCOUNTS), so that every
running balance is a formula. They are inserted without the triggers; ``verify`` proves afterwards that none differs
from what the triggers would have written.
"""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection, transaction

from marketplace.ledger import movements
from marketplace.ledger.services import post

ACCOUNTS = 5_000  # of each side: 10,000 guarded accounts
STEP = 3_571  # without a common divisor with ACCOUNTS, so that n · STEP visits all vendors
SHARDS = 64  # platform accounts for the comparison without a hot one
GROSS, COMMISSION, TAX = 10_000, 300, 69
HELD = 10**12
BLOCK = 50_000
SUPERUSER = "postgres"  # of the embedded server: the owner of the tables may not write a checkpoint
AT = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)

_ACCOUNTS = """
    INSERT INTO ledger_account (code, currency, kind, account_class, is_guarded)
    SELECT format('escrow:BENCH-%%s/1', n), 'EUR', 'escrow', 'L', true FROM generate_series(0, %(last)s) AS n
    UNION ALL
    SELECT format('vendor:%%s:pending:EUR', lpad(to_hex(n), 32, '0')::uuid), 'EUR', 'vendor_pending', 'L', true
      FROM generate_series(1, %(last)s) AS n
    UNION ALL
    SELECT format('%%s:%%s:EUR', prefix, n), 'EUR', kind, class, false
      FROM generate_series(0, %(shards)s - 1) AS n,
           (VALUES ('inc:commission', 'inc_commission', 'I'), ('tax:commission', 'tax_commission', 'L'))
             AS k (prefix, kind, class)
"""
_FUND = """
    WITH entry AS (
      INSERT INTO ledger_journalentry (key, input_hash, kind, postings_count, effective_at, created_at, meta)
      SELECT 'fund:' || n, '', 'payment_received', 2, %(at)s, %(at)s, '{}' FROM generate_series(0, %(last)s) AS n
      RETURNING id, key)
    INSERT INTO ledger_posting (entry_id, line_no, account_id, currency, amount_minor)
    SELECT entry.id, line.no, line.account, 'EUR', line.amount
      FROM entry
      JOIN ledger_account AS a ON a.code = format('escrow:BENCH-%%s/1', substr(key, 6))
     CROSS JOIN LATERAL (VALUES
       (1, (SELECT id FROM ledger_account WHERE code = 'psp:stripe:EUR'), %(held)s),
       (2, a.id, -%(held)s)) AS line (no, account, amount)
     ORDER BY entry.id, line.no
"""
_RELEASES = """
    WITH side AS MATERIALIZED (
      SELECT row_number() OVER (PARTITION BY a.kind ORDER BY a.id) - 1 AS n, a.kind, a.id, b.posted, b.version
        FROM ledger_account AS a JOIN ledger_balance AS b ON b.account_id = a.id
       WHERE a.code LIKE 'escrow:BENCH-%%' OR a.code LIKE 'vendor:%%:pending:EUR'),
    first AS MATERIALIZED (SELECT max(id) + 1 AS id FROM ledger_journalentry),
    entry AS (
      INSERT INTO ledger_journalentry (id, key, input_hash, kind, postings_count, effective_at, created_at, meta)
      SELECT first.id + n, 'loaded:' || lpad((first.id + n)::text, 12, '0'), md5(n::text) || md5(n::text), 'release',
             4, %(at)s, %(at)s, '{}' FROM generate_series(0, %(entries)s - 1) AS n, first),
    line AS MATERIALIZED (
      SELECT first.id + nth AS entry, l.no, l.account, l.amount, l.seq, l.after
        FROM generate_series(0::bigint, %(entries)s - 1) AS release (nth)
        CROSS JOIN first
        JOIN side AS o ON o.kind = 'escrow' AND o.n = nth %% %(accounts)s
        JOIN side AS v ON v.kind = 'vendor_pending' AND v.n = nth * %(step)s %% %(accounts)s
       CROSS JOIN LATERAL (VALUES
         (1, (SELECT id FROM ledger_account WHERE code = 'inc:commission:EUR'), -%(commission)s, NULL, NULL),
         (2, (SELECT id FROM ledger_account WHERE code = 'tax:commission:EUR'), -%(tax)s, NULL, NULL),
         (3, o.id, %(gross)s, o.version + 1 + nth / %(accounts)s, o.posted + (1 + nth / %(accounts)s) * %(gross)s),
         (4, v.id, -%(net)s, v.version + 1 + nth / %(accounts)s, v.posted - (1 + nth / %(accounts)s) * %(net)s)
       ) AS l (no, account, amount, seq, after)),
    balance AS (
      UPDATE ledger_balance AS b SET posted = b.posted + l.amount, version = b.version + l.found
        FROM (SELECT account, sum(amount) AS amount, count(*) AS found FROM line WHERE seq IS NOT NULL
               GROUP BY account) AS l
       WHERE l.account = b.account_id)
    INSERT INTO ledger_posting (entry_id, line_no, account_id, currency, amount_minor, account_seq, balance_after)
    SELECT entry, no, account, 'EUR', amount, seq, after FROM line ORDER BY entry, no
"""


def open_journal() -> None:
    """Platform accounts first (the smallest numbers), then ten thousand guarded ones; the orders' are funded."""
    with transaction.atomic():
        post(
            key="open",
            movement=movements.payment_received(
                provider="stripe", order_number="OPEN", leg=1, currency="EUR", amount=GROSS
            ),
            at=AT,
        )
        post(
            key="open:release",
            movement=movements.release(
                order_number="OPEN", sources={1: GROSS}, vendor_id=UUID(int=0), currency="EUR",
                share=movements.Share(commission=COMMISSION, commission_tax=TAX),
            ),
            at=AT,
        )  # fmt: skip
        _execute(_ACCOUNTS, last=ACCOUNTS - 1, shards=SHARDS)
        _execute(_FUND, last=ACCOUNTS - 1, at=AT, held=HELD)


def grow(postings: int, say: Callable[[str], None]) -> None:
    """Load releases until the journal holds ``postings`` postings; snapshots and statistics are up to date after."""
    _execute("ALTER TABLE ledger_posting DISABLE TRIGGER USER")
    _execute("ALTER TABLE ledger_journalentry DISABLE TRIGGER USER")
    _execute("SET enable_nestloop = off")  # the planner does not know how many rows the computed sides have
    while (missing := (postings - count_postings()) // 4) > 0:
        _execute(
            _RELEASES,
            entries=min(missing, BLOCK), at=AT, accounts=ACCOUNTS, step=STEP,
            gross=GROSS, net=GROSS - COMMISSION - TAX, commission=COMMISSION, tax=TAX,
        )  # fmt: skip
    _execute("RESET enable_nestloop")
    _execute("ALTER TABLE ledger_posting ENABLE TRIGGER USER")
    _execute("ALTER TABLE ledger_journalentry ENABLE TRIGGER USER")
    _execute("SELECT setval(pg_get_serial_sequence('ledger_journalentry', 'id'), max(id)) FROM ledger_journalentry")
    tidy()
    say(f"{count_postings():,} postings in the journal")


def tidy() -> None:
    """What autovacuum and the beat would have done: snapshots, statistics, a checkpoint."""
    _execute("SELECT ledger_take_snapshots(%(at)s)", at=AT)
    _execute("VACUUM (ANALYZE) ledger_posting, ledger_journalentry, ledger_balance, ledger_account")
    with psycopg.connect(os.environ["DATABASE_URL"], user=SUPERUSER, autocommit=True) as server:
        server.execute("CHECKPOINT")


def count_postings() -> int:
    """How many there are."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_posting")
        return int(cursor.fetchone()[0])


def _execute(sql: str, **parameters: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters or None)
