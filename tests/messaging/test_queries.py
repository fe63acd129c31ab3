"""What each side sees of threads, in a fixed number of queries."""

from datetime import timedelta
from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from marketplace.lib.errors import NotFound
from messaging import queries, services
from messaging.models import Thread
from tests.cast import Person
from tests.messaging.threads import AT


def _thread(ref: str, *people: Person) -> Thread:
    return services.open_thread(
        actor=people[0].actor,
        subject_kind="RFQ",
        subject_ref=ref,
        title=f"About {ref}",
        organization_ids=[person.organization.id for person in people],
        at=AT,
    )


def _say(person: Person, thread: Thread, words: str, minutes: int = 0) -> None:
    services.send_message(
        actor=person.actor, thread_id=thread.id, body=words, client_id=uuid4(), at=AT + timedelta(minutes=minutes)
    )


def test_inbox_is_latest_first_with_last_words(ada: Person, bruno: Person, carla: Person) -> None:
    first, second = _thread("RFQ-1", ada, bruno), _thread("RFQ-1", ada, carla)
    _thread("RFQ-2", ada, bruno)
    _say(bruno, first, "Hello", 1)
    _say(carla, second, "Samples on Monday", 2)
    _say(ada, first, "Good", 3)
    lines = [(line.others, line.last and line.last.body["text"], line.unread) for line in queries.inbox(ada.actor)]
    assert lines == [("Nordmetal Zabrze", "Good", False), ("Shenzhen Hanwei Precision", "Samples on Monday", True)]


def test_rivals_and_operators_see_nothing(ada: Person, bruno: Person, carla: Person, otto: Person) -> None:
    thread = _thread("RFQ-1", ada, bruno)
    _say(ada, thread, "Between us")
    for person in (carla, otto):
        assert queries.inbox(person.actor) == []
        with pytest.raises(NotFound):
            queries.get_thread(person.actor, thread.code)
        with pytest.raises(NotFound):
            queries.events_after(person.actor, thread.id, 0)
        with pytest.raises(NotFound):
            queries.get_event(person.actor, thread.code, 1)
        assert not queries.may_watch(person.actor, thread.code)


def test_queries_do_not_grow_with_threads(
    ada: Person, bruno: Person, carla: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(5):
        _say(ada, _thread(f"RFQ-{number}", ada, bruno if number % 2 else carla), "Hello")
    with django_assert_num_queries(3):
        assert len(queries.inbox(ada.actor)) == 5
    with django_assert_num_queries(1):
        assert queries.unread_count(bruno.actor) == 2


def test_events_after_a_number(thread: Thread, ada: Person, bruno: Person) -> None:
    for word in ("a", "b", "c"):
        _say(ada, thread, word)
    assert [event.seq for event in queries.events_after(bruno.actor, thread.id, 1)] == [2, 3]
    assert queries.events_after(bruno.actor, thread.id, 3) == []


def test_page_before_a_number(thread: Thread, ada: Person) -> None:
    for word in range(65):
        _say(ada, thread, str(word))
    page = queries.events_page(thread)
    assert (page[0].seq, page[-1].seq) == (6, 65)
    assert [event.seq for event in queries.events_page(thread, before=6)] == [1, 2, 3, 4, 5]


def test_code_for_packages_above(thread: Thread, ada: Person, bruno: Person, carla: Person, dora: Person) -> None:
    def find(person: Person, other: Person) -> str | None:
        return queries.find_thread_code(
            person.actor, subject_kind="RFQ", subject_ref="RFQ-2481", other_id=other.organization.id
        )

    assert find(ada, bruno) == thread.code
    assert find(ada, carla) is None
    assert find(dora, bruno) is None
