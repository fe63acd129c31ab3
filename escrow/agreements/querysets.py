"""Chainable filters of what is about an order."""

from typing import Any, Self

from django.db.models import Q, QuerySet

from marketplace.lib.actor import Actor


class AboutOrderQuerySet(QuerySet[Any]):
    """Rows with a foreign key ``order``: seen by its two sides and the operator."""

    def visible_to(self, actor: Actor) -> Self:
        """The buyer's side, the supplier's side, or the operator; nobody else."""
        if actor.is_system or (actor.operates and actor.can("market.view")):
            return self
        if actor.organization_id is None or not actor.can("order.view"):
            return self.none()
        return self.filter(Q(order__buyer_id=actor.organization_id) | Q(order__vendor_id=actor.organization_id))

    def locked(self, **which: Any) -> Self:
        """Row locks to the end of the transaction. Lock the order first."""
        return self.select_for_update(of=("self",)).filter(**which)
