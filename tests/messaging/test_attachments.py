"""Files in a thread: the sender's own go in, every participant gets them out, nobody else does."""

from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from marketplace.lib.errors import Invalid, NotFound
from marketplace.storage import files
from marketplace.storage.models import StoredFile
from messaging import services
from messaging.models import Thread, ThreadEvent
from tests.cast import Person
from tests.doors import client_for
from tests.messaging.threads import AT

STEP = b"ISO-10303-21;\nHEADER;\nENDSEC;\nEND-ISO-10303-21;\n"
FIRST = UUID("3f5c9f6e-7a52-4b8f-9a3e-0a3c6e1d7b10")


@pytest.fixture
def drawing(ada: Person) -> StoredFile:
    """Uploaded by Ada."""
    return files.store(
        organization_id=ada.organization.id, purpose="message", name="enclosure_revC.step", content=STEP, at=AT
    )


def _send(person: Person, thread: Thread, body: str, *file_ids: UUID) -> ThreadEvent:
    return services.send_message(
        actor=person.actor, thread_id=thread.id, body=body, client_id=FIRST, at=AT, file_ids=file_ids
    )


def test_text_and_file_are_two_events_sent_once(thread: Thread, ada: Person, drawing: StoredFile) -> None:
    for _ in range(2):
        _send(ada, thread, "Here is the drawing", drawing.id)
    assert list(thread.events.values_list("seq", "kind")) == [(1, "text"), (2, "attachment")]
    assert thread.events.get(seq=2).body == {
        "file_id": str(drawing.id),
        "name": "enclosure_revC.step",
        "size": 48,
        "content_type": "model/step",
    }


def test_file_alone_is_enough(thread: Thread, ada: Person, drawing: StoredFile) -> None:
    assert _send(ada, thread, "", drawing.id).seq == 1


def test_foreign_file_is_refused_and_nothing_sent(thread: Thread, bruno: Person, drawing: StoredFile) -> None:
    with pytest.raises(NotFound):
        _send(bruno, thread, "Yours?", drawing.id)
    assert not ThreadEvent.objects.exists()


def test_too_many_files(thread: Thread, ada: Person, drawing: StoredFile) -> None:
    with pytest.raises(Invalid):
        _send(ada, thread, "", *[drawing.id] * 11)


def test_participants_download_it_and_nobody_else(
    thread: Thread, ada: Person, bruno: Person, carla: Person, drawing: StoredFile
) -> None:
    _send(ada, thread, "", drawing.id)
    link = f"/messages/{thread.code}/files/1/"
    for person in (ada, bruno):
        answer = client_for(person).get(link, follow=True)
        assert b"".join(answer.streaming_content) == STEP  # type: ignore[attr-defined]  # a FileResponse
    assert client_for(carla).get(link).status_code == 404
    assert client_for(bruno).get(f"/messages/{thread.code}/files/9/").status_code == 404


def test_event_without_a_file_has_no_download(thread: Thread, ada: Person) -> None:
    _send(ada, thread, "Only words")
    assert client_for(ada).get(f"/messages/{thread.code}/files/1/").status_code == 404


def test_form_without_scripts_carries_the_file(thread: Thread, ada: Person, bruno: Person) -> None:
    answer = client_for(ada).post(
        f"/messages/{thread.code}/send/",
        {"body": "See here", "client_id": str(uuid4()), "upload": SimpleUploadedFile("a.step", STEP)},
    )
    assert answer.status_code == 303
    page = client_for(bruno).get(f"/messages/{thread.code}/").content.decode()
    assert "a.step" in page
    assert f"/messages/{thread.code}/files/2/" in page


def test_form_with_a_refused_file_says_why(thread: Thread, ada: Person) -> None:
    answer = client_for(ada).post(
        f"/messages/{thread.code}/send/",
        {"body": "", "client_id": str(uuid4()), "upload": SimpleUploadedFile("virus.exe", b"MZ")},
    )
    assert answer.status_code == 422
    assert b"virus.exe" in answer.content
    assert not ThreadEvent.objects.exists()


def test_form_with_uploads_that_are_there_already(thread: Thread, ada: Person, drawing: StoredFile) -> None:
    answer = client_for(ada).post(
        f"/messages/{thread.code}/send/", {"body": "", "client_id": str(uuid4()), "file_ids": [str(drawing.id)]}
    )
    assert answer.status_code == 303
    assert thread.events.get().body["name"] == "enclosure_revC.step"
