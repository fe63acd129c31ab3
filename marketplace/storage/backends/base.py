"""The port: two kinds of signed links. Both adapters pass ``tests/storage/test_contract.py``."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

UPLOAD_SECONDS = 900
DOWNLOAD_SECONDS = 300


@dataclass(frozen=True)
class Form:
    """Where a browser posts ``multipart/form-data``: these fields, then the bytes as ``file``."""

    url: str
    fields: Mapping[str, str]


class Links(Protocol):
    """Signs links to one key each."""

    def upload_form(self, *, key: str, content_type: str, size: int) -> Form:
        """A form that takes exactly ``size`` bytes for ``key`` within ``UPLOAD_SECONDS``."""

    def download_url(self, *, key: str, name: str, content_type: str) -> str:
        """A link that serves ``key`` as an attachment called ``name`` for ``DOWNLOAD_SECONDS``."""
