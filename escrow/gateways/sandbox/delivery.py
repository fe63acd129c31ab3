"""Delivers the sandbox's notices to the market's webhook, at least once.

A real provider sends them over HTTP. The sandbox lives in the market's own processes and may not know its
address, so it calls what the webhook's view calls, with the same bytes and a signature made now.
"""

from datetime import datetime
from uuid import UUID

from escrow.gateways.sandbox import engine
from escrow.gateways.sandbox.gateway import sign
from escrow.services.inbox import receive_gateway_event
from marketplace.lib.actor import Actor

SYSTEM = Actor.for_system("escrow.gateway")


def deliver(*, webhook_id: UUID, at: datetime) -> None:
    """Deliver one notice and mark it. Raises NotFound, and what the receiver raises: then it goes out again."""
    webhook = engine.get_webhook(webhook_id)
    raw = webhook.body.encode()
    receive_gateway_event(actor=SYSTEM, raw=raw, signature=sign(raw, at), at=at)
    engine.mark_delivered(webhook_id=webhook_id, at=at)
