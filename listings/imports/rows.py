"""The one shape that every catalogue file is read into, and the door that picks the reader."""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any, BinaryIO, cast

from listings.imports import csv_file, icecat, xlsx_file
from listings.imports.shape import Sheet, SourceRow, UnreadableFile

MAX_ROWS = 200_000
MAX_BYTES = 512 * 1024 * 1024
FORMATS = ("csv", "xlsx", "icecat")
_GZIP = b"\x1f\x8b"

__all__ = ["FORMATS", "MAX_ROWS", "Sheet", "SourceRow", "UnreadableFile", "format_of", "read_sheet"]


def format_of(file_name: str) -> str:
    """The format by the file's name. Raises UnreadableFile for a kind that we do not read."""
    name = file_name.lower().removesuffix(".gz")
    for ending, found in ((".csv", "csv"), (".xlsx", "xlsx"), (".jsonl", "icecat")):
        if name.endswith(ending):
            return found
    raise UnreadableFile("We read .csv, .xlsx and .jsonl files (the first and the last also as .gz).")


def read_sheet(stream: IO[Any], kind: str) -> Sheet:
    """The header and a lazy run over the rows of a file of this ``kind``. ``stream`` must be seekable.

    Rows come one by one, so that a file of any length needs the memory of a few. Raises UnreadableFile
    at once or while reading.
    """
    start = stream.read(2)
    stream.seek(0)
    if kind == "xlsx":
        sheet = xlsx_file.read(cast(BinaryIO, stream))
    else:
        unpacked = cast(BinaryIO, gzip.GzipFile(fileobj=stream)) if start == _GZIP else stream
        plain = cast(BinaryIO, _Capped(unpacked))
        sheet = icecat.read(plain) if kind == "icecat" else csv_file.read(plain)
    return Sheet(sheet.header, _limited(sheet.rows))


def _limited(rows: Iterator[SourceRow]) -> Iterator[SourceRow]:
    for count, row in enumerate(rows, start=1):
        if count > MAX_ROWS:
            raise UnreadableFile(f"A file has at most {MAX_ROWS:,} rows. Split it.")
        yield row


@dataclass
class _Capped:
    """A stream that gives up after ``MAX_BYTES``: a small .gz can hold a very long file."""

    stream: IO[Any]
    seen: int = 0

    def read(self, size: int = -1) -> bytes:
        """Read, and count."""
        chunk: bytes = self.stream.read(size if size >= 0 else MAX_BYTES + 1)
        self.seen += len(chunk)
        if self.seen > MAX_BYTES:
            raise UnreadableFile("Unpacked, this file is larger than 512 MB. Split it.")
        return chunk
