"""One row of a file to a draft, or to the reasons why not, cell by cell. Pure: no database, no clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from listings.content import Attribute, ListingDraft, Price, draft_problems, parse_attribute
from listings.imports.columns import guess
from listings.imports.shape import SourceRow
from listings.units import find_unit
from marketplace.lib.errors import Invalid
from marketplace.lib.money import CURRENCIES

_SPACES = dict.fromkeys(map(ord, " \u00a0\u202f'’"))
_DEFAULTS = {"moq": 1, "lead_time_days": 14, "stock": 0}


@dataclass(frozen=True, slots=True)
class CellProblem:
    """What is wrong in one cell, and what to write instead."""

    column: str
    message: str


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """A row with its draft, or without one and with its problems."""

    row: SourceRow
    draft: ListingDraft | None
    problems: tuple[CellProblem, ...] = ()


@dataclass(slots=True)
class _Reading:
    """A row while it is read: the cells by meaning, and what went wrong."""

    texts: dict[str, str] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)
    prices: list[tuple[str, str, int, str]] = field(default_factory=list)
    attributes: list[Attribute] = field(default_factory=list)
    problems: list[CellProblem] = field(default_factory=list)

    def refuse(self, meaning: str, message: str) -> None:
        self.problems.append(CellProblem(self.columns.get(meaning, meaning), message))


class Checker:
    """Checks the rows of one file, in order: it remembers the SKUs that it has seen.

    ``meanings`` maps columns to meanings (columns it lacks are guessed), ``categories`` maps every way to
    write a category (slug, id, name, lower case) to its id.
    """

    def __init__(
        self,
        *,
        meanings: Mapping[str, str],
        categories: Mapping[str, int],
        default_category_id: int | None,
        home_currency: str,
    ) -> None:
        self._meanings = dict(meanings)
        self._categories = categories
        self._default_category_id = default_category_id
        self._home_currency = home_currency
        self._rows_by_sku: dict[str, int] = {}

    def check(self, row: SourceRow) -> CheckedRow:
        """The draft in ``row``, or every reason why there is none."""
        reading = self._read(row)
        draft = ListingDraft(
            sku=reading.texts.get("sku", ""),
            title=reading.texts.get("title", ""),
            description=reading.texts.get("description", ""),
            category_id=self._category(reading),
            unit=self._unit(reading),
            moq=_whole(reading, "moq"),
            lead_time_days=_whole(reading, "lead_time_days"),
            stock=_whole(reading, "stock"),
            attributes=tuple(reading.attributes),
            prices=tuple(sorted(self._prices(reading), key=lambda price: (price.currency, price.min_quantity))),
        )
        self._check_sku(reading, row.number, draft.sku)
        wrong = {problem.column for problem in reading.problems}
        for name, message in draft_problems(draft).items():
            if reading.columns.get(name, name) not in wrong:
                reading.refuse(name, message)
        return CheckedRow(row, None if reading.problems else draft, tuple(reading.problems))

    def _read(self, row: SourceRow) -> _Reading:
        reading = _Reading()
        for column, text in row.cells.items():
            if not text:
                continue
            meaning = self._meanings.get(column)
            if meaning is None:
                meaning = self._meanings.setdefault(column, guess(column))
            kind, _, rest = meaning.partition(":")
            if kind == "price":
                currency, _, quantity = rest.partition(":")
                reading.prices.append((column, currency, int(quantity or 0), text))
            elif kind == "attribute":
                _read_attribute(reading, column, rest, text)
            elif meaning:
                reading.texts[meaning] = text
                reading.columns[meaning] = column
        return reading

    def _check_sku(self, reading: _Reading, number: int, sku: str) -> None:
        if sku:
            first = self._rows_by_sku.setdefault(sku, number)
            if first != number:
                reading.refuse("sku", f"Row {first} has the same SKU. Keep one of them.")

    def _category(self, reading: _Reading) -> int | None:
        text = reading.texts.get("category", "")
        if not text:
            return self._default_category_id
        found = self._categories.get(text.rsplit(">", 1)[-1].strip().lower())
        if found is None and self._default_category_id is None:
            reading.refuse("category", f"There is no category “{text[:80]}”. Use the name or id from our list.")
        return found or self._default_category_id

    def _unit(self, reading: _Reading) -> str:
        text = reading.texts.get("unit", "pcs")
        unit = find_unit(text)
        if unit is None:
            reading.refuse(
                "unit", f"We do not know the unit “{text[:40]}”. Write pcs, kg, m, set or another of our units."
            )
        return unit or "pcs"

    def _prices(self, reading: _Reading) -> list[Price]:
        named = reading.texts.get("currency", "").upper()
        if named and named not in CURRENCIES:
            reading.refuse("currency", f"{named[:10]!r} is not a currency that we trade in.")
            return []
        prices = []
        for column, currency, quantity, text in reading.prices:
            amount = decimal_of(text)
            if amount is None:
                reading.problems.append(CellProblem(column, f"{text[:40]!r} is not a price. Write it like 12.50."))
                continue
            first = quantity or max(_whole(reading, "moq", quiet=True), 1)
            prices.append(Price(currency or named or self._home_currency, first, amount))
        return prices


def _read_attribute(reading: _Reading, column: str, spec: str, text: str) -> None:
    kind, name, unit = [*spec.split(":"), "", ""][:3]
    try:
        reading.attributes.append(
            parse_attribute(name, kind, _plain_number(text) if kind == "number" else text[:1000], unit)
        )
    except Invalid as error:
        reading.problems.append(CellProblem(column, error.message))


def _whole(reading: _Reading, name: str, *, quiet: bool = False) -> int:
    text = reading.texts.get(name)
    if text is None:
        return _DEFAULTS[name]
    number = decimal_of(text)
    if number is None or number != number.to_integral_value() or abs(number) > 2_000_000_000:
        if not quiet:
            reading.refuse(name, f"{text[:40]!r} is not a whole number.")
        return _DEFAULTS[name]
    return int(number)


def _plain_number(text: str) -> str:
    number = decimal_of(text)
    return text if number is None else str(number)


def decimal_of(text: str) -> Decimal | None:
    """A number as people write it: ``1,234.50``, ``1.234,50``, ``12,5``, ``€ 4.12``. None if it is none.

    Of comma and point the last one is the decimal mark; a lone comma is one unless exactly three digits
    follow it.
    """
    plain = text.translate(_SPACES).strip("€$£")
    comma, point = plain.rfind(","), plain.rfind(".")
    if comma > point >= 0:
        plain = plain.replace(".", "").replace(",", ".")
    elif point >= 0 or (comma >= 0 and len(plain) - comma == 4) or plain.count(",") > 1:
        plain = plain.replace(",", "")
    else:
        plain = plain.replace(",", ".")
    try:
        number = Decimal(plain)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
