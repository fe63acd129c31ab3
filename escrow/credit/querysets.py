"""Chainable filters of credit's rows."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Q, QuerySet

from escrow.credit.states import LIVE_ACCOUNTS, OPEN_INVOICES, WAITING_ACCOUNTS
from marketplace.lib.actor import Actor

if TYPE_CHECKING:
    from escrow.credit.models import CreditAccount, Invoice  # noqa: F401  # the type parameters below


class AccountQuerySet(QuerySet["CreditAccount"]):
    """Credit accounts."""

    def visible_to(self, actor: Actor) -> Self:
        """The buyer's finance, the lender's finance, or the operator's money roles."""
        if actor.is_system or (actor.operates and actor.can("money.view")):
            return self
        if actor.organization_id is None or not actor.can("statement.view"):
            return self.none()
        return self.filter(Q(buyer_id=actor.organization_id) | Q(lender_id=actor.organization_id))

    def live(self) -> Self:
        """Granted and not closed."""
        return self.filter(state__in=LIVE_ACCOUNTS)

    def waiting(self) -> Self:
        """Requested, not decided."""
        return self.filter(state__in=WAITING_ACCOUNTS)

    def locked(self, **which: Any) -> Self:
        """Row locks to the end of the transaction. Lock orders before credit accounts, these before invoices."""
        return self.select_for_update(of=("self",)).filter(**which)


class InvoiceQuerySet(QuerySet["Invoice"]):
    """Invoices on net terms."""

    def visible_to(self, actor: Actor) -> Self:
        """Whoever of the two sides sees orders, the lender's finance, or the operator's money roles."""
        if actor.is_system or (actor.operates and actor.can("money.view")):
            return self
        if actor.organization_id is None or not actor.can("order.view"):
            return self.none()
        own = actor.organization_id
        return self.filter(Q(buyer_id=own) | Q(seller_id=own) | Q(account__lender_id=own))

    def open(self) -> Self:
        """Not paid, credited or written off in full."""
        return self.filter(state__in=OPEN_INVOICES)

    def overdue(self, today: date) -> Self:
        """Open after their due date."""
        return self.open().filter(due_date__lt=today)

    def locked(self, **which: Any) -> Self:
        """Row locks to the end of the transaction. Lock the order and the credit account first."""
        return self.select_for_update(of=("self",)).filter(**which)
