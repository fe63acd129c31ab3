"""What a column of a catalogue file means, guessed from its name.

A meaning is a word: ``sku``, ``title``, …, ``price:EUR:500`` (currency and quantity, either may be
empty), ``attribute:number:Width:mm``, or "" for a column that is left out.
"""

import re
from collections.abc import Iterable

from listings.content import ATTRIBUTE_KINDS
from listings.imports.shape import UnreadableFile
from marketplace.lib.money import CURRENCIES

FIELDS = ("sku", "title", "description", "category", "unit", "moq", "lead_time_days", "stock", "currency")
LABELS = {
    "sku": "SKU",
    "title": "Title",
    "description": "Description",
    "category": "Category",
    "unit": "Unit",
    "moq": "Minimum order quantity",
    "lead_time_days": "Lead time, days",
    "stock": "Stock",
    "currency": "Currency",
}
TEMPLATE = (
    "sku", "title", "description", "category", "unit", "moq", "lead_time_days", "stock",
    "price EUR", "price EUR 100", "price EUR 1000", "attribute:Material", "attribute:number:Width [mm]",
)  # fmt: skip
EXAMPLE = (
    "HWP-1280", "Die-cast enclosure IP67, 120×80×55 mm", "Aluminium, powder coated", "Enclosures", "pcs", "50", "18",
    "400", "5.20", "4.60", "4.12", "ADC12", "120",
)  # fmt: skip
_NAMES = {
    "sku": "sku|article|article no|article number|artikelnummer|art nr|item|item no|item number|"
    "part number|part no|mpn|code",
    "title": "title|name|product|product name|product title|bezeichnung|designation",
    "description": "description|long description|text|beschreibung|details",
    "category": "category|product category|category id|kategorie|category slug",
    "unit": "unit|unit of measure|uom|einheit",
    "moq": "moq|minimum|minimum order|minimum order quantity|min order qty|min qty|mindestmenge",
    "lead_time_days": "lead time|lead time days|leadtime|delivery days|lieferzeit|days",
    "stock": "stock|quantity|qty|on hand|in stock|stock quantity|bestand|inventory",
    "currency": "currency|waehrung|währung",
}
_MEANING = {name: field for field, names in _NAMES.items() for name in names.split("|")}
_PRICE = re.compile(
    r"^(?:unit )?(?:price|preis)(?: (?P<currency>[a-z]{3}))?(?: (?:from |ab )?(?P<quantity>\d{1,9})\+?)?$"
)
_ATTRIBUTE = re.compile(
    r"^(?:attribute|attr)\s*[:_]\s*(?:(?P<kind>text|number|boolean)\s*[:_]\s*)?(?P<name>.+?)\s*(?:\[(?P<unit>[^\]]*)\])?$",
    re.I,
)


def guess(column: str) -> str:
    """The meaning of one column, or "" if its name says nothing to us."""
    if found := _ATTRIBUTE.match(column):
        kind = (found["kind"] or "text").lower()
        return f"attribute:{kind}:{found['name'].replace(':', ' ')}:{found['unit'] or ''}"
    words = " ".join(re.sub(r"[_:()./-]+", " ", column.lower()).split())
    if words in _MEANING:
        return _MEANING[words]
    if (found := _PRICE.match(words)) and (not found["currency"] or found["currency"].upper() in CURRENCIES):
        return f"price:{(found['currency'] or '').upper()}:{found['quantity'] or ''}"
    return ""


def guess_all(header: Iterable[str]) -> dict[str, str]:
    """Column to meaning for a whole header. Of two columns with the same meaning the first has it."""
    meanings: dict[str, str] = {}
    for column in header:
        if column:
            meaning = guess(column)
            meanings[column] = "" if meaning in meanings.values() else meaning
    return meanings


def require_fields(meanings: dict[str, str]) -> None:
    """Raise UnreadableFile unless there are columns for the fields without which no row can be read."""
    missing = [LABELS[field] for field in ("sku", "title") if field not in meanings.values()]
    if missing:
        raise UnreadableFile(f"No column for {' and '.join(missing)}. Name the columns in the first row.")


def is_meaning(text: str) -> bool:
    """Whether ``text`` is a meaning as this module writes them."""
    kind, _, rest = text.partition(":")
    if kind == "price":
        currency, _, quantity = rest.partition(":")
        return (not currency or currency in CURRENCIES) and (not quantity or quantity.isdigit())
    if kind == "attribute":
        return rest.split(":")[0] in ATTRIBUTE_KINDS and rest.count(":") == 2
    return text == "" or text in FIELDS


def label(meaning: str) -> str:
    """The meaning in words, for the screen that shows how a file was understood."""
    kind, _, rest = meaning.partition(":")
    if kind == "price":
        currency, _, quantity = rest.partition(":")
        return " ".join(filter(None, ["Price", currency, f"from {int(quantity):,}" if quantity else ""]))
    if kind == "attribute":
        _, name, unit = rest.split(":")
        return f"Attribute {name}" + (f" in {unit}" if unit else "")
    return LABELS.get(meaning, "Left out")
