"""Twenty people send at once: no gap, no double number, and visible order is number order.

The control takes the lock out; then the same test must break.
"""

from uuid import uuid4

import pytest
from django.db import IntegrityError

from messaging import services
from messaging.models import Thread, ThreadEvent
from messaging.querysets import ThreadQuerySet
from tests.cast import Person
from tests.concurrency.racing import race, won
from tests.messaging.threads import AT

pytestmark = pytest.mark.django_db(transaction=True)
SENDERS = 20


def _send_all(thread: Thread, ada: Person, bruno: Person) -> list[Exception | None]:
    """Twenty senders, three messages each, all at once."""

    def send_three(number: int) -> None:
        for turn in range(3):
            services.send_message(
                actor=(ada, bruno)[number % 2].actor,
                thread_id=thread.id,
                body=f"{number}.{turn}",
                client_id=uuid4(),
                at=AT,
            )

    return race([lambda number=number: send_three(number) for number in range(SENDERS)])  # type: ignore[misc]  # bound per thread


def test_twenty_senders_leave_no_gap(thread: Thread, ada: Person, bruno: Person) -> None:
    assert _send_all(thread, ada, bruno) == [None] * SENDERS
    events = list(thread.events.values_list("seq", "body__text"))
    assert [seq for seq, _ in events] == list(range(1, 61))
    for number in range(SENDERS):
        mine = [text for _, text in events if text.startswith(f"{number}.")]
        assert mine == [f"{number}.0", f"{number}.1", f"{number}.2"]


def test_twenty_tries_of_one_message_are_one(thread: Thread, ada: Person) -> None:
    client_id = uuid4()

    def send() -> ThreadEvent:
        return services.send_message(actor=ada.actor, thread_id=thread.id, body="Once", client_id=client_id, at=AT)

    assert [event.seq for event in won(race([send] * SENDERS))] == [1] * SENDERS
    assert ThreadEvent.objects.count() == 1


def test_control_without_the_lock_breaks(
    thread: Thread, ada: Person, bruno: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ThreadQuerySet, "locked", lambda self: self)
    failures = [outcome for outcome in _send_all(thread, ada, bruno) if outcome is not None]
    assert failures
    assert all(isinstance(error, IntegrityError) for error in failures)
