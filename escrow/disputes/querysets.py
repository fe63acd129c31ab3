"""Chainable filters of cases."""

from typing import TYPE_CHECKING, Any, Self

from django.db.models import Q, QuerySet

from escrow.disputes.states import OFFICE_STATES, OPEN_STATES
from marketplace.lib.actor import Actor

if TYPE_CHECKING:
    from escrow.disputes.models import Case  # noqa: F401  # the type parameter below


class CaseQuerySet(QuerySet["Case"]):
    """Cases, as one of the two sides or the operator may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """The buyer's side, the vendor's side, or the operator; nobody else."""
        if actor.is_system or (actor.operates and actor.can("market.view")):
            return self
        if actor.organization_id is None or not actor.can("order.view"):
            return self.none()
        mine = Q(order__buyer_id=actor.organization_id) | Q(order__vendor_id=actor.organization_id)
        return self.filter(mine)

    def open(self) -> Self:
        """Cases on which something is still to happen."""
        return self.filter(state__in=OPEN_STATES)

    def in_office(self) -> Self:
        """Cases that an officer has to move."""
        return self.filter(state__in=OFFICE_STATES)

    def locked(self, **which: Any) -> Self:
        """Row locks to the end of the transaction; lock the order before."""
        return self.select_for_update(of=("self",)).filter(**which)
