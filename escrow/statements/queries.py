"""Reads of statements for screens, API and documents: through an actor, a fixed number of SQL queries."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.core import signing

from escrow.models import Payout
from escrow.statements import figures, words
from escrow.statements.figures import Figure
from escrow.statements.lines import StatementLine, head_hash, tell
from escrow.statements.periods import Period, period_of
from marketplace.ledger import queries as ledger
from marketplace.ledger.parties import Column, Party
from marketplace.ledger.queries import Place
from marketplace.lib.actor import Actor
from marketplace.lib.errors import Invalid, NotAllowed

PAGE = 50
BATCH = 1_000
_SALT = "escrow.statements.cursor"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What an address asks for, unchecked but for its form: side, currency, period and the page's cursor."""

    side: str = ""
    currency: str = ""
    month: str = ""
    first: date | None = None
    last: date | None = None
    after: str = ""


@dataclass(frozen=True, kw_only=True)
class Statement:
    """One column in one period, in sum. Amounts are minor units in the reader's view."""

    column: Column
    owner: str
    period: Period
    currencies: list[str]
    opening: int
    closing: int
    head: str
    causes: list[Figure]
    standing: list[Figure]
    commission: list[Figure]

    @property
    def currency(self) -> str:
        """Of every amount."""
        return self.column.currency


@dataclass(frozen=True)
class StatementPage:
    """One keyset page of lines; ``following`` is the signed cursor of the next one, empty at the end."""

    lines: list[StatementLine]
    following: str


def sides_of(actor: Actor) -> list[Party]:
    """The statements that an actor's organisation has."""
    sides = [(Party.BUYER, actor.buys), (Party.VENDOR, actor.sells)]
    own = [party for party, present in sides if present and actor.can("statement.view")]
    return own + ([Party.OPERATOR] if actor.operates and actor.can("money.view") else [])


def get_statement(actor: Actor, asked: Asked, at: datetime) -> Statement:
    """The statement that was asked for; by default the actor's own, its first currency, the last month that moved.

    Raises NotAllowed for a side that is not the actor's, Invalid for a period or currency that is none.
    """
    sides = sides_of(actor)
    if not sides:
        raise NotAllowed("A statement belongs to an organisation that buys or sells, and to its finance roles.")
    party = next((side for side in sides if side.value == (asked.side or sides[0].value)), None)
    if party is None:
        raise NotAllowed("This statement belongs to another side of the market.")
    organization_id = None if party is Party.OPERATOR else actor.organization_id
    currencies = ledger.statement_currencies(party, organization_id)
    currency = asked.currency or next(iter(currencies), "EUR")
    if currencies and currency not in currencies:
        raise Invalid.field("currency", f"Nothing moved in {currency}. There are {', '.join(currencies)}.")
    column = Column(party, organization_id, currency)
    name = "Harborline" if organization_id is None else actor.organization_name
    period = _period(column, asked, at)
    return _summed(column, period, owner=name, currencies=currencies or [currency])


def _period(column: Column, asked: Asked, at: datetime) -> Period:
    if asked.month or (asked.first and asked.last):
        return period_of(month=asked.month, first=asked.first, last=asked.last, default=at.date())
    return period_of(default=(ledger.last_moved(column) or at).date())


def _summed(column: Column, period: Period, *, owner: str, currencies: list[str]) -> Statement:
    standing = ledger.statement_standing(column, until=period.until)
    turnover = ledger.statement_turnover(column, since=period.since, until=period.until)
    closing = column.sign * sum(standing.values())
    opening = closing - column.sign * sum(row.net for row in turnover)
    return Statement(
        column=column,
        owner=owner,
        period=period,
        currencies=currencies,
        opening=opening,
        closing=closing,
        head=head_hash(column, period.first, opening),
        causes=figures.causes(column, turnover),
        standing=figures.standing(column, standing),
        commission=_commission(column, period),
    )


def _commission(column: Column, period: Period) -> list[Figure]:
    """What the market took of a vendor's orders in the period; nobody else is told."""
    if column.party is not Party.VENDOR or column.organization_id is None:
        return []
    taken = ledger.commission_of(column.organization_id, column.currency, since=period.since, until=period.until)
    names = {"inc_commission": "Commission", "tax_commission": "Tax on commission"}
    return [Figure(names.get(kind, words.account_words(kind)), total) for kind, total in taken.items() if total]


def statement_page(statement: Statement, after: str = "", *, size: int = PAGE) -> StatementPage:
    """One page of the statement's lines. Raises Invalid for a cursor that is not of this statement."""
    place, balance, previous = _resumed(statement, after)
    rows = ledger.statement_rows(
        statement.column, since=statement.period.since, until=statement.period.until, after=place, limit=size + 1
    )
    taken = {}
    if statement.column.party is Party.VENDOR:
        taken = ledger.commissions_by_entry([row.entry_id for row in rows if row.entry_kind in {"release", "decided"}])
    payouts = _payouts({key for row in rows for key in (row.key, row.settles)})
    lines = list(tell(rows[:size], statement.column, balance=balance, previous=previous, payouts=payouts, taken=taken))
    return StatementPage(lines, _cursor(statement, lines[-1]) if len(rows) > size else "")


def all_lines(statement: Statement, *, limit: int | None = None) -> Iterator[StatementLine]:
    """Every line of the statement in order, read in batches; at most ``limit``."""
    after, told = "", 0
    while True:
        page = statement_page(statement, after, size=BATCH)
        for line in page.lines:
            if told == limit:
                return
            yield line
            told += 1
        after = page.following
        if not after:
            return


def balance_days(statement: Statement) -> list[tuple[date, int]]:
    """The balance at the end of each day of the period, in the reader's view: what the drawn line shows."""
    period, column = statement.period, statement.column
    changes = dict(ledger.statement_days(column, since=period.since, until=period.until))
    balance, days = statement.opening, []
    for offset in range((period.last - period.first).days + 1):
        day = period.first + timedelta(days=offset)
        balance += column.sign * changes.get(day, 0)
        days.append((day, balance))
    return days


def _cursor(statement: Statement, line: StatementLine) -> str:
    """Where the page ended, with balance and hash there; signed, since the next page believes it."""
    state = [statement.head, line.at.isoformat(), line.place.posting_id, line.balance, line.hash]
    return signing.dumps(state, salt=_SALT, compress=True)


def _resumed(statement: Statement, after: str) -> tuple[Place | None, int, str]:
    if not after:
        return None, statement.opening, statement.head
    try:
        head, at, posting_id, balance, previous = signing.loads(after, salt=_SALT)
    except signing.BadSignature as error:
        raise Invalid.field("after", "This page does not exist. Begin at the first one.") from error
    if head != statement.head:
        raise Invalid.field("after", "This page belongs to another statement. Begin at the first one.")
    return Place(datetime.fromisoformat(at), posting_id), balance, previous


def _payouts(keys: set[str]) -> dict[str, str]:
    """The numbers of the payouts whose reservations are among ``keys`` (``op:<operation>:rsv``)."""
    operations = {UUID(parts[1]): key for key in keys if (parts := key.split(":"))[0] == "op" and parts[2:] == ["rsv"]}
    found = Payout.objects.filter(operation_id__in=operations).values_list("operation_id", "number")
    return {operations[operation_id]: number for operation_id, number in found}
