"""Fixed moments for the tests of identity, and how to look into the outbox."""

from datetime import UTC, datetime
from typing import Any

from marketplace.outbox.models import OutboxEvent

AT = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


def published(kind: str) -> list[dict[str, Any]]:
    """The payloads of all facts called ``identity.<kind>``, oldest first."""
    return list(OutboxEvent.objects.filter(kind=f"identity.{kind}").order_by("id").values_list("payload", flat=True))
