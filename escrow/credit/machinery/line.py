"""A credit account's line in the ledger: one function brings it to what the account says now.

On hold or suspended, nothing is available: the free part is withdrawn, and the database itself refuses the next
reservation. What is paid back meanwhile is withdrawn again until the hold ends.
"""

from datetime import datetime

from escrow.credit.models import CreditAccount
from escrow.credit.states import AccountState
from marketplace.ledger import movements
from marketplace.ledger import queries as ledger
from marketplace.ledger.services import post
from marketplace.lib.ids import uuid7


def settle(account: CreditAccount, at: datetime) -> int:
    """Post what is missing to, or too much on, the free part of the line; returns the difference in minor units.

    The caller holds the account's row lock. Raises InsufficientFunds when an order reserves at the same moment.
    """
    line = ledger.credit_line(account.number)
    free = max(account.limit_minor - line.reserved - line.used, 0) if account.state == AccountState.ACTIVE else 0
    difference = free - line.available
    if difference:
        moved = movements.credit_granted if difference > 0 else movements.credit_withdrawn
        post(
            key=f"credit:{account.number}:{uuid7()}",  # not a fact with a name of its own: the lock makes it once
            movement=moved(account=account.number, currency=account.currency, amount=abs(difference)),
            at=at,
        )
    return difference
