"""Reactions to facts: open pages of a return refresh themselves. Importing the clocks registers them."""

from escrow.returns.events import ReturnAdvanced
from escrow.returns.services import clocks
from marketplace.outbox.registry import on
from marketplace.realtime import hints

__all__ = ["clocks", "on_return_advanced_refresh_pages"]


@on(ReturnAdvanced)
def on_return_advanced_refresh_pages(event: ReturnAdvanced) -> None:
    """Whoever looks at the return fetches it again."""
    hints.changed(f"return:{event.number}", [event.number])
