"""A step of a credit account: its state, its diary, and its line in the ledger."""

from datetime import datetime
from typing import Any

from escrow.credit.machinery import history, line
from escrow.credit.models import CreditAccount
from escrow.credit.states import ACCOUNT
from marketplace.ledger import queries as ledger
from marketplace.lib.actor import Actor
from marketplace.lib.errors import Conflict

_ENDS = {"decline", "withdraw", "close"}


class CreditInUse(Conflict):
    """More is ordered or owed on the account than the change would leave."""

    code = "credit_in_use"


def move_account(actor: Actor, account: CreditAccount, action: str, at: datetime, *, reason: str = "") -> None:
    """Take a step of an account whose row the caller has locked, and bring its line along."""
    if action == "close" and (taken := ledger.credit_line(account.number)).reserved + taken.used:
        raise CreditInUse(
            "Something is still ordered or owed on this account. Suspend it, and close it when it is paid."
        )
    changed = ["reason"]
    account.reason = reason
    if action in _ENDS:
        account.closed_at = at
        changed.append("closed_at")
    if action == "close":
        account.limit_minor = 0
        changed.append("limit_minor")
    advance(actor, account, action, at, {"reason": reason}, changed=changed)
    line.settle(account, at)


def advance(
    actor: Actor, account: CreditAccount, action: str, at: datetime, body: dict[str, Any], *, changed: list[str]
) -> None:
    """Take a step, and write ``changed`` with it."""
    account.state = ACCOUNT.advance(account.state, action)
    account.save(update_fields=["state", *changed])
    history.tell_account(actor, account, action, at, body)
