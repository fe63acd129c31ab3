"""The lines of a statement: each with its cause, the balance after it, and a hash chained over the statement. Pure.

The chain begins with the statement's head (whose, which currency, from which day, with which balance) and runs
through the lines in order, so a statement to the end of the month begins with the same hashes as one to its
middle. Each hash is SHA-256 over the hash before it and the canonical JSON of the line's facts; whoever has the
CSV can recompute it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from escrow.statements import words
from marketplace.ledger.parties import Column
from marketplace.ledger.queries import Place, StatementRow
from marketplace.lib import ids


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One movement as the reader sees it; ``balance`` and ``amount`` are in the reader's view, minor units."""

    place: Place
    entry_id: int
    cause: str
    order_number: str
    payout_number: str
    account: str
    account_code: str
    key: str
    line_no: int
    debit: int
    credit: int
    balance: int
    hash: str
    taken: int = 0

    @property
    def at(self) -> datetime:
        """When it happened."""
        return self.place.at


def head_hash(column: Column, first: date, opening: int) -> str:
    """The hash that the first line of a statement continues."""
    owner = str(column.organization_id or "market")
    return ids.input_hash([column.party.value, owner, column.currency, first.isoformat(), opening])


def line_hash(previous: str, row: StatementRow) -> str:
    """The hash of a line behind ``previous``."""
    return ids.input_hash(
        [previous, row.place.at.isoformat(), row.key, row.line_no, row.account_code, row.amount_minor]
    )


def tell(
    rows: Iterable[StatementRow], column: Column, *, balance: int, previous: str, payouts: dict[str, str],
    taken: dict[int, int],
) -> Iterator[StatementLine]:  # fmt: skip
    """Rows as lines, running on from ``balance`` (in the reader's view) and the hash ``previous``.

    ``payouts`` maps the key of a payout's reservation to the payout's number; ``taken`` an entry to the commission
    and tax that the market took in it, told on the line that is released.
    """
    told: set[int] = set()
    for row in rows:
        balance += column.sign * row.amount_minor
        previous = line_hash(previous, row)
        yield StatementLine(
            place=row.place,
            entry_id=row.entry_id,
            cause=words.movement_words(row.entry_kind),
            order_number=row.order_number,
            payout_number=payouts.get(row.key) or payouts.get(row.settles, ""),
            account=words.account_words(row.account_kind),
            account_code=row.account_code,
            key=row.key,
            line_no=row.line_no,
            debit=max(row.amount_minor, 0),
            credit=max(-row.amount_minor, 0),
            balance=balance,
            hash=previous,
            taken=taken.get(row.entry_id, 0) if row.entry_id not in told else 0,
        )
        told.add(row.entry_id)
