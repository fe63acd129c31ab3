"""Makes an evidence pack: a ZIP of the parts and their files, a signed manifest, and a seal over the whole archive.

The manifest is signed inside the archive, so an unpacked pack can still be verified; the archive's comment signs
every byte before it, so no byte of the archive itself can be changed either. Files are copied in pieces: a pack may
be larger than memory.
"""

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from escrow.evidence import signing, verify
from escrow.evidence.registry import Attachment, Part
from marketplace.lib.errors import HarborlineError
from marketplace.storage import files

VERIFIER = Path(verify.__file__)
_MEMORY = 8 * 1024 * 1024
_PIECE = 1024 * 1024
_README = """Evidence pack of order {order}, made for the {side} at {made_at}.

Each .json holds one part of what the market knows of the order, as far as the {side} may see it: the contract as it
was frozen, its timeline, shipments, messages, payments and releases, every clock, and the journal entries, in which
{side_note}. files/ holds what was uploaded, as it was uploaded.

Verify it offline, on any computer with Python:

    python verify.py {name} --key <the market's public key>

Take the key, and a fresh verify.py, from the market itself: {address}
"""
_NOTES = {
    "buyer": "what is between the market and the supplier is told as one leg, “others”",
    "vendor": "what is between the market and the buyer’s bank is told as one leg, “others”",
    "operator": "every leg is told",
}


@dataclass(frozen=True, slots=True)
class Heading:
    """What the pack says of itself. ``address`` is where the market publishes its key."""

    order: str
    side: str
    made_at: datetime
    made_for: str
    address: str

    @property
    def file_name(self) -> str:
        """``PO-10493-evidence.zip``."""
        return f"{self.order}-evidence.zip"


def pack(heading: Heading, parts: dict[str, Part]) -> IO[bytes]:
    """The archive, at its beginning, for reading; closing it removes it."""
    target: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_MEMORY)  # noqa: SIM115  # the caller closes it
    seal_room = b" " * verify.SEAL_LENGTH
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        written = [_write(archive, heading, name, content) for name, content in _texts(heading, parts)]
        attachments = [attachment for part in parts.values() for attachment in part.files]
        written += [entry for one in attachments if (entry := _copy(archive, heading, one)) is not None]
        kept = {entry["path"] for entry in written}
        manifest = {
            "format": verify.FORMAT,
            "order": heading.order,
            "side": heading.side,
            "made_at": heading.made_at.isoformat(),
            "made_for": heading.made_for,
            "key": signing.public_key(),
            "key_published_at": heading.address,
            "files": written,
            "absent": [one.path for one in attachments if one.path not in kept],
        }
        raw = _json(manifest)
        _write(archive, heading, verify.MANIFEST, raw)
        _write(archive, heading, verify.SIGNATURE, signing.sign(raw).encode())
        archive.comment = seal_room
    _seal(target)
    target.seek(0)
    return target


def _texts(heading: Heading, parts: dict[str, Part]) -> Iterator[tuple[str, bytes]]:
    readme = _README.format(
        order=heading.order,
        side=heading.side,
        made_at=heading.made_at.isoformat(),
        name=heading.file_name,
        address=heading.address,
        side_note=_NOTES[heading.side],
    )
    yield "README.txt", readme.encode()
    yield "verify.py", VERIFIER.read_bytes()
    for name, part in parts.items():
        yield f"{name}.json", _json(part.data)


def _json(data: Any) -> bytes:
    return json.dumps(data, indent=1, sort_keys=True, ensure_ascii=False, default=_plain).encode()


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _info(heading: Heading, path: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(path, date_time=heading.made_at.timetuple()[:6])
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    return info


def _write(archive: zipfile.ZipFile, heading: Heading, path: str, content: bytes) -> dict[str, Any]:
    archive.writestr(_info(heading, path), content)
    return {"path": path, "sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}


def _copy(archive: zipfile.ZipFile, heading: Heading, attachment: Attachment) -> dict[str, Any] | None:
    """Write a stored file; None if the storage no longer has it. The hash of its upload is kept beside today's."""
    digest, size = hashlib.sha256(), 0
    try:
        source = files.open_file(attachment.stored)
    except (OSError, HarborlineError):
        return None
    with source, archive.open(_info(heading, attachment.path), "w") as target:
        while piece := source.read(_PIECE):
            digest.update(piece)
            size += len(piece)
            target.write(piece)
    recorded = {"recorded_sha256": attachment.stored.sha256, "name": attachment.stored.name}
    return {"path": attachment.path, "sha256": digest.hexdigest(), "size": size, **recorded}


def _seal(target: IO[bytes]) -> None:
    """Sign every byte before the archive's comment, and write the signature into the room that the comment kept."""
    end = target.seek(0, 2) - verify.SEAL_LENGTH
    target.seek(0)
    digest, left = hashlib.sha256(), end
    while left:
        piece = target.read(min(_PIECE, left))
        digest.update(piece)
        left -= len(piece)
    target.seek(end)
    target.write(f"{verify.FORMAT} {signing.public_key()} {signing.sign(digest.digest())}".encode())
