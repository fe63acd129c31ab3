"""The same promises on a folder and on a real S3 server."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from marketplace.lib.actor import Actor
from marketplace.lib.errors import Invalid, NotAllowed, NotFound
from marketplace.lib.ids import uuid7
from marketplace.storage import files
from marketplace.storage.models import FileState, StoredFile
from tests.storage.conftest import Browser

AT = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
PDF = b"%PDF-1.7 drawing of an enclosure"
pytestmark = pytest.mark.django_db


@pytest.fixture
def actor() -> Actor:
    return Actor(user_id=uuid7(), organization_id=uuid7())


def announce(actor: Actor, name: str = "enclosure.pdf", size: int = len(PDF)) -> files.Upload:
    return files.presign_upload(actor=actor, purpose="rfq", filename=name, size=size, at=AT)


def test_presigned_upload_confirm_and_download(browser: Browser, actor: Actor) -> None:
    upload = announce(actor, "Gehäuse, Zeichnung.pdf")
    assert browser.post(upload, PDF).status == 204
    stored = files.confirm(actor=actor, key=upload.key, at=AT)
    assert (stored.state, stored.size, stored.content_type) == (FileState.READY, len(PDF), "application/pdf")
    assert stored.sha256 == hashlib.sha256(PDF).hexdigest()
    answer = browser.get(files.download_url(stored))
    assert (answer.status, answer.content) == (200, PDF)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename=\"Geh_use, Zeichnung.pdf\"; filename*=UTF-8''Geh%C3%A4use%2C%20Zeichnung.pdf"
    )


def test_confirm_twice_is_once(browser: Browser, actor: Actor) -> None:
    upload = announce(actor)
    browser.post(upload, PDF)
    first = files.confirm(actor=actor, key=upload.key, at=AT)
    again = files.confirm(actor=actor, key=upload.key, at=AT)
    assert (again.pk, again.key) == (first.pk, first.key)
    assert StoredFile.objects.count() == 1


def test_confirmed_bytes_cannot_be_replaced_by_the_old_form(browser: Browser, actor: Actor) -> None:
    upload = announce(actor)
    browser.post(upload, PDF)
    stored = files.confirm(actor=actor, key=upload.key, at=AT)
    browser.post(upload, PDF.replace(b"enclosure", b"something"))
    with files.open_file(stored) as stream:
        assert stream.read() == PDF


@pytest.mark.parametrize("content", [PDF + b"!", PDF[:-1]])
def test_other_lengths_are_refused(browser: Browser, actor: Actor, content: bytes) -> None:
    upload = announce(actor)
    assert browser.post(upload, content).status in {400, 403, 422}
    with pytest.raises(files.NotArrived):
        files.confirm(actor=actor, key=upload.key, at=AT)


def test_a_tampered_form_is_refused(browser: Browser, actor: Actor) -> None:
    upload = announce(actor)
    name = "ticket" if "ticket" in upload.fields else "key"
    assert browser.post(upload, PDF, **{name: upload.fields[name] + "x"}).status == 403


def test_a_tampered_link_is_refused(browser: Browser, actor: Actor) -> None:
    stored = files.store(organization_id=actor.organization_id, purpose="rfq", name="a.pdf", content=PDF, at=AT)
    url = files.download_url(stored)
    forged = url.replace("X-Amz-Signature=", "X-Amz-Signature=0") if "X-Amz" in url else url[:-3] + "xx/"
    assert browser.get(forged).status in {403, 404}


def test_bytes_that_contradict_the_ending_are_refused(browser: Browser, actor: Actor) -> None:
    content = b"<html><script>alert(1)</script></html>"
    upload = announce(actor, size=len(content))
    browser.post(upload, content)
    with pytest.raises(Invalid):
        files.confirm(actor=actor, key=upload.key, at=AT)
    assert StoredFile.objects.get().state == FileState.PENDING


def test_another_organisation_finds_nothing(browser: Browser, actor: Actor) -> None:
    upload = announce(actor)
    browser.post(upload, PDF)
    stranger = Actor(user_id=uuid7(), organization_id=uuid7())
    with pytest.raises(NotFound):
        files.confirm(actor=stranger, key=upload.key, at=AT)
    stored = files.confirm(actor=actor, key=upload.key, at=AT)
    assert files.ready_ids(stranger, [stored.pk]) == set()
    assert files.ready_ids(actor, [stored.pk]) == {stored.pk}
    with pytest.raises(NotFound):
        files.get_file(stranger, stored.pk)


def test_store_keeps_bytes_of_the_server(browser: Browser, actor: Actor) -> None:
    stored = files.store(organization_id=actor.organization_id, purpose="document", name="a.pdf", content=PDF, at=AT)
    assert browser.get(files.download_url(stored)).content == PDF


@pytest.mark.parametrize(
    ("purpose", "name", "size"),
    [("rfq", "run.exe", 10), ("rfq", "big.pdf", 25 * 1024 * 1024 + 1), ("rfq", "empty.pdf", 0), ("other", "a.pdf", 1)],
)
def test_wrong_files_are_refused_before_they_are_sent(
    folder: Browser, actor: Actor, purpose: str, name: str, size: int
) -> None:
    with pytest.raises(Invalid):
        files.presign_upload(actor=actor, purpose=purpose, filename=name, size=size, at=AT)
    assert StoredFile.objects.count() == 0


def test_strangers_upload_nothing(folder: Browser) -> None:
    with pytest.raises(NotAllowed):
        announce(Actor())


def test_names_cannot_split_headers_or_leave_the_folder(folder: Browser, actor: Actor, tmp_path: Path) -> None:
    stored = files.store(
        organization_id=actor.organization_id, purpose="rfq", name='../../etc/a\r\nX: b".pdf', content=PDF, at=AT
    )
    assert stored.name == "aX b.pdf"
    answer = folder.get(files.download_url(stored))
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="aX b.pdf"')
