"""Reactions to facts: matching suppliers are found when a request is posted."""

from marketplace.lib import clock
from marketplace.outbox.registry import on
from rfq.events import RfqPosted
from rfq.services import tell_matching_vendors


@on(RfqPosted)
def on_rfq_posted_tell_matching_vendors(event: RfqPosted) -> None:
    """List the request under Matching for suppliers of its category."""
    tell_matching_vendors(rfq_id=event.rfq_id, at=clock.now())
