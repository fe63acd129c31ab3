"""What chargebacks add to an order's page: a panel for both sides, and the words of the timeline."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from escrow import registry
from escrow.chargebacks import journey, queries
from escrow.registry import OrderPanel
from marketplace.lib.actor import Actor
from marketplace.web.parts import Progress

if TYPE_CHECKING:
    from marketplace.ledger.models import Order


@registry.order_panel(slot="main", order=20)
def chargeback_panel(actor: Actor, order: "Order", at: datetime) -> OrderPanel | None:
    """Whose payment is disputed, and what it means; nothing for all other orders."""
    found = [(one, journey.explain(one)) for one in queries.of_order(actor, order)]
    return OrderPanel("chargebacks/panel.html", {"chargebacks": found}) if found else None


def _words(kind: str) -> Callable[[Mapping[str, Any], str], tuple[str, str, Progress]]:
    return lambda body, actor_name: journey.words(kind, body)


for _kind in journey.KINDS:
    registry.timeline_words(_kind, _words(_kind))
