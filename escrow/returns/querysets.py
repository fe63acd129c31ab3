"""Chainable filters of returns."""

from typing import TYPE_CHECKING, Any, Self

from django.db.models import Q, QuerySet

from escrow.returns.states import OPEN_STATES
from marketplace.lib.actor import Actor

if TYPE_CHECKING:
    from escrow.returns.models import Return  # noqa: F401  # the type parameter below


class ReturnQuerySet(QuerySet["Return"]):
    """Returns, as the two sides of their order or the operator may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """The buyer's side, the supplier's side, or the operator; nobody else."""
        if actor.is_system or (actor.operates and actor.can("market.view")):
            return self
        if actor.organization_id is None or not actor.can("order.view"):
            return self.none()
        return self.filter(Q(order__buyer_id=actor.organization_id) | Q(order__vendor_id=actor.organization_id))

    def open(self) -> Self:
        """Something is still to happen."""
        return self.filter(state__in=OPEN_STATES)

    def locked(self, **which: Any) -> Self:
        """Row locks to the end of the transaction. Lock the order before its returns."""
        return self.select_for_update(of=("self",)).filter(**which)
