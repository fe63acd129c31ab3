"""Both storages behind one fixture: what passes on the folder must pass on S3."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from django.test import Client
from urllib3 import encode_multipart_formdata

from marketplace.storage.files import Upload
from tests.storage import s3


@dataclass(frozen=True)
class Answer:
    """What a browser got."""

    status: int
    headers: Message | Any
    content: bytes


def _over_http(url: str, data: bytes | None = None, content_type: str = "") -> Answer:
    request = Request(url, data=data, headers={"Content-Type": content_type} if data else {})
    try:
        with urlopen(request, timeout=10) as answer:
            return Answer(answer.status, answer.headers, answer.read())
    except HTTPError as error:
        with error:
            return Answer(error.code, error.headers, error.read())


def _over_client(url: str, data: bytes | None = None, content_type: str = "") -> Answer:
    client = Client()
    response = client.generic("POST", url, data, content_type=content_type) if data else client.get(url)
    content = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]  # a FileResponse
    return Answer(response.status_code, response.headers, content)


@dataclass(frozen=True)
class Browser:
    """Somebody who holds a signed link and nothing else."""

    fetch: Callable[..., Answer]

    def post(self, upload: Upload, content: bytes, **changed: str) -> Answer:
        """Send the form with ``content``; ``changed`` replaces fields."""
        fields: list[tuple[str, Any]] = [*{**upload.fields, **changed}.items(), ("file", ("x.pdf", content))]
        body, content_type = encode_multipart_formdata(fields)
        return self.fetch(upload.url, body, content_type)

    def get(self, url: str) -> Answer:
        """Follow a link."""
        return self.fetch(url)


@pytest.fixture(scope="session")
def s3_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[s3.Server]:
    """One server for all tests."""
    with s3.running(tmp_path_factory.mktemp("s3")) as server:
        yield server


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Browser:
    """The default storage is a folder."""
    _configure(settings, "django.core.files.storage.FileSystemStorage", {"location": tmp_path})
    return Browser(_over_client)


@pytest.fixture(params=["folder", pytest.param("s3", marks=pytest.mark.s3)])
def browser(request: pytest.FixtureRequest, settings: Any) -> Browser:
    """Either storage, and how a browser reaches it."""
    if request.param == "folder":
        found: Browser = request.getfixturevalue("folder")
        return found
    server: s3.Server = request.getfixturevalue("s3_server")
    _configure(settings, "storages.backends.s3.S3Storage", server.options())
    return Browser(_over_http)


def _configure(settings: Any, backend: str, options: dict[str, Any]) -> None:
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": backend, "OPTIONS": options}}
