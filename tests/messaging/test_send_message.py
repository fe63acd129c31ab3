"""Sending a text: works, empty, wrong actor, twice, and what the sockets are told."""

from uuid import UUID, uuid4

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from marketplace.lib.actor import ANONYMOUS
from marketplace.lib.errors import Invalid, NotAllowed, NotFound
from marketplace.realtime import hints
from marketplace.realtime.frames import Envelope
from messaging import services
from messaging.models import ReadMark, Thread, ThreadEvent
from messaging.services import ClientIdReused
from tests import cast
from tests.cast import Person
from tests.messaging.threads import AT

FIRST = UUID("3f5c9f6e-7a52-4b8f-9a3e-0a3c6e1d7b10")


def _send(person: Person, thread: Thread, body: str, client_id: UUID | None = None) -> ThreadEvent:
    return services.send_message(
        actor=person.actor, thread_id=thread.id, body=body, client_id=client_id or uuid4(), at=AT
    )


def test_is_stored_with_its_number_and_author(thread: Thread, bruno: Person) -> None:
    event = _send(bruno, thread, "  Powder is in stock.\r\nSplit in two?  ")
    stored = ThreadEvent.objects.get()
    assert stored == event
    assert (stored.seq, stored.kind, stored.body) == (1, "text", {"text": "Powder is in stock.\nSplit in two?"})
    assert (stored.organization_id, stored.user_id) == (bruno.organization.id, bruno.user.id)
    assert (stored.actor_name, stored.at) == ("Bruno Kowalski", AT)


def test_numbers_follow_each_other(thread: Thread, ada: Person, bruno: Person) -> None:
    assert [_send(person, thread, "x").seq for person in (ada, bruno, bruno, ada)] == [1, 2, 3, 4]
    thread.refresh_from_db()
    assert thread.last_seq == 4


@pytest.mark.parametrize("body", ["", "   ", "\n", "x" * 5001])
def test_empty_or_overlong_is_invalid(thread: Thread, ada: Person, body: str) -> None:
    with pytest.raises(Invalid) as refused:
        _send(ada, thread, body)
    assert list(refused.value.fields) == ["body"]
    assert not ThreadEvent.objects.exists()


def test_stranger_finds_no_thread(thread: Thread, dora: Person, carla: Person) -> None:
    for person in (dora, carla):
        with pytest.raises(NotFound):
            _send(person, thread, "Let me in")
    thread.refresh_from_db()
    assert thread.last_seq == 0


def test_viewer_reads_but_does_not_write(thread: Thread, ada: Person) -> None:
    viewer = cast.member(ada.organization, ["buyer.viewer"])
    with pytest.raises(NotAllowed):
        _send(viewer, thread, "Hello")


def test_anonymous_does_not_write(thread: Thread) -> None:
    with pytest.raises(NotAllowed):
        services.send_message(actor=ANONYMOUS, thread_id=thread.id, body="x", client_id=FIRST, at=AT)


def test_same_client_id_is_one_message(thread: Thread, ada: Person) -> None:
    first, again = _send(ada, thread, "Once", FIRST), _send(ada, thread, "Once", FIRST)
    assert first == again
    assert ThreadEvent.objects.count() == 1
    assert _send(ada, thread, "Next").seq == 2


def test_same_client_id_with_other_words_conflicts(thread: Thread, ada: Person) -> None:
    _send(ada, thread, "Once", FIRST)
    with pytest.raises(ClientIdReused):
        _send(ada, thread, "Twice", FIRST)
    assert ThreadEvent.objects.get().body == {"text": "Once"}


def test_same_client_id_of_another_person_is_another_message(thread: Thread, ada: Person, bruno: Person) -> None:
    assert [_send(ada, thread, "Mine", FIRST).seq, _send(bruno, thread, "Mine", FIRST).seq] == [1, 2]


def test_author_has_read_what_they_wrote(thread: Thread, ada: Person) -> None:
    _send(ada, thread, "One")
    _send(ada, thread, "Two")
    assert list(ReadMark.objects.values_list("user_id", "read_seq")) == [(ada.user.id, 2)]


def test_sockets_are_told_after_commit(
    thread: Thread,
    ada: Person,
    bruno: Person,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    told: list[Envelope] = []
    monkeypatch.setattr(hints, "_publish", told.append)
    with django_capture_on_commit_callbacks(execute=True):
        _send(ada, thread, "Hello", FIRST)
        assert told == []
    assert told[0] == Envelope(
        f"thread:{thread.code}",
        f'{{"type":"event","topic":"thread:{thread.code}","event":{{"kind":"text","seq":1,"client_id":"{FIRST}"}}}}',
    )
    assert {envelope.topic for envelope in told[1:]} == {
        f"inbox:{ada.organization.id}",
        f"inbox:{bruno.organization.id}",
    }
