"""Formance's stress test: 500 transactions over 80 accounts by 20 workers, every one reversed twice at once.

Exactly 500 reversals may be booked and 500 must be refused, all accounts must stand where they stood, and because
locks are taken in one order no transaction may ever be the victim of a deadlock.
"""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from uuid import UUID

from django.db import OperationalError, connection, transaction

from infra.prove.outcome import Outcome, Size
from marketplace.ledger import chart, movements
from marketplace.ledger.movements import Leg, Movement
from marketplace.ledger.services import Accounting, post
from marketplace.ledger.verify import verify

ROUNDS: dict[Size, int] = {"ci": 1, "night": 20}
TRANSACTIONS, PAIRS, WORKERS, OPENING = 500, 40, 20, 1_000_000
AT = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
BUYERS = [UUID(int=number + 1) for number in range(PAIRS)]


def run(_url: str, size: Size) -> Outcome:
    """Some rounds, each on the accounts that the last one left."""
    counts: Counter[str] = Counter()
    findings: list[str] = []
    for number in range(ROUNDS[size]):
        counts["transactions"] += TRANSACTIONS
        before = _round(number, counts, findings)
        if (after := _balances()) != before:
            findings.append(f"round {number}: balances are not what they were: {set(after) ^ set(before)}")
    findings += [f"{found.check}: {found.subject}: {found.detail}" for found in verify()]
    expected = TRANSACTIONS * ROUNDS[size]
    if (counts["reversed"], counts["refused"]) != (expected, expected):
        findings.append(f"{counts['reversed']} reversed and {counts['refused']} refused, expected {expected} of each")
    return Outcome("reversals", dict(counts) | {"deadlocks": counts["deadlocks"]}, findings)


def _round(number: int, counts: Counter[str], findings: list[str]) -> list[tuple[str, int]]:
    chosen = random.Random(number)  # noqa: S311  # a seed, so that a round can be run again
    for buyer in BUYERS:
        _book(f"open:{number}:{buyer}", movements.receipt_matched(buyer_id=buyer, currency="EUR", amount=OPENING))
    before = _balances()
    moved = [
        movements.wallet_applied(
            buyer_id=chosen.choice(BUYERS), order_number=f"PO-{chosen.randrange(PAIRS)}", leg=1, currency="EUR",
            amount=chosen.randint(1, 900),
        )
        for _ in range(TRANSACTIONS)
    ]  # fmt: skip
    booked = _at_once([partial(_book, f"tx:{number}:{index}", movement) for index, movement in enumerate(moved)])
    entries = [entry for entry in booked if isinstance(entry, int)]
    findings += [f"round {number}: {error}" for error in booked if not isinstance(error, int)]
    attempts = [
        partial(_book, f"rev:{entry}:{attempt}", _mirror(movement), entry)
        for entry, movement in zip(entries, moved, strict=True)
        for attempt in range(2)
    ]
    chosen.shuffle(attempts)
    for outcome in _at_once(attempts):
        if isinstance(outcome, int):
            counts["reversed"] += 1
        elif isinstance(outcome, Accounting):
            counts["refused"] += 1
        else:
            counts["deadlocks"] += isinstance(outcome, OperationalError)
            findings.append(f"round {number}: {type(outcome).__name__}: {outcome}")
    return before


def _book(key: str, movement: Movement, reverses: int | None = None) -> int:
    with transaction.atomic():
        return post(key=key, movement=movement, at=AT, reverses=reverses)


def _mirror(movement: Movement) -> Movement:
    return Movement("reversal", tuple(Leg(leg.account, -leg.amount_minor) for leg in movement.legs))


def _at_once(attempts: Sequence[Callable[[], int]]) -> list[int | Exception]:
    """Twenty workers, each with a connection of its own, take from one heap."""

    def attempt(one: Callable[[], int]) -> int | Exception:
        try:
            return one()
        except Exception as error:  # noqa: BLE001  # refusals are counted, the rest is a finding
            return error

    with ThreadPoolExecutor(WORKERS) as pool:
        outcomes = list(pool.map(attempt, attempts))
        list(pool.map(lambda _: connection.close(), range(WORKERS)))
    return outcomes


def _balances() -> list[tuple[str, int]]:
    codes = [chart.wallet(buyer, "EUR").code for buyer in BUYERS]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.code, b.posted FROM ledger_balance b JOIN ledger_account a ON a.id = b.account_id"
            " WHERE a.code = ANY(%s) OR b.posted <> 0 ORDER BY a.code",
            [codes],
        )
        return list(cursor.fetchall())
