"""Reactions to facts: open rooms refresh themselves, and an order at its holding limit becomes a case."""

from escrow.disputes.events import CaseAdvanced
from escrow.disputes.services import clocks, open_forced_case
from marketplace.ledger import queries as ledger
from marketplace.ledger.events import OrderAdvanced
from marketplace.lib.actor import Actor
from marketplace.outbox.registry import on
from marketplace.realtime import hints

__all__ = ["clocks", "on_case_advanced_refresh_pages", "on_hold_limit_open_case"]

SYSTEM = Actor.for_system("escrow.disputes")


@on(CaseAdvanced)
def on_case_advanced_refresh_pages(event: CaseAdvanced) -> None:
    """Whoever looks at the case, its order or the officers' queue fetches it again."""
    hints.changed(f"case:{event.number}", [event.number])
    hints.changed(f"order:{event.order_number}", [event.order_number])


@on(OrderAdvanced)
def on_hold_limit_open_case(event: OrderAdvanced) -> None:
    """Money may not be held much longer: an officer has to decide."""
    if event.action != "hold_limit":
        return
    order = ledger.get_order(SYSTEM, event.number)
    said = [one.at for one in ledger.timeline(order) if one.kind == "hold_limit"]
    open_forced_case(actor=SYSTEM, order_id=event.order_id, at=max(said))
