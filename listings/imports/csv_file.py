"""CSV as spreadsheets write it: any of three delimiters, UTF-8 or the Western code page, quoted or not."""

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from listings.imports.shape import Sheet, SourceRow, UnreadableFile, clean_header

_FORMULA = ("'=", "'+", "'-", "'@", "'\t", "'\r")
csv.field_size_limit(100_000)


def read(stream: BinaryIO) -> Sheet:
    """The sheet of a CSV stream. Raises UnreadableFile, also while its rows are read."""
    text = _text(stream.read())
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=False)
    try:
        header = clean_header(next(reader, []))
    except csv.Error as error:
        raise UnreadableFile(f"This is not CSV: {error}.") from error
    return Sheet(header, _rows(reader, header))


def _rows(reader: Iterator[list[str]], header: tuple[str, ...]) -> Iterator[SourceRow]:
    try:
        for number, values in enumerate(reader, start=2):
            cells = {name: unguarded(value) for name, value in zip(header, values, strict=False) if name}
            if any(cells.values()):
                yield SourceRow(number, cells)
    except csv.Error as error:
        raise UnreadableFile(f"This is not CSV: {error}.") from error


def unguarded(value: str) -> str:
    """A cell without the apostrophe that our file of refused rows puts before what looks like a formula."""
    value = value.strip()
    return value[1:] if value.startswith(_FORMULA) else value


def _text(raw: bytes) -> str:
    if b"\x00" in raw[:4096]:
        raise UnreadableFile("This is not a text file. Save it as CSV (UTF-8) or XLSX.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    first = text.split("\n", 1)[0]
    return max(",;\t", key=first.count)
