"""Load for the bank and the power cut: movements between wallets and escrow, each under a key that is sent until
it is answered. A process that writes keeps a log of what the ledger acknowledged, line by line.
"""

import random
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction

from marketplace.ledger import movements
from marketplace.ledger.movements import Movement
from marketplace.ledger.services import InsufficientFunds, post

ACCOUNTS, OPENING = 12, 5_000
AT = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
APPLIED, REFUSED = "applied", "refused"


def _buyer(number: int) -> UUID:
    return UUID(int=number + 1)


def open_accounts() -> int:
    """Give every wallet its opening balance; returns the sum of what is held."""
    for number in range(ACCOUNTS):
        movement = movements.receipt_matched(buyer_id=_buyer(number), currency="EUR", amount=OPENING)
        with transaction.atomic():
            post(key=f"open:{number}", movement=movement, at=AT)
    return ACCOUNTS * OPENING


def drawn(chosen: random.Random) -> Movement:
    """Between a wallet and an order's escrow, either way; now and then more than is there."""
    number, order, amount = chosen.randrange(ACCOUNTS), f"PO-{chosen.randrange(ACCOUNTS)}", chosen.randint(1, 700)
    if chosen.random() < 0.5:  # either way
        return movements.wallet_applied(
            buyer_id=_buyer(number), order_number=order, leg=1, currency="EUR", amount=amount
        )
    return movements.refund_to_wallet(order_number=order, buyer_id=_buyer(number), sources={1: amount}, currency="EUR")


def write(name: str, log: Path, goes_on: Callable[[], bool], *, survives: bool) -> None:
    """Book until ``goes_on`` says no. A lost connection: send the same key again, or end if it ``survives`` nothing."""
    chosen = random.Random(name)  # noqa: S311  # a seed, so that a run can be repeated
    number = 0
    with log.open("a", buffering=1) as acknowledged:
        while goes_on():
            number += 1
            key, movement = f"{name}:{number}", drawn(chosen)
            while True:
                try:
                    with transaction.atomic():
                        post(key=key, movement=movement, at=AT)
                except InsufficientFunds:
                    acknowledged.write(f"{key} {REFUSED}\n")
                except (OperationalError, InterfaceError):
                    _forget_connection()
                    if survives:
                        continue
                    return
                else:
                    acknowledged.write(f"{key} {APPLIED}\n")
                break
    _forget_connection()


def acknowledged(folder: Path) -> dict[str, str]:
    """What was answered, by key, from all logs."""
    answers = {}
    for log in sorted(folder.glob("*.log")):
        for line in log.read_text().splitlines():
            key, answer = line.split()
            answers[key] = answer
    return answers


def booked_keys() -> dict[str, int]:
    """How often each key is in the journal."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT key, count(*) FROM ledger_journalentry GROUP BY key")
        return dict(cursor.fetchall())


def lost_or_invented(answers: dict[str, str]) -> list[str]:
    """Keys of which the journal knows something else than what their sender was told."""
    booked = booked_keys()
    wrong = []
    for key, answer in answers.items():
        times = booked.get(key, 0)
        if times != (1 if answer == APPLIED else 0):
            wrong.append(f"{key} was {answer}, but is booked {times} times")
    return wrong


def _forget_connection() -> None:
    try:
        connection.close()
    except DatabaseError:
        connection.connection = None
