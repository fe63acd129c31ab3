"""The two calls of the uploader in the browser."""

from pathlib import Path

from django.test import Client

from tests.cast import Person
from tests.doors import client_for
from tests.storage.conftest import Browser

PDF = b"%PDF-1.7 drawing"


def test_a_file_goes_up_in_three_steps(ada: Person, folder: Browser, tmp_path: Path) -> None:
    client = client_for(ada)
    asked = {"purpose": "rfq", "filename": "a.pdf", "content_type": "application/pdf", "size": len(PDF)}
    ticket = client.post("/files/presign/", asked).json()
    sent = tmp_path / "a.pdf"
    sent.write_bytes(PDF)
    with sent.open("rb") as stream:
        stranger = Client(enforce_csrf_checks=True)
        assert stranger.post(ticket["url"], {**ticket["fields"], "file": stream}).status_code == 204
    stored = client.post("/files/confirm/", {"key": ticket["key"]}).json()
    assert (stored["name"], stored["size"]) == ("a.pdf", len(PDF))


def test_refusals_are_told_to_the_uploader(ada: Person, folder: Browser) -> None:
    asked = {"purpose": "rfq", "filename": "a.exe", "size": 10}
    response = client_for(ada).post("/files/presign/", asked)
    assert response.status_code == 422
    assert "a.exe" in response.json()["detail"]
    assert client_for(ada).post("/files/confirm/", {"key": "incoming/none"}).status_code == 404


def test_strangers_are_sent_to_sign_in(db: None, folder: Browser) -> None:
    assert Client().post("/files/presign/", {}).status_code == 302
