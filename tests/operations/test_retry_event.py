"""An operator puts a parked event back; nobody else may, and nothing else moves."""

from datetime import UTC, datetime

import pytest

from marketplace.lib.errors import NotAllowed, NotFound
from marketplace.lib.state import WrongState
from marketplace.outbox.models import EventState, OutboxEvent
from marketplace.outbox.services import retry_event
from tests.cast import Person

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


@pytest.fixture
def parked() -> OutboxEvent:
    return OutboxEvent.objects.create(
        kind="test.LampBroke", shard="lamp:1", payload={}, state=EventState.PARKED, attempts=8,
        last_error="no bulb", next_attempt_at=AT, created_at=AT,
    )  # fmt: skip


def test_works(otto: Person, parked: OutboxEvent) -> None:
    event = retry_event(actor=otto.actor, event_id=parked.id, at=AT)
    assert (event.state, event.attempts, event.next_attempt_at) == (EventState.PENDING, 0, AT)


def test_wrong_state(otto: Person, parked: OutboxEvent) -> None:
    retry_event(actor=otto.actor, event_id=parked.id, at=AT)
    with pytest.raises(WrongState, match="not parked"):
        retry_event(actor=otto.actor, event_id=parked.id, at=AT)


def test_wrong_actor_changes_nothing(ada: Person, parked: OutboxEvent) -> None:
    with pytest.raises(NotAllowed):
        retry_event(actor=ada.actor, event_id=parked.id, at=AT)
    parked.refresh_from_db()
    assert parked.state == EventState.PARKED


def test_absent(otto: Person) -> None:
    with pytest.raises(NotFound):
        retry_event(actor=otto.actor, event_id=1, at=AT)
