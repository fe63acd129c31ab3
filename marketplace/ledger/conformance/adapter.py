"""What the judge asks for, done by the journal's own service: post, balance, empty everything."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import uuid4

from django.db import DatabaseError, connection, transaction

from marketplace.ledger.conformance.accounts import KIND, account
from marketplace.ledger.models import Account, JournalEntry
from marketplace.ledger.movements import Leg, Movement
from marketplace.ledger.queries import balance_of
from marketplace.ledger.services import Accounting, InsufficientFunds, post
from marketplace.lib import clock

SCRATCH_PREFIX = "test_"
APPLIED, DUPLICATE, REJECTED = "APPLIED", "DUPLICATE", "REJECTED"


class NotScratch(RuntimeError):
    """The database may hold somebody's books; nothing was touched."""


@dataclass(frozen=True, slots=True)
class JudgedLeg:
    """One side as the judge writes it: an unsigned amount in minor units, DEBIT or CREDIT."""

    account: str
    side: str
    amount: int
    currency: str

    def ours(self) -> Leg:
        """Signed: + debit, − credit."""
        return Leg(account(self.account, self.currency), self.amount if self.side == "DEBIT" else -self.amount)


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a transaction: APPLIED, DUPLICATE of an earlier one, or REJECTED for a reason."""

    status: str
    transaction: str
    reason: str | None = None


def require_scratch() -> None:
    """Raises NotScratch unless the database's name says that it may be emptied."""
    name = str(connection.settings_dict["NAME"])
    if not name.startswith(SCRATCH_PREFIX):
        raise NotScratch(f"“{name}” is no scratch database: its name does not begin with {SCRATCH_PREFIX}")


def reset() -> None:
    """Empty the journal and everything that hangs on it."""
    require_scratch()
    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE conformance_chainlink, ledger_posting, ledger_journalentry, ledger_balance, ledger_account"
            " RESTART IDENTITY CASCADE"
        )


def judge(*, key: str, transaction_id: str, legs: Sequence[JudgedLeg], allow_overdraft: bool) -> Answer:
    """Post once per ``key``. A refusal books nothing and leaves the key free.

    ``allow_overdraft`` lets guarded accounts fall below zero by this transaction alone.
    """
    require_scratch()
    if any(leg.amount <= 0 or leg.side not in {"DEBIT", "CREDIT"} for leg in legs):
        return Answer(REJECTED, transaction_id, "a leg is a positive amount on one side")
    movement = Movement(KIND, tuple(leg.ours() for leg in legs))
    try:
        with transaction.atomic():
            _bind(movement)
            return _post(key, transaction_id, movement)
    except InsufficientFunds as refusal:
        if not allow_overdraft:
            return Answer(REJECTED, transaction_id, refusal.message)
    except Accounting as refusal:
        return Answer(REJECTED, transaction_id, refusal.message)
    except DatabaseError as refusal:
        return Answer(REJECTED, transaction_id, str(refusal))
    with transaction.atomic(), _bounds_lifted(movement):
        return _post(key, transaction_id, movement)


def balance(name: str, currency: str) -> int:
    """What the account holds, minor units, credit positive."""
    require_scratch()
    return -balance_of(account(name, currency).code)


def _post(key: str, transaction_id: str, movement: Movement) -> Answer:
    request = str(uuid4())
    with transaction.atomic():
        meta = {"transaction": transaction_id, "request": request}
        entry_id = post(key=f"lck:{key}", movement=movement, at=clock.now(), meta=meta)
    stored = JournalEntry.objects.values_list("meta", flat=True).get(pk=entry_id)
    if stored["request"] == request:
        return Answer(APPLIED, transaction_id)
    return Answer(DUPLICATE, stored["transaction"], "the key was already applied")


def _bind(movement: Movement) -> None:
    """An account that an earlier transaction was allowed to overdraw is bound where it stands, and at zero again."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE ledger_balance SET hi = greatest(posted, 0) WHERE account_id IN ("
            " SELECT b.account_id FROM ledger_balance b JOIN ledger_account a ON a.id = b.account_id"
            " WHERE a.code = ANY(%s) AND b.hi > greatest(b.posted, 0) AND b.lo < 0"
            " ORDER BY b.account_id FOR UPDATE OF b)",
            [[leg.account.code for leg in movement.legs]],
        )


@contextmanager
def _bounds_lifted(movement: Movement) -> Iterator[None]:
    """Inside, guarded accounts of the movement have no bound; afterwards they are bound where they stand."""
    specs = {leg.account.code: leg.account for leg in movement.legs if leg.account.is_guarded}
    codes = sorted(specs)
    Account.objects.bulk_create(
        [
            Account(
                code=code,
                currency=specs[code].currency,
                kind=specs[code].kind,
                account_class=specs[code].account_class,
                is_guarded=True,
            )
            for code in codes
        ],
        ignore_conflicts=True,
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE ledger_balance SET hi = -lo WHERE account_id IN ("
            " SELECT b.account_id FROM ledger_balance b JOIN ledger_account a ON a.id = b.account_id"
            " WHERE a.code = ANY(%s) ORDER BY b.account_id FOR UPDATE OF b)",
            [codes],
        )
    yield
    _bind(movement)
