"""What a file may be for, and what each purpose accepts: the one table of sizes and types.

The type of a file follows from its ending, because browsers disagree on types (a CSV is
``application/vnd.ms-excel`` on some machines); the first bytes must not contradict it.
"""

from dataclasses import dataclass

from marketplace.lib.errors import Invalid

MEGABYTE = 1024 * 1024
BINARY = "application/octet-stream"
TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "csv": "text/csv",
    "txt": "text/plain",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/jsonl",
    "gz": "application/gzip",
    "step": "model/step",
    "stp": "model/step",
    "stl": "model/stl",
    "dxf": "image/vnd.dxf",
    "dwg": BINARY,
}
_FIRST_BYTES = {
    "application/pdf": (b"%PDF-",),
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/webp": (b"RIFF",),
    TYPES["xlsx"]: (b"PK\x03\x04",),
    "application/gzip": (b"\x1f\x8b",),
    "model/step": (b"ISO-10303-21",),
}
_IMAGES = ("png", "jpg", "jpeg", "webp")
_DRAWINGS = ("pdf", *_IMAGES, "step", "stp", "stl", "dxf", "dwg", "csv", "txt", "xlsx")


@dataclass(frozen=True)
class Purpose:
    """The largest size in bytes and the endings that are taken."""

    max_size: int
    endings: tuple[str, ...]


PURPOSES = {
    "rfq": Purpose(25 * MEGABYTE, _DRAWINGS),
    "message": Purpose(25 * MEGABYTE, _DRAWINGS),
    "evidence": Purpose(25 * MEGABYTE, ("pdf", *_IMAGES)),
    "certificate": Purpose(10 * MEGABYTE, ("pdf", *_IMAGES)),
    "listing-image": Purpose(12 * MEGABYTE, _IMAGES),
    "import": Purpose(64 * MEGABYTE, ("csv", "xlsx", "jsonl", "gz")),
    "document": Purpose(25 * MEGABYTE, ("pdf", "csv", "xlsx", "txt")),
}


def content_type_of(purpose: str, name: str, size: int) -> str:
    """The type under which a file is kept. Raises Invalid for an unknown purpose, ending or size."""
    if purpose not in PURPOSES:
        raise Invalid.field("purpose", f"Say what the file is for: {', '.join(sorted(PURPOSES))}.")
    rules = PURPOSES[purpose]
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if ending not in rules.endings:
        raise Invalid.field("filename", f"Files ending in {', '.join(rules.endings)} are taken here, not {name!r}.")
    if not 0 < size <= rules.max_size:
        raise Invalid.field("size", f"A file has 1 byte to {rules.max_size // MEGABYTE} MB here.")
    return TYPES[ending]


def contradicts(content_type: str, start: bytes) -> bool:
    """Whether the first bytes belong to something else than ``content_type``."""
    expected = _FIRST_BYTES.get(content_type)
    return expected is not None and not start.startswith(expected)


def clean_name(name: str) -> str:
    """The last part of a file name without control, direction and path characters, at most 120 characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(char for char in last if char.isprintable() and char not in '"<>|:*?').strip(". ")
    stem, dot, ending = shown.rpartition(".")
    return (f"{stem[:110]}.{ending[:9]}" if dot else shown[:120]) or "file"
