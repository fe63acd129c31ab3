"""Reads of credit accounts. Amounts are minor units."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from escrow.credit import policy
from escrow.credit.models import CreditAccount
from escrow.credit.states import ACCOUNT
from escrow.credit.words import account_step
from marketplace.identity.models import Organization
from marketplace.ledger import queries as ledger
from marketplace.ledger.plans import percent
from marketplace.ledger.queries import CreditLine
from marketplace.lib.actor import Actor
from marketplace.lib.errors import NotFound
from marketplace.web.parts import Moment

STEP_LABELS = {
    "review": "Take into review",
    "decline": "Decline",
    "withdraw": "Withdraw the request",
    "hold": "Put on hold",
    "lift": "End the hold",
    "suspend": "Suspend",
    "resume": "Resume",
    "close": "Close",
}


@dataclass(frozen=True)
class AccountRow:
    """A credit account with its line as the ledger has it."""

    account: CreditAccount
    line: CreditLine

    @property
    def parts(self) -> list[tuple[str, int]]:
        """What of the limit is taken, for a bar."""
        return [("Owed", self.line.used), ("Ordered", self.line.reserved)]


@dataclass(frozen=True)
class AccountPage(AccountRow):
    """One account for one side: what happened, and which steps this actor may take."""

    moments: Sequence[Moment]
    may: frozenset[str]
    is_lender: bool

    @property
    def late_words(self) -> str:
        """The interest in a year."""
        return percent(self.account.late_bp)

    @property
    def steps(self) -> list[tuple[str, str]]:
        """The steps that are single buttons, with their labels."""
        return [(step, label) for step, label in STEP_LABELS.items() if step in self.may]


def accounts_visible_to(actor: Actor) -> QuerySet[CreditAccount]:
    """The actor's accounts with both sides joined, newest first."""
    return CreditAccount.objects.visible_to(actor).select_related("buyer", "lender").order_by("-requested_at", "-id")


def get_account(actor: Actor, number: str) -> CreditAccount:
    """One account. Raises NotFound if absent or invisible."""
    found = accounts_visible_to(actor).filter(number=number).first()
    if found is None:
        raise NotFound
    return found


def rows(accounts: Sequence[CreditAccount]) -> list[AccountRow]:
    """Accounts with their lines: one SQL query for all lines."""
    lines = ledger.credit_lines([account.number for account in accounts])
    return [AccountRow(account, lines[account.number]) for account in accounts]


def bought_on(actor: Actor) -> list[AccountRow]:
    """The accounts on which the actor's company buys."""
    return rows(list(accounts_visible_to(actor).filter(buyer_id=actor.organization_id)))


def lent_on(actor: Actor) -> list[AccountRow]:
    """The accounts on which the actor's company lends."""
    return rows(list(accounts_visible_to(actor).filter(lender_id=actor.organization_id)))


def account_page(actor: Actor, number: str) -> AccountPage:
    """One account for its page. Raises NotFound."""
    account = get_account(actor, number)
    decides = policy.may_decide_credit(actor, account)
    steps = {
        action
        for action in ACCOUNT.steps
        if ACCOUNT.allows(account.state, action)
        and (policy.may_withdraw_request(actor, account) if action == "withdraw" else decides)
    }
    return AccountPage(
        account=account,
        line=ledger.credit_line(account.number),
        moments=[account_step(event) for event in account.events.filter(invoice=None).order_by("id")[:60]],
        may=frozenset(steps),
        is_lender=decides,
    )


def lenders() -> list[tuple[str, str]]:
    """Who may be asked for credit: (slug, name), the market (empty slug) first."""
    market = Organization.objects.filter(can_operate=True).order_by("created_at").first()
    vendors = Organization.objects.filter(can_sell=True).order_by("name").values_list("slug", "name")
    return [("", f"{market.name}, for all suppliers" if market else "The market"), *vendors]
