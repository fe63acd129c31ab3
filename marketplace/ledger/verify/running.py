"""Runs the checks: those that read all postings side by side, each on a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial

from django.db import connection, transaction
from django.db.models import Min

from marketplace.ledger.models import JournalEntry
from marketplace.ledger.verify.registry import Finding, Scope, alarms, checks, posting_checks

_EVERYTHING = Scope()


def verify(scope: Scope = _EVERYTHING) -> list[Finding]:
    """Run every check. An empty list means: the ledger can be re-added to the last cent."""
    runs: list[Callable[[], list[Finding]]] = [partial(_of_postings, name, scope) for name in posting_checks]
    runs.append(_of_state)
    if connection.in_atomic_block:  # what the caller has not committed, other connections do not see
        found = [run() for run in runs]
    else:
        with ThreadPoolExecutor(max_workers=2, thread_name_prefix="verify") as pool:
            found = list(pool.map(_on_own_connection, runs))
    return [finding for part in found for finding in part]


def raised_alarms() -> list[Finding]:
    """What should not last, and lasts."""
    return [finding for function in alarms.values() for finding in function()]


def check_names() -> list[str]:
    """The registered checks, for the console and the command."""
    return sorted([*checks, *posting_checks])


def scope_since(moment: datetime) -> Scope:
    """The entries that were booked from ``moment`` on."""
    first = JournalEntry.objects.filter(created_at__gte=moment).aggregate(first=Min("id"))["first"]
    if first is None:
        first = (JournalEntry.objects.order_by("-id").values_list("id", flat=True).first() or 0) + 1
    return Scope(first)


def _of_postings(name: str, scope: Scope) -> list[Finding]:
    return list(posting_checks[name](scope))


def _of_state() -> list[Finding]:
    return [finding for function in checks.values() for finding in function()]


def _on_own_connection(run: Callable[[], list[Finding]]) -> list[Finding]:
    """One check sees one state of the tables; the thread's connection goes with it."""
    try:
        with transaction.atomic():
            connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            return run()
    finally:
        connection.close()
