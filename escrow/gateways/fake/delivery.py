"""Delivers the fake's notices to the market's webhook, at least once.

Stripe sends them over HTTP. The fake lives in the market's own processes and may not know its address, so it calls
what the webhook's view calls, with the same bytes and a signature made now.
"""

from datetime import datetime
from uuid import UUID

from escrow.gateways.fake import engine
from escrow.gateways.stripe.webhooks import sign
from escrow.services.inbox import receive_gateway_event
from marketplace.lib.actor import Actor

SYSTEM = Actor.for_system("escrow.gateway")


def deliver(*, notice_id: UUID, at: datetime) -> None:
    """Deliver one notice and mark it. Raises NotFound, and what the receiver raises: then it goes out again."""
    notice = engine.get_notice(notice_id)
    raw, connect = notice.body.encode(), bool(notice.account)
    receive_gateway_event(actor=SYSTEM, raw=raw, signature=sign(raw, at, connect=connect), connect=connect, at=at)
    engine.mark_delivered(notice_id=notice_id, at=at)
