"""Re-adds the whole ledger from its postings and reports every cent that does not fit.

Each check is one SQL statement that returns the offending rows; nothing is trusted that the service
layer wrote beside the postings. Packages above add checks of their own with ``@check``.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.db import connection

from marketplace.ledger.states import HELD_STATES, OrderState


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that must never be: the check that found it, on what, and the numbers."""

    check: str
    subject: str
    detail: str


Check = Callable[[], Iterator[Finding]]
_checks: dict[str, Check] = {}
_VERDICT_KEY = "ledger:verdict"
_VERDICT_SECONDS = 60


def check(function: Check) -> Check:
    """Register a check under its function's name; ``<package>/ledger_checks.py`` is where others add theirs."""
    _checks[function.__name__] = function
    return function


def verify() -> list[Finding]:
    """Run every check. An empty list means: the ledger can be re-added to the last cent."""
    return [finding for function in _checks.values() for finding in function()]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the last run over all checks found, and when it ran."""

    findings: list[Finding]
    checks: int
    checked_at: datetime


def recent_verdict(at: datetime) -> Verdict:
    """The verdict of at most a minute ago: a screen may ask on every view, re-adding everything may not."""
    found: Verdict | None = cache.get(_VERDICT_KEY)
    if found is None:
        found = Verdict(verify(), len(_checks), at)
        cache.set(_VERDICT_KEY, found, _VERDICT_SECONDS)
    return found


def check_names() -> list[str]:
    """The registered checks, for the console and the command."""
    return sorted(_checks)


def _rows(sql: str, parameters: list[list[str]] | None = None) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters or [])
        return list(cursor.fetchall())


@check
def entries_add_up_to_zero() -> Iterator[Finding]:
    """Every entry, per currency (I1)."""
    sql = """SELECT e.key, p.currency, sum(p.amount_minor) FROM ledger_journalentry e
             JOIN ledger_posting p ON p.entry_id = e.id GROUP BY e.key, p.currency HAVING sum(p.amount_minor) <> 0"""
    for key, currency, total in _rows(sql):
        yield Finding("entries_add_up_to_zero", str(key), f"off by {total} {currency}")


@check
def entries_are_complete() -> Iterator[Finding]:
    """As many lines as announced, numbered from 1 without a gap (I2)."""
    sql = """SELECT e.key, e.postings_count, count(p.id) FROM ledger_journalentry e
             LEFT JOIN ledger_posting p ON p.entry_id = e.id GROUP BY e.id
             HAVING count(p.id) <> e.postings_count OR max(p.line_no) IS DISTINCT FROM e.postings_count"""
    for key, announced, found in _rows(sql):
        yield Finding("entries_are_complete", str(key), f"{announced} postings announced, {found} found")


@check
def currencies_match() -> Iterator[Finding]:
    """A posting is in the currency of its account (I6)."""
    sql = """SELECT a.code, a.currency, p.currency FROM ledger_posting p JOIN ledger_account a ON a.id = p.account_id
             WHERE a.currency <> p.currency"""
    for code, own, posted in _rows(sql):
        yield Finding("currencies_match", str(code), f"account in {own}, posting in {posted}")


@check
def guarded_balances_re_add() -> Iterator[Finding]:
    """The balance row equals the sum of postings and its bounds are those of its class (I4, I8)."""
    sql = """SELECT a.code, b.posted, coalesce(sum(p.amount_minor), 0) FROM ledger_account a
             LEFT JOIN ledger_balance b ON b.account_id = a.id LEFT JOIN ledger_posting p ON p.account_id = a.id
             WHERE a.is_guarded GROUP BY a.id, b.account_id
             HAVING b.posted IS DISTINCT FROM coalesce(sum(p.amount_minor), 0)
                 OR b.version IS DISTINCT FROM count(p.id)
                 OR (a.account_class = 'A' AND coalesce(sum(p.amount_minor), 0) < 0)
                 OR (a.account_class = 'L' AND coalesce(sum(p.amount_minor), 0) > 0)"""
    for code, stored, total in _rows(sql):
        yield Finding("guarded_balances_re_add", str(code), f"balance row {stored}, postings add up to {total}")


@check
def running_balances_are_gapless() -> Iterator[Finding]:
    """``account_seq`` counts 1, 2, 3 … and ``balance_after`` is the running sum (I8)."""
    sql = """SELECT code, account_seq, balance_after, running FROM (
               SELECT a.code, p.account_seq, p.balance_after,
                      row_number() OVER w AS place, sum(p.amount_minor) OVER w AS running
                 FROM ledger_posting p JOIN ledger_account a ON a.id = p.account_id WHERE a.is_guarded
               WINDOW w AS (PARTITION BY p.account_id ORDER BY p.account_seq ROWS UNBOUNDED PRECEDING)) AS line
             WHERE account_seq IS DISTINCT FROM place OR balance_after IS DISTINCT FROM running"""
    for code, seq, stored, running in _rows(sql):
        yield Finding("running_balances_are_gapless", str(code), f"line {seq}: stored {stored}, running sum {running}")


@check
def trial_balance_is_zero() -> Iterator[Finding]:
    """All accounts of a currency together (I9)."""
    for currency, total in _rows(
        "SELECT currency, sum(amount_minor) FROM ledger_posting GROUP BY currency HAVING sum(amount_minor) <> 0"
    ):
        yield Finding("trial_balance_is_zero", str(currency), f"off by {total}")


@check
def corrections_fit_their_original() -> Iterator[Finding]:
    """A reversal mirrors its original; a settlement undoes what its reservation put in transit (I7)."""
    sql = """SELECT r.key FROM ledger_journalentry r WHERE r.reverses_id IS NOT NULL AND EXISTS (
               SELECT FROM (SELECT account_id, currency, sum(amount_minor) AS total FROM ledger_posting
                             WHERE entry_id IN (r.id, r.reverses_id) GROUP BY account_id, currency) AS pair
               WHERE total <> 0)"""
    for (key,) in _rows(sql):
        yield Finding("corrections_fit_their_original", str(key), "does not mirror the entry it reverses")


@check
def orders_hold_what_their_state_says() -> Iterator[Finding]:
    """Funded orders hold exactly their total in escrow, all others nothing (I10)."""
    sql = """SELECT o.number, o.state, o.total_minor, coalesce(-sum(p.amount_minor), 0) FROM ledger_order o
             LEFT JOIN ledger_account a ON a.code = 'escrow:' || o.number
             LEFT JOIN ledger_posting p ON p.account_id = a.id
             GROUP BY o.id HAVING coalesce(-sum(p.amount_minor), 0)
                <> CASE WHEN o.state = ANY(%s) THEN o.total_minor ELSE 0 END"""
    for number, state, total, held in _rows(sql, [[str(state) for state in HELD_STATES]]):
        yield Finding("orders_hold_what_their_state_says", str(number), f"{state} of {total}, but {held} held")


@check
def released_orders_split_exactly() -> Iterator[Finding]:
    """Accepted and closed orders: vendor's share + commission = total (I10)."""
    sql = """SELECT o.number, o.total_minor, coalesce(-sum(p.amount_minor), 0) FROM ledger_order o
             LEFT JOIN ledger_journalentry e ON e.order_id = o.id AND e.kind = 'release'
             LEFT JOIN ledger_posting p ON p.entry_id = e.id AND p.amount_minor < 0
             WHERE o.state = ANY(%s) GROUP BY o.id HAVING coalesce(-sum(p.amount_minor), 0) <> o.total_minor"""
    for number, total, released in _rows(sql, [[OrderState.ACCEPTED.value, OrderState.CLOSED.value]]):
        yield Finding("released_orders_split_exactly", str(number), f"total {total}, released {released}")


_GUARDS = {
    "ledger_posting": {"ledger_move_balance", "ledger_check_postings", "append_only_rows", "append_only_table"},
    "ledger_journalentry": {"ledger_check_entry", "append_only_rows", "append_only_table"},
    "ledger_account": {"ledger_open_balance", "append_only_rows", "append_only_table"},
    "ledger_balance": {"append_only_rows", "append_only_table"},
    "ledger_orderevent": {"append_only_rows", "append_only_table"},
    "ledger_orderline": {"append_only_rows", "append_only_table"},
    "ledger_order": {"ledger_freeze_order"},
}


@check
def guards_are_armed() -> Iterator[Finding]:
    """The triggers that keep these promises exist and are enabled (I3)."""
    rows = _rows("SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'")
    armed = {(str(table), str(name)) for table, name in rows}
    for table, names in _GUARDS.items():
        for name in sorted(names):
            if (table, name) not in armed:
                yield Finding("guards_are_armed", table, f"trigger {name} is missing or disabled")
