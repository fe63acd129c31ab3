"""Signed links to our own views, which write to and read from the default storage (a folder)."""

from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.urls import reverse

from marketplace.lib.errors import NotAllowed, NotFound
from marketplace.storage.backends.base import DOWNLOAD_SECONDS, UPLOAD_SECONDS, Form

_UPLOAD, _DOWNLOAD = "storage.upload", "storage.download"


@dataclass(frozen=True)
class Grant:
    """What a signed link allows."""

    key: str
    content_type: str
    size: int = 0
    name: str = ""


class FolderLinks:
    """Links that carry their own permission; nothing is stored for them."""

    def upload_form(self, *, key: str, content_type: str, size: int) -> Form:
        """A form for ``receive`` below."""
        ticket = signing.dumps({"key": key, "content_type": content_type, "size": size}, salt=_UPLOAD)
        return Form(reverse("file-receive"), {"ticket": ticket})

    def download_url(self, *, key: str, name: str, content_type: str) -> str:
        """A link to ``file-serve``."""
        grant = {"key": key, "content_type": content_type, "name": name}
        return reverse("file-serve", args=[signing.dumps(grant, salt=_DOWNLOAD, compress=True)])


def read_upload(ticket: str) -> Grant:
    """What this form may write. Raises NotAllowed if it is forged or too old."""
    try:
        return _read(ticket, _UPLOAD, UPLOAD_SECONDS)
    except signing.BadSignature as error:
        raise NotAllowed("This upload form is too old. Choose the file again.") from error


def read_download(token: str) -> Grant:
    """What this link may read. Raises NotFound if it is forged or too old."""
    try:
        return _read(token, _DOWNLOAD, DOWNLOAD_SECONDS)
    except signing.BadSignature as error:
        raise NotFound from error


def _read(token: str, salt: str, max_age: int) -> Grant:
    values: dict[str, Any] = signing.loads(token, salt=salt, max_age=max_age)
    return Grant(**values)
