"""Pictures are drawn anew: nothing of the sender's bytes is shown."""

import io
from datetime import UTC, datetime

import pytest
from django.test import Client
from PIL import Image

from marketplace.lib.errors import Invalid
from marketplace.lib.ids import uuid7
from marketplace.storage import files, images
from marketplace.storage.models import StoredFile
from tests.storage.conftest import Browser

AT = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def stored(content: bytes, name: str = "photo.png") -> StoredFile:
    return files.store(organization_id=uuid7(), purpose="listing-image", name=name, content=content, at=AT)


def png(width: int, height: int) -> bytes:
    target = io.BytesIO()
    Image.new("RGBA", (width, height), (11, 93, 78, 255)).save(target, format="PNG")
    return target.getvalue()


def test_two_widths_as_webp_without_what_was_appended(browser: Browser) -> None:
    photo = stored(png(1200, 900) + b"<script>alert(1)</script>")
    images.make_derivatives(photo)
    images.make_derivatives(photo)
    response = Client().get(images.picture_url(photo, 320))
    assert (response.status_code, response["Content-Type"]) == (200, "image/webp")
    assert "immutable" in response["Cache-Control"]
    assert b"script" not in response.content
    assert Image.open(io.BytesIO(response.content)).size == (320, 240)
    assert Image.open(io.BytesIO(images.read_picture(f"{photo.sha256}-640"))).size == (640, 480)


def test_what_is_no_picture_is_refused(folder: Browser) -> None:
    with pytest.raises(Invalid):
        images.make_derivatives(stored(b"\x89PNG\r\n\x1a\n but then something else"))


def test_a_bomb_is_refused_before_it_is_decoded(folder: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "MAX_PIXELS", 10_000)
    with pytest.raises(Invalid):
        images.make_derivatives(stored(png(101, 100)))


@pytest.mark.parametrize("name", ["a" * 64 + "-320", "..-320", "a" * 64 + "-1"])
def test_unknown_pictures_are_absent(folder: Browser, name: str) -> None:
    assert Client().get(f"/pictures/{name}.webp").status_code == 404
