"""Reactions to facts of the fake."""

from escrow.gateways.fake import tasks
from escrow.gateways.fake.events import SandboxWebhookQueued
from marketplace.outbox.registry import starts


@starts(SandboxWebhookQueued)
def on_sandbox_webhook_queued_deliver(event: SandboxWebhookQueued) -> None:
    """The fake calls the market's webhook."""
    tasks.deliver_sandbox_webhook.delay(str(event.webhook_id))
