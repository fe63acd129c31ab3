"""The first sheet of an XLSX workbook, row by row, values only: formulas are never evaluated."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from numbers import Integral, Real
from typing import Any, BinaryIO

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from listings.imports.shape import Sheet, SourceRow, UnreadableFile, clean_header

MAX_UNPACKED = 512 * 1024 * 1024
_WRITTEN = "This is not an XLSX workbook. Save it from your spreadsheet program as .xlsx or .csv."


def read(stream: BinaryIO) -> Sheet:
    """The first sheet of a workbook. Raises UnreadableFile for anything else, and for a zip bomb."""
    try:
        with zipfile.ZipFile(stream) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
                raise UnreadableFile("Unpacked, this workbook is larger than 512 MB. Split it.")
        stream.seek(0)
        workbook = openpyxl.load_workbook(stream, read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise UnreadableFile(_WRITTEN) from error
    rows = workbook.worksheets[0].iter_rows(values_only=True)
    header = clean_header([cell_text(value) for value in next(rows, ())])
    return Sheet(header, _rows(rows, header))


def _rows(rows: Iterator[tuple[Any, ...]], header: tuple[str, ...]) -> Iterator[SourceRow]:
    for number, values in enumerate(rows, start=2):
        cells = {name: cell_text(value) for name, value in zip(header, values, strict=False) if name}
        if any(cells.values()):
            yield SourceRow(number, cells)


def cell_text(value: Any) -> str:
    """A cell as somebody reads it: 12.0 is ``12``, a date is ISO, an empty cell is ""."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Real) and not isinstance(value, Integral):
        return f"{value:.15g}"  # the digits that a spreadsheet itself keeps
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value).strip()
