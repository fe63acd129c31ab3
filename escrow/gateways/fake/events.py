"""What the fake queues for delivery."""

from dataclasses import dataclass
from uuid import UUID

from marketplace.outbox.registry import Event


@dataclass(frozen=True, kw_only=True)
class SandboxWebhookQueued(Event):
    """A notice waits to be delivered to the market."""

    webhook_id: UUID

    @property
    def shard(self) -> str:
        """Each notice on its own: the real provider promises no order either."""
        return f"sandbox-webhook:{self.webhook_id}"
