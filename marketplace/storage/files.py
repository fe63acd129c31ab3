"""Everything that the packages above do with files.

An upload has three steps: ``presign_upload`` writes a PENDING row and signs a form; the browser posts
the bytes to the storage; ``confirm`` reads them once, checks and hashes them, moves them to their final
key and marks the row READY. The move matters: the signed form stays usable for its quarter of an hour
and must not be able to replace bytes that somebody has already relied on.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from uuid import UUID

from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, default_storage

from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import Conflict, Invalid, NotFound
from marketplace.lib.ids import uuid7
from marketplace.storage.backends.base import Links
from marketplace.storage.backends.folder import FolderLinks
from marketplace.storage.backends.s3 import S3Links
from marketplace.storage.models import FileState, StoredFile
from marketplace.storage.purposes import clean_name, content_type_of, contradicts

INCOMING = "incoming"
_MEMORY_BYTES = 4 * 1024 * 1024


class NotArrived(Conflict):
    """The bytes of an announced upload are not there."""

    code = "upload_missing"


@dataclass(frozen=True)
class Upload:
    """A form for the browser: post ``fields`` and then the bytes as ``file`` to ``url``; confirm with ``key``."""

    url: str
    fields: dict[str, str]
    key: str


def links() -> Links:
    """The signer that fits the configured storage."""
    return FolderLinks() if isinstance(default_storage, FileSystemStorage) else S3Links()


def presign_upload(
    *, actor: Actor, purpose: str, filename: str, size: int, at: datetime, content_type: str = ""
) -> Upload:
    """Announce a file of the actor's organisation. ``content_type`` is what the browser believes; the ending decides.

    Raises NotAllowed without an organisation, Invalid for a wrong purpose, type or size.
    """
    require(actor.organization_id is not None or actor.is_system, "Sign in to upload files.")
    kept_type = content_type_of(purpose, filename, size)
    key = f"{INCOMING}/{uuid7()}"
    StoredFile.objects.create(
        organization_id=actor.organization_id,
        key=key,
        name=clean_name(filename),
        content_type=kept_type,
        size=size,
        purpose=purpose,
        created_at=at,
    )
    form = links().upload_form(key=key, content_type=kept_type, size=size)
    return Upload(form.url, dict(form.fields), key)


def confirm(*, actor: Actor, key: str, at: datetime) -> StoredFile:
    """Check what arrived for ``key`` and make it usable. A second call returns the same file.

    Raises NotFound for another organisation's key, NotArrived, Invalid if the bytes are not what was announced.
    """
    file_id = key.rpartition("/")[2]
    stored = StoredFile.objects.visible_to(actor).filter(key__endswith=f"/{file_id}").first()
    if stored is None or not file_id:
        raise NotFound
    if stored.state == FileState.READY:
        return stored
    if not default_storage.exists(stored.key):
        raise NotArrived("The file has not arrived. Upload it again.")
    with default_storage.open(stored.key) as arrived, SpooledTemporaryFile(max_size=_MEMORY_BYTES) as copy:
        digest, size = _read_through(arrived, copy)
        copy.seek(0)
        if size != stored.size or contradicts(stored.content_type, copy.read(16)):
            raise Invalid.field("file", f"{stored.name} is not what its ending says. Choose the file again.")
        copy.seek(0)
        final = default_storage.save(f"{stored.purpose}/{file_id}", File(copy))
    default_storage.delete(stored.key)
    StoredFile.objects.filter(pk=stored.pk, state=FileState.PENDING).update(
        key=final, sha256=digest, state=FileState.READY, ready_at=at
    )
    stored.refresh_from_db()
    return stored


def store(*, organization_id: UUID | None, purpose: str, name: str, content: bytes, at: datetime) -> StoredFile:
    """Keep bytes that the server itself received or made. Raises Invalid as ``presign_upload`` and ``confirm`` do."""
    content_type = content_type_of(purpose, name, len(content))
    if contradicts(content_type, content[:16]):
        raise Invalid.field("file", f"{clean_name(name)} is not what its ending says. Choose the file again.")
    return StoredFile.objects.create(
        organization_id=organization_id,
        key=default_storage.save(f"{purpose}/{uuid7()}", ContentFile(content)),
        name=clean_name(name),
        content_type=content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        purpose=purpose,
        state=FileState.READY,
        created_at=at,
        ready_at=at,
    )


def open_file(stored: StoredFile) -> IO[Any]:
    """The bytes, for reading. Use it as a context manager. Raises NotArrived before ``confirm``."""
    if stored.state != FileState.READY:
        raise NotArrived("The file has not arrived. Upload it again.")
    return default_storage.open(stored.key)


def download_url(stored: StoredFile) -> str:
    """A link that saves the file for whoever holds it, for five minutes: ask who may have it before."""
    return links().download_url(key=stored.key, name=stored.name, content_type=stored.content_type)


def ready_ids(actor: Actor, file_ids: Collection[UUID], purpose: str | None = None) -> set[UUID]:
    """Those of ``file_ids`` that the actor's organisation has uploaded and confirmed."""
    found = StoredFile.objects.visible_to(actor).ready().filter(pk__in=file_ids)
    return set((found.filter(purpose=purpose) if purpose else found).values_list("pk", flat=True))


def get_file(actor: Actor, file_id: UUID) -> StoredFile:
    """A file of the actor's own organisation. Raises NotFound."""
    found = StoredFile.objects.visible_to(actor).ready().filter(pk=file_id).first()
    if found is None:
        raise NotFound
    return found


def _read_through(source: IO[bytes], target: IO[bytes]) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(256 * 1024):
        digest.update(chunk)
        size += len(chunk)
        target.write(chunk)
    return digest.hexdigest(), size
