"""Read marks: forward only, never past the end, own threads only; unread counts follow."""

from uuid import uuid4

import pytest

from marketplace.lib.actor import ANONYMOUS, Actor
from marketplace.lib.errors import NotFound
from messaging import queries, services
from messaging.models import ReadMark, Thread
from tests import cast
from tests.cast import Person
from tests.messaging.threads import AT


@pytest.fixture
def three(thread: Thread, bruno: Person) -> Thread:
    """Bruno has written three messages."""
    for word in ("One", "Two", "Three"):
        services.send_message(actor=bruno.actor, thread_id=thread.id, body=word, client_id=uuid4(), at=AT)
    return thread


def _read(person: Person, thread: Thread, seq: int) -> int:
    services.mark_read(actor=person.actor, thread_id=thread.id, seq=seq, at=AT)
    return ReadMark.objects.get(thread=thread, user=person.user).read_seq


def test_moves_forward_only(three: Thread, ada: Person) -> None:
    assert [_read(ada, three, seq) for seq in (2, 1, 3)] == [2, 2, 3]


def test_stops_at_the_last_event(three: Thread, ada: Person) -> None:
    assert _read(ada, three, 99) == 3


def test_stranger_marks_nothing(three: Thread, dora: Person) -> None:
    with pytest.raises(NotFound):
        services.mark_read(actor=dora.actor, thread_id=three.id, seq=1, at=AT)


def test_unread_counts_are_each_persons_own(three: Thread, ada: Person, bruno: Person, dora: Person) -> None:
    colleague = cast.member(ada.organization, ["buyer.purchaser"])
    _read(ada, three, 3)
    counts = [queries.unread_count(person.actor) for person in (ada, colleague, bruno, dora)]
    assert counts == [0, 1, 0, 0]


def test_nobody_and_the_system_have_nothing_unread(three: Thread) -> None:
    assert [queries.unread_count(actor) for actor in (ANONYMOUS, Actor.for_system("x"))] == [0, 0]


def test_other_side_sees_how_far_it_was_read(three: Thread, ada: Person, bruno: Person) -> None:
    assert queries.get_thread(bruno.actor, three.code).seen_seq == 0
    _read(ada, three, 2)
    assert queries.get_thread(bruno.actor, three.code).seen_seq == 2
    assert queries.get_thread(ada.actor, three.code).seen_seq == 3
