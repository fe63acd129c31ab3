"""Raw SQL cannot change what was said, and the database keeps the numbering when the code does not."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from messaging import services
from messaging.models import Thread, ThreadEvent
from tests.cast import Person
from tests.messaging.threads import AT

ATTACKS = {
    "change the words": 'UPDATE messaging_threadevent SET body = \'{"text": "I never said that"}\'',
    "change the time": "UPDATE messaging_threadevent SET at = at - interval '1 day'",
    "take it back": "DELETE FROM messaging_threadevent",
    "empty the table": "TRUNCATE messaging_threadevent",
    "empty all that hangs on it": "TRUNCATE messaging_thread CASCADE",
}


@pytest.fixture
def said(thread: Thread, ada: Person) -> ThreadEvent:
    return services.send_message(actor=ada.actor, thread_id=thread.id, body="Deal", client_id=uuid4(), at=AT)


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_raw_sql_is_refused(said: ThreadEvent, attack: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"):
        _run(attack)
    assert ThreadEvent.objects.get().body == {"text": "Deal"}


def _run(attack: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL harborline.test_flush = 'off'")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(attack)


def _insert(said: ThreadEvent, **changes: object) -> None:
    values = {
        "thread_id": said.thread_id,
        "seq": 2,
        "kind": "text",
        "organization_id": said.organization_id,
        "user_id": said.user_id,
        "actor_name": "",
        "client_id": uuid4(),
        "at": AT,
        **changes,
    }
    with transaction.atomic():
        ThreadEvent.objects.create(**values)


def test_number_is_given_once(said: ThreadEvent) -> None:
    with pytest.raises(IntegrityError, match="messaging_event_seq_once"):
        _insert(said, seq=1)


def test_client_id_counts_once_for_a_person(said: ThreadEvent) -> None:
    with pytest.raises(IntegrityError, match="messaging_event_client_once"):
        _insert(said, client_id=said.client_id)


def test_reference_points_back(said: ThreadEvent) -> None:
    with pytest.raises(IntegrityError, match="messaging_event_refers_back"):
        _insert(said, ref_seq=2)
