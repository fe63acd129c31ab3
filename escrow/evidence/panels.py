"""What evidence adds to the order page: the pack, for whoever sees the order."""

from datetime import datetime
from typing import TYPE_CHECKING

from escrow import registry
from escrow.registry import OrderPanel
from marketplace.lib.actor import Actor

if TYPE_CHECKING:
    from marketplace.ledger.models import Order


@registry.order_panel(slot="side", order=90)
def evidence(actor: Actor, order: "Order", at: datetime) -> OrderPanel:
    """Where to get the pack and how to verify it."""
    return OrderPanel("evidence/panel.html", {"order": order})
