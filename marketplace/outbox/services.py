"""What an operator may do with a parked fact."""

from datetime import datetime

from django.db import transaction

from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import NotFound
from marketplace.lib.state import WrongState
from marketplace.outbox.models import EventState, OutboxEvent


def retry_event(*, actor: Actor, event_id: int, at: datetime) -> OutboxEvent:
    """Put a parked event back into the queue with a fresh count. Operators with ``outbox.retry``.

    Raises NotFound, NotAllowed, WrongState if the event is not parked.
    """
    with transaction.atomic():
        require(actor.can("outbox.retry"))
        event = OutboxEvent.objects.select_for_update().filter(pk=event_id).first()
        if event is None:
            raise NotFound
        if event.state != EventState.PARKED:
            raise WrongState("This event is not parked, so there is nothing to retry. Reload the page.")
        event.state, event.attempts, event.next_attempt_at = EventState.PENDING, 0, at
        event.save(update_fields=["state", "attempts", "next_attempt_at"])
    return event
