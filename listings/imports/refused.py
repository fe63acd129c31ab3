"""The file of refused rows: the vendor's own columns plus what is wrong, ready to mend and hand in again."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

ERROR_COLUMN = "problem"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
Row = tuple[dict[str, str], str]


def refused_csv(header: Sequence[str], rows: Iterable[Row]) -> bytes:
    """CSV in UTF-8 with a mark that spreadsheet programs understand. No cell can become a formula."""
    out = io.StringIO(newline="")
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow([*(guarded(name) for name in header), ERROR_COLUMN])
    for cells, problem in rows:
        writer.writerow([*(guarded(cells.get(name, "")) for name in header), guarded(problem)])
    return out.getvalue().encode()


def refused_xlsx(header: Sequence[str], rows: Iterable[Row]) -> bytes:
    """The same as a workbook; every cell is text, so nothing is calculated."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Refused rows")
    sheet.append([_text_cell(sheet, name) for name in (*header, ERROR_COLUMN)])
    for cells, problem in rows:
        sheet.append([_text_cell(sheet, value) for value in (*(cells.get(name, "") for name in header), problem)])
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def guarded(value: str) -> str:
    """An apostrophe before what a spreadsheet would run (OWASP, "CSV injection"); plain numbers stay."""
    if not value.startswith(_FORMULA_STARTS):
        return value
    number = value[1:].replace(".", "", 1).replace(",", "")
    return value if value[0] in "+-" and number.isdigit() else f"'{value}"


def _text_cell(sheet: Any, value: str) -> Any:
    cell = WriteOnlyCell(sheet, value="".join(char for char in value if char >= " " or char in "\n\t"))
    cell.data_type = "s"
    return cell
