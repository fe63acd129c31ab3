"""Bank statements as files: CSV as banks export it, and CAMT.053 / CAMT.054 (ISO 20022). Credits only. Pure."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from marketplace.lib.errors import Invalid
from marketplace.lib.money import CURRENCIES, parse_minor

MAX_LINES = 5_000
_COLUMNS = {
    "bank_ref": ("bank_ref", "bank reference", "entry reference", "transaction id", "id"),
    "amount": ("amount", "credit", "betrag"),
    "currency": ("currency", "ccy", "währung"),
    "value_date": ("value_date", "value date", "date", "valuta"),
    "text": ("reference", "remittance", "remittance information", "text", "details", "verwendungszweck"),
    "payer": ("payer", "debtor", "name", "counterparty"),
}
_REQUIRED = ("bank_ref", "amount", "currency", "value_date", "text")


class UnreadableStatement(Invalid):
    """The file is no bank statement that we can read; the message names the line."""

    code = "unreadable_statement"


@dataclass(frozen=True, slots=True, kw_only=True)
class BankLine:
    """Money that arrived: ``bank_ref`` is the bank's own id of the booking, ``text`` what the payer wrote."""

    bank_ref: str
    amount_minor: int
    currency: str
    value_date: date
    text: str
    payer: str = ""


def read(content: bytes) -> list[BankLine]:
    """The incoming bookings of a statement; outgoing ones are left out. Raises UnreadableStatement."""
    head = content.lstrip()[:200]
    lines = list(_camt(content) if head.startswith(b"<") else _csv(content))
    if not lines:
        raise UnreadableStatement.field("file", "The file holds no incoming payment.")
    if len(lines) > MAX_LINES:
        raise UnreadableStatement.field("file", f"The file holds more than {MAX_LINES} lines. Split it by day.")
    return lines


def _csv(content: bytes) -> Iterator[BankLine]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableStatement.field("file", "Save the file as UTF-8.") from error
    first = text.splitlines()[0] if text.strip() else ""
    rows = csv.reader(io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ",")
    places = _places(next(rows, []))
    for number, row in enumerate(rows, start=2):
        if not any(cell.strip() for cell in row):
            continue
        cells = {name: row[place].strip() if place < len(row) else "" for name, place in places.items()}
        line = _line(f"Line {number}", cells)
        if line:
            yield line


def _places(header: Sequence[str]) -> dict[str, int]:
    names = [name.strip().lower() for name in header]
    places = {
        column: names.index(found)
        for column, aliases in _COLUMNS.items()
        for found in [next((alias for alias in aliases if alias in names), "")]
        if found
    }
    missing = [column for column in _REQUIRED if column not in places]
    if missing:
        raise UnreadableStatement.field("file", f"The first line must name the columns; missing: {', '.join(missing)}.")
    return places


def _line(where: str, cells: dict[str, str]) -> BankLine | None:
    currency = cells["currency"].upper()
    if currency not in CURRENCIES:
        raise UnreadableStatement.field("file", f"{where}: {cells['currency']!r} is not a currency we trade in.")
    amount = _amount(where, cells["amount"], currency)
    if amount <= 0:
        return None
    if not cells["bank_ref"]:
        raise UnreadableStatement.field("file", f"{where}: the bank's reference is missing.")
    return BankLine(
        bank_ref=cells["bank_ref"][:80],
        amount_minor=amount,
        currency=currency,
        value_date=_date(where, cells["value_date"]),
        text=cells["text"][:500],
        payer=cells.get("payer", "")[:120],
    )


def _amount(where: str, text: str, currency: str) -> int:
    plain = text.replace(" ", "").replace("'", "")
    if "," in plain and plain.rfind(",") > plain.rfind("."):  # 1.234,56 as most of Europe writes it
        plain = plain.replace(".", "").replace(",", ".")
    try:
        return parse_minor(plain, currency)
    except Invalid as error:
        raise UnreadableStatement.field("file", f"{where}: {error.message}") from error


def _date(where: str, text: str) -> date:
    for shape in ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"):
        try:
            return datetime.strptime(text[:10], shape).date()  # noqa: DTZ007  # a value date has no zone
        except ValueError:
            continue
    raise UnreadableStatement.field("file", f"{where}: {text!r} is not a date. Write 2026-03-02.")


def _camt(content: bytes) -> Iterator[BankLine]:
    try:
        root = fromstring(content)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise UnreadableStatement.field("file", "The file is not well-formed XML.") from error
    for entry in root.iter():
        if _name(entry) == "Ntry" and _text(entry, "CdtDbtInd") == "CRDT":
            yield from _camt_entry(entry)


def _camt_entry(entry: Element) -> Iterator[BankLine]:
    """One booking, or each transaction of a collected one."""
    parts = [one for one in entry.iter() if _name(one) == "TxDtls"] or [entry]
    booking_ref = _text(entry, "AcctSvcrRef") or _text(entry, "NtryRef")
    for place, part in enumerate(parts, start=1):
        amount = _child(part, "Amt")
        if amount is None:
            amount = _child(entry, "Amt")
        own_ref = _text(part, "AcctSvcrRef") or _text(part, "TxId")
        texts = [one.text or "" for one in part.iter() if _name(one) in {"Ref", "Ustrd"}]
        day = _child(entry, "ValDt")
        cells = {
            "bank_ref": own_ref or (booking_ref if len(parts) == 1 else f"{booking_ref}/{place}"),
            "amount": amount.text or "" if amount is not None else "",
            "currency": amount.get("Ccy", "") if amount is not None else "",
            "value_date": "".join(day.itertext()).strip() if day is not None else "",
            "text": " ".join(texts),
            "payer": _text(part, "Nm"),
        }
        line = _line(f"Entry {booking_ref or place}", cells)
        if line:
            yield line


def _name(element: Element) -> str:
    return str(element.tag).rsplit("}", 1)[-1]


def _child(element: Element, name: str) -> Element | None:
    return next((one for one in element.iter() if one is not element and _name(one) == name), None)


def _text(element: Element, name: str) -> str:
    found = _child(element, name)
    return (found.text or "").strip() if found is not None else ""
