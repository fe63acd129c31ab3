"""The guards themselves: triggers enabled, functions unchanged since their migration (I3)."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from marketplace.ledger.verify.registry import Finding, check, rows

_SQL = Path(__file__).parents[1] / "migrations/sql"
_FILES = (
    "guards.sql",
    "freeze_order.sql",
    "amendable_order.sql",
    "settlement.sql",
    "journal/reference.sql",
    "journal/guards.sql",
    "journal/balances.sql",
    "journal/post.sql",
    "journal/seals.sql",
    "journal/lighter.sql",
    "journal/horizon.sql",
    "journal/digests.sql",
)
_FUNCTION = re.compile(r"CREATE (?:OR REPLACE )?FUNCTION (\w+)\(.*?AS \$\$(.*?)\$\$", re.DOTALL)
_TRIGGERS = {
    "ledger_posting": {"ledger_move_balance", "ledger_check_postings", "append_only_rows", "append_only_table"},
    "ledger_journalentry": {"ledger_check_entry", "append_only_rows", "append_only_table"},
    "ledger_account": {"ledger_open_balance", "append_only_rows", "append_only_table"},
    "ledger_balance": {"append_only_rows", "append_only_table"},
    "ledger_seal": {"append_only_rows", "append_only_table"},
    "ledger_anchor": {"append_only_rows", "append_only_table"},
    "ledger_asset_scale": {"append_only_rows", "append_only_table"},
    "ledger_epoch": {"append_only_rows", "append_only_table"},
    "ledger_orderevent": {"append_only_rows", "append_only_table"},
    "ledger_orderline": {"append_only_rows", "append_only_table"},
    "ledger_order": {"ledger_freeze_order"},
}


@check
def guards_are_armed() -> Iterator[Finding]:
    """The triggers that keep the promises exist and are enabled, and each guard does what its migration wrote."""
    found = rows("SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'")
    armed = {(str(table), str(name)) for table, name in found}
    for table, names in _TRIGGERS.items():
        for name in sorted(names):
            if (table, name) not in armed:
                yield Finding("guards_are_armed", table, f"trigger {name} is missing or disabled")
    bodies = functions()
    written = dict(rows("SELECT proname, prosrc FROM pg_proc WHERE proname = ANY (%s)", list(bodies)))
    for name, body in bodies.items():
        if written.get(name) != body:
            yield Finding("guards_are_armed", name, "the function is not what its migration wrote")


@cache
def functions() -> dict[str, str]:
    """The bodies of the ledger's functions in the database by name, as the migrations define them last."""
    return {name: body for file in _FILES for name, body in _FUNCTION.findall((_SQL / file).read_text())}
