"""Chainable filters of chargebacks."""

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from escrow.chargebacks.policy import may_see_all
from escrow.chargebacks.states import UNDECIDED
from marketplace.lib.actor import Actor

if TYPE_CHECKING:
    from escrow.chargebacks.models import Chargeback  # noqa: F401  # named in the bases below


class ChargebackQuerySet(QuerySet["Chargeback"]):
    """Disputes at the card network."""

    def visible_to(self, actor: Actor) -> "ChargebackQuerySet":
        """Both sides of the order, or the operator's money roles."""
        if may_see_all(actor):
            return self
        if actor.organization_id is None or not actor.can("order.view"):
            return self.none()
        return self.filter(Q(order__buyer_id=actor.organization_id) | Q(order__vendor_id=actor.organization_id))

    def undecided(self) -> "ChargebackQuerySet":
        """The network has not decided."""
        return self.filter(state__in=UNDECIDED)

    def withdrawn(self) -> "ChargebackQuerySet":
        """Undecided, and the money is gone meanwhile: what the accounts ``cb`` must hold."""
        return self.undecided().filter(withdrawn_at__isnull=False)

    def locked(self) -> "ChargebackQuerySet":
        """Row locks to the end of the transaction. Lock the order first."""
        return self.select_for_update(of=("self",))
