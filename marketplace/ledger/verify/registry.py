"""The registry of checks: what each found, and the way for packages above to add their own.

A check yields what must never be; an alarm yields what should not last: money in transit for too long, a
balance at the provider below what is held for others. Findings stop money, alarms call a person.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found: by which check, on what, and the numbers.

    ``accounts`` (codes) and ``orders`` (numbers) are what it touches: their releases and payouts are stopped.
    """

    check: str
    subject: str
    detail: str
    accounts: tuple[str, ...] = ()
    orders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """Which entries a check of postings looks at: those from ``first_entry`` on; 0 is all of them."""

    first_entry: int = 0


Check = Callable[[], Iterator[Finding]]
PostingCheck = Callable[[Scope], Iterator[Finding]]
checks: dict[str, Check] = {}
posting_checks: dict[str, PostingCheck] = {}
alarms: dict[str, Check] = {}


def check(function: Check) -> Check:
    """Register a check under its function's name; ``<package>/ledger_checks.py`` is where others add theirs."""
    checks[function.__name__] = function
    return function


def posting_check(function: PostingCheck) -> PostingCheck:
    """Register a check that reads the postings in scope: the heavy ones, which ``--since`` shortens."""
    posting_checks[function.__name__] = function
    return function


def alarm(function: Check) -> Check:
    """Register an alarm."""
    alarms[function.__name__] = function
    return function


def rows(sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
    """What a query of a check answers."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters or None)
        return list(cursor.fetchall())
