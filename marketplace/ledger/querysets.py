"""Chainable filters of the ledger's rows."""

from typing import TYPE_CHECKING, Any, Self

from django.db.models import Q, QuerySet

from marketplace.ledger.states import OPEN_STATES
from marketplace.lib.actor import Actor

if TYPE_CHECKING:
    from marketplace.ledger.models import Order  # noqa: F401  # the type parameter below


class OrderQuerySet(QuerySet["Order"]):
    """Orders, as one of the two sides or the operator may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """The buyer's side, the vendor's side, or the operator; nobody else."""
        if actor.is_system or (actor.operates and actor.can("market.view")):
            return self
        if actor.organization_id is None or not actor.can("order.view"):
            return self.none()
        return self.filter(Q(buyer_id=actor.organization_id) | Q(vendor_id=actor.organization_id))

    def open(self) -> Self:
        """Orders on which something is still to happen."""
        return self.filter(state__in=OPEN_STATES)

    def locked(self, **which: Any) -> Self:
        """Row locks to the end of the transaction. Lock orders before accounts."""
        return self.select_for_update(of=("self",)).filter(**which)
