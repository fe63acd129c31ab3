"""Loads what the code owns into the tables that PostgreSQL enforces it with: posting rules, scales, the epoch.

Runs as the owner of the tables, in the migration that makes them and in every ``manage.py grant_app_role``.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db.backends.utils import CursorWrapper

from marketplace.ledger.chart import credit_currency
from marketplace.ledger.rules import RULES, Rule
from marketplace.lib import money


class ScaleChanged(RuntimeError):
    """A currency has other decimals in the code than the amounts in the database were booked with."""


def load(cursor: CursorWrapper, at: datetime) -> None:
    """Bring all three up to date. Raises ScaleChanged, and then nothing may be deployed."""
    load_rules(cursor, RULES)
    load_scales(cursor)
    cursor.execute("SELECT ledger_begin_epoch(%s)", [at])


def load_rules(cursor: CursorWrapper, rules: Mapping[str, Rule]) -> None:
    """Make the posting rules of these kinds exactly ``rules``; those of other kinds stay as they are."""
    rows = sorted((kind, account, side) for kind, rule in rules.items() for account, side in rule.sides())
    cursor.execute("DELETE FROM ledger_posting_rule WHERE kind = ANY (%s)", [list(rules)])
    cursor.execute(
        'INSERT INTO ledger_posting_rule SELECT * FROM unnest(%s::text[], %s::text[], %s::"char"[])',
        [[row[number] for row in rows] for number in range(3)],
    )


def load_scales(cursor: CursorWrapper) -> None:
    """Add the scales of new currencies; those that are there must be the same."""
    wanted = scales()
    cursor.execute("SELECT currency, exponent FROM ledger_asset_scale")
    for currency, exponent in cursor.fetchall():
        if wanted.get(currency) != exponent:
            raise ScaleChanged(f"{currency} is booked with {exponent} decimals; the code says {wanted.get(currency)}.")
    cursor.execute(
        "INSERT INTO ledger_asset_scale SELECT * FROM unnest(%s::text[], %s::smallint[]) ON CONFLICT DO NOTHING",
        [list(wanted), list(wanted.values())],
    )


def scales() -> dict[str, int]:
    """Digits after the point of every currency, and of the credit lines in it."""
    pairs = {currency: money.exponent(currency) for currency in money.CURRENCIES}
    return {name: digits for code, digits in pairs.items() for name in (code, credit_currency(code))}
