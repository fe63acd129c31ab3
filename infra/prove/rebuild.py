"""Throws the balances away and plays the journal again: every number must come out as it was, bit for bit.

Eight workers book first, so that the order in the journal is not the order of the ids. Then the postings are taken
out and put back in commit order through the product's own trigger, which counts running numbers and balances anew;
the snapshots of unguarded accounts are taken again from nothing.
"""

import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from django.db import connection, transaction

from infra.prove import load
from infra.prove.outcome import Outcome, Size
from marketplace.ledger.conformance.chain import in_commit_order
from marketplace.ledger.models import Posting
from marketplace.ledger.services import InsufficientFunds, post
from marketplace.ledger.services.journal.seals import take_snapshots

ENTRIES: dict[Size, int] = {"ci": 600, "night": 20_000}
WORKERS = 8
AT = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
TABLES = {
    "postings": "SELECT * FROM ledger_posting ORDER BY id",
    "balances": "SELECT * FROM ledger_balance ORDER BY account_id",
    "snapshots": "SELECT account_id, posted, postings FROM ledger_snapshot ORDER BY account_id",
}
_REPLAY = """
    ALTER TABLE ledger_posting DISABLE TRIGGER append_only_rows;
    ALTER TABLE ledger_posting DISABLE TRIGGER ledger_check_postings;
    ALTER TABLE ledger_balance DISABLE TRIGGER append_only_rows;
    CREATE TEMPORARY TABLE old_posting ON COMMIT DROP AS SELECT * FROM ledger_posting;
    CREATE TEMPORARY TABLE old_balance ON COMMIT DROP AS SELECT * FROM ledger_balance;
    DELETE FROM ledger_posting;
    DELETE FROM ledger_balance;
    DELETE FROM ledger_snapshot;
    INSERT INTO ledger_balance (account_id, posted, lo, hi, version, is_frozen)
      SELECT account_id, 0, lo, hi, 0, is_frozen FROM old_balance"""
_INSERT = """
    INSERT INTO ledger_posting (id, entry_id, line_no, account_id, currency, amount_minor, position)
    SELECT o.id, o.entry_id, o.line_no, o.account_id, o.currency, o.amount_minor, o.position
      FROM unnest(%s::bigint[]) WITH ORDINALITY AS place (id, number) JOIN old_posting o USING (id) ORDER BY number"""
_ARM = """
    ALTER TABLE ledger_posting ENABLE TRIGGER append_only_rows;
    ALTER TABLE ledger_posting ENABLE TRIGGER ledger_check_postings;
    ALTER TABLE ledger_balance ENABLE TRIGGER append_only_rows"""


def run(_url: str, size: Size) -> Outcome:
    """Book, keep what is there, play again, compare."""
    load.open_accounts()
    _book(ENTRIES[size])
    take_snapshots(at=AT)
    before = _contents()
    with transaction.atomic(), connection.cursor() as cursor:
        order = [posting.pk for posting in in_commit_order(Posting.objects.all())]
        cursor.execute(_REPLAY)
        cursor.execute(_INSERT, [order])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(_ARM)
    take_snapshots(at=AT)
    after = _contents()
    findings = [
        f"{table}: {sum(old != new for old, new in zip(before[table], after[table], strict=False))} rows differ"
        for table in TABLES
        if before[table] != after[table]
    ]
    out_of_order = sum(later < earlier for earlier, later in pairwise(order))
    counts = {f"{name} rebuilt": len(rows) for name, rows in before.items()} | {"out of id order": out_of_order}
    if not all(before.values()):
        findings.append(f"a test of nothing: {counts}")
    return Outcome("rebuild", counts, findings)


def _book(entries: int) -> None:
    def one(number: int) -> None:
        chosen = random.Random(number)  # noqa: S311  # a seed
        try:
            with transaction.atomic():
                post(key=f"rebuild:{number}", movement=load.drawn(chosen), at=AT)
        except InsufficientFunds:
            return

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(one, range(entries)))
        list(pool.map(lambda _: connection.close(), range(WORKERS)))


def _contents() -> dict[str, Sequence[tuple[Any, ...]]]:
    found = {}
    with connection.cursor() as cursor:
        for table, query in TABLES.items():
            cursor.execute(query)
            found[table] = cursor.fetchall()
    return found
