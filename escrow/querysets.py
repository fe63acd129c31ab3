"""Chainable filters of escrow's rows."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from escrow.states import OPEN_OPERATIONS, OperationState
from marketplace.lib.actor import Actor

if TYPE_CHECKING:
    from escrow.models import GatewayOperation, Payout, Timer  # noqa: F401  # named in the bases below


class OperationQuerySet(QuerySet["GatewayOperation"]):
    """Operations at the payment provider."""

    def visible_to(self, actor: Actor) -> "OperationQuerySet":
        """The buyer sees payments and refunds of its orders, the operator's money roles see all."""
        if actor.is_system or (actor.operates and actor.can("money.view")):
            return self
        if actor.organization_id is None or not actor.can("order.view"):
            return self.none()
        return self.filter(order__buyer_id=actor.organization_id)

    def due(self, at: datetime) -> "OperationQuerySet":
        """Open, their pause over, and leased by nobody."""
        free = Q(locked_until__isnull=True) | Q(locked_until__lt=at)
        return self.filter(free, state__in=OPEN_OPERATIONS, next_attempt_at__lte=at)

    def unsettled(self) -> "OperationQuerySet":
        """Still open, or waiting for an operator."""
        return self.filter(state__in=[*OPEN_OPERATIONS, OperationState.MANUAL])

    def locked(self, **which: Any) -> "OperationQuerySet":
        """Row locks to the end of the transaction. Lock operations before orders."""
        return self.select_for_update(of=("self",)).filter(**which)


class PayoutQuerySet(QuerySet["Payout"]):
    """Money on its way to vendors."""

    def visible_to(self, actor: Actor) -> "PayoutQuerySet":
        """The vendor's own, or the operator's money roles."""
        if actor.is_system or (actor.operates and actor.can("money.view")):
            return self
        if actor.organization_id is None or not actor.can("payout.view"):
            return self.none()
        return self.filter(vendor_id=actor.organization_id)


class TimerQuerySet(QuerySet["Timer"]):
    """Clocks of orders."""

    def running(self) -> "TimerQuerySet":
        """Neither fired nor stopped."""
        return self.filter(fired_at__isnull=True, stopped_at__isnull=True)
