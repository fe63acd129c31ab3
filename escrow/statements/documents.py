"""A statement as PDF, made on request from the journal. Same statement, same content."""

import json
from pathlib import Path
from typing import Any

import typst

from escrow.statements import queries
from escrow.statements.queries import Statement
from marketplace.lib.errors import Invalid
from marketplace.lib.money import Money

TEMPLATE = Path(__file__).parent / "typst" / "statement.typ"
MOST_LINES = 5_000
_TITLES = {"buyer": "Statement of purchases", "vendor": "Statement of sales", "operator": "Statement of the market"}


def file_name(statement: Statement) -> str:
    """Without its ending: ``statement-vendor-EUR-2026-03``."""
    period = statement.period
    days = f"{period.first:%Y-%m}" if period.is_month else f"{period.first.isoformat()}-{period.last.isoformat()}"
    return f"statement-{statement.column.party.value}-{statement.currency}-{days}"


def render(statement: Statement) -> bytes:
    """The PDF's bytes. Raises Invalid for more than 5,000 lines."""
    return bytes(typst.compile(str(TEMPLATE), format="pdf", sys_inputs={"data": json.dumps(content(statement))}))


def content(statement: Statement) -> dict[str, Any]:
    """What the statement says, as the template takes it: texts only."""
    lines = list(queries.all_lines(statement, limit=MOST_LINES + 1))
    if len(lines) > MOST_LINES:
        raise Invalid(f"This period has more than {MOST_LINES:,} lines. Take a shorter one, or the CSV.")

    def money(minor: int) -> str:
        return str(Money(minor, statement.currency))

    return {
        "title": _TITLES[statement.column.party.value],
        "owner": statement.owner,
        "period": statement.period.name,
        "currency": statement.currency,
        "figures": [
            ["Opening balance", money(statement.opening)],
            *([figure.label, money(figure.amount)] for figure in statement.causes),
            ["Closing balance", money(statement.closing)],
        ],
        "standing": [[figure.label, money(figure.amount)] for figure in statement.standing],
        "commission": [[figure.label, money(figure.amount)] for figure in statement.commission],
        "lines": [
            {
                "at": f"{line.at:%-d %b %Y}",
                "cause": line.cause,
                "subject": " ".join(part for part in (line.order_number, line.payout_number) if part),
                "account": line.account,
                "debit": money(line.debit) if line.debit else "",
                "credit": money(line.credit) if line.credit else "",
                "balance": money(line.balance),
                "hash": line.hash[:10],
            }
            for line in lines
        ],
        "seal": (lines[-1].hash if lines else statement.head),
    }
