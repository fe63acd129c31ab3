"""A statement, and postings of the ledger explorer, as CSV: amounts in major units with a point, UTF-8."""

import csv
from collections.abc import Iterable, Iterator, Sequence

from escrow.statements import queries
from escrow.statements.queries import Statement
from marketplace.lib.money import Money

COLUMNS = (
    "at", "cause", "account", "order", "payout", "debit", "credit", "balance", "currency", "key", "line_no",
    "account_code", "hash",
)  # fmt: skip


class _Echo:
    """Hands each written row on instead of keeping it: what ``csv`` calls a file."""

    def write(self, text: str) -> str:
        """The row as text."""
        return text


def rows_as_csv(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Each row as one line of CSV, as it is asked for."""
    writer = csv.writer(_Echo())
    for row in rows:
        yield writer.writerow(row)


def as_csv(statement: Statement) -> Iterator[str]:
    """The whole statement: the opening balance with the head of the chain, every line, the closing balance."""
    yield from rows_as_csv(_rows(statement))


def _rows(statement: Statement) -> Iterator[Sequence[object]]:
    currency = statement.currency

    def major(minor: int) -> str:
        return str(Money(minor, currency).decimal)

    def edge(moment: object, label: str, balance: int, digest: str) -> list[object]:
        return [moment, label, "", "", "", "", "", major(balance), currency, "", "", "", digest]

    yield COLUMNS
    yield edge(statement.period.first.isoformat(), "Opening balance", statement.opening, statement.head)
    digest = statement.head
    for line in queries.all_lines(statement):
        digest = line.hash
        yield [
            line.at.isoformat(), line.cause, line.account, line.order_number, line.payout_number,
            major(line.debit) if line.debit else "", major(line.credit) if line.credit else "", major(line.balance),
            currency, line.key, line.line_no, line.account_code, line.hash,
        ]  # fmt: skip
    yield edge(statement.period.last.isoformat(), "Closing balance", statement.closing, digest)
