"""Chainable filters of reconciliation's rows."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from escrow.reconciliation.matching import Verdict
from escrow.reconciliation.policy import may_see_money
from escrow.reconciliation.states import ReceiptState
from marketplace.lib.actor import Actor

if TYPE_CHECKING:
    from escrow.reconciliation.models import (  # noqa: F401  # named in the bases below
        BankReceipt,
        ReconciliationItem,
        ReconciliationRun,
    )


class RunQuerySet(QuerySet["ReconciliationRun"]):
    """Runs, for the operator's money roles only."""

    def visible_to(self, actor: Actor) -> "RunQuerySet":
        """All or nothing."""
        return self if may_see_money(actor) else self.none()

    def finished(self) -> "RunQuerySet":
        """Those that came to an end."""
        return self.filter(finished_at__isnull=False)


class ItemQuerySet(QuerySet["ReconciliationItem"]):
    """Lines of the provider's account, or of ours that it does not show."""

    def visible_to(self, actor: Actor) -> "ItemQuerySet":
        """All or nothing."""
        return self if may_see_money(actor) else self.none()

    def unresolved(self) -> "ItemQuerySet":
        """What waits for a person."""
        return self.exclude(verdict=Verdict.MATCHED).filter(resolved_at__isnull=True)

    def locked(self) -> "ItemQuerySet":
        """Row locks to the end of the transaction."""
        return self.select_for_update(of=("self",))


class ReceiptQuerySet(QuerySet["BankReceipt"]):
    """Transfers to our bank account."""

    def visible_to(self, actor: Actor) -> "ReceiptQuerySet":
        """The operator's money roles see all; a buyer's finance those of its own company."""
        if may_see_money(actor):
            return self
        if actor.organization_id is None or not actor.can("order.pay"):
            return self.none()
        return self.filter(order__buyer_id=actor.organization_id)

    def unmatched(self) -> "ReceiptQuerySet":
        """Their owner is unknown."""
        return self.filter(state=ReceiptState.UNMATCHED)

    def locked(self) -> "ReceiptQuerySet":
        """Row locks to the end of the transaction. Lock orders before receipts."""
        return self.select_for_update(of=("self",))
