"""What a vendor writes about a product, as one typed value, and the rules that it must meet.

The form, the API and the import all build a ``ListingDraft``; the services take nothing else. Checking
is pure, so that a dry run of 100,000 rows needs no database.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Literal, get_args

from listings.pricing import Tier, ladder_problem
from listings.units import UNECE_CODES
from marketplace.lib.errors import Invalid
from marketplace.lib.money import CURRENCIES

AttributeKind = Literal["text", "number", "boolean"]
ATTRIBUTE_KINDS: tuple[AttributeKind, ...] = get_args(AttributeKind)
MAX_ATTRIBUTES = 250
MAX_TIERS = 60
_LARGEST_INT = 2_147_483_647


@dataclass(frozen=True, slots=True)
class Attribute:
    """One typed fact: ``Attribute("Wall thickness", "number", "2.5", "mm")``. The value is text in canonical form."""

    name: str
    kind: AttributeKind
    value: str
    unit: str = ""

    def as_json(self) -> dict[str, str]:
        """How the column keeps it."""
        return {"name": self.name, "kind": self.kind, "value": self.value, "unit": self.unit}


@dataclass(frozen=True, slots=True)
class Price:
    """A tier with its currency, as a draft and ``set_prices`` take it. ``unit_price`` in major units."""

    currency: str
    min_quantity: int
    unit_price: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingDraft:
    """The whole content of a listing. A revision replaces all of it."""

    sku: str
    title: str
    description: str = ""
    category_id: int | None = None
    unit: str = "pcs"
    moq: int = 1
    lead_time_days: int = 14
    stock: int = 0
    attributes: tuple[Attribute, ...] = ()
    prices: tuple[Price, ...] = ()


def parse_attribute(name: str, kind: str, value: Any, unit: str = "") -> Attribute:
    """An attribute from what somebody typed. Raises Invalid if kind and value do not fit."""
    name, text, unit = str(name).strip(), str(value).strip(), str(unit).strip()
    if not name or len(name) > 80:
        raise Invalid.field("attributes", "An attribute has a name of at most 80 characters.")
    if len(text) > 1000 or len(unit) > 20:
        raise Invalid.field("attributes", f"“{name}” is too long: 1,000 characters for a value, 20 for a unit.")
    if kind == "number":
        return Attribute(name, "number", _number_text(name, text), unit)
    if kind == "boolean":
        truth = {"true": "true", "yes": "true", "1": "true", "false": "false", "no": "false", "0": "false"}
        if text.lower() not in truth:
            raise Invalid.field("attributes", f"“{name}” is yes or no, not {text!r}.")
        return Attribute(name, "boolean", truth[text.lower()])
    if kind != "text":
        raise Invalid.field("attributes", f"{kind!r} is no kind of attribute. Use {', '.join(ATTRIBUTE_KINDS)}.")
    if not text:
        raise Invalid.field("attributes", f"“{name}” has no value. Fill it in or remove the row.")
    return Attribute(name, "text", text, unit)


def _number_text(name: str, text: str) -> str:
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise Invalid.field("attributes", f"“{name}” is a number; {text!r} is not one.") from error
    if not number.is_finite() or abs(number) >= Decimal(10) ** 15:
        raise Invalid.field("attributes", f"“{name}” is a number; {text!r} is not one.")
    return f"{number.normalize():f}"


def draft_problems(draft: ListingDraft) -> dict[str, str]:
    """Field by field, what keeps this draft from being saved. Empty if it may be."""
    problems: dict[str, str] = {}
    if not draft.sku.strip() or len(draft.sku) > 80:
        problems["sku"] = "Give the product an SKU of 1 to 80 characters."
    if not draft.title.strip() or len(draft.title) > 240:
        problems["title"] = "Give the product a title of 1 to 240 characters."
    if len(draft.description) > 20_000:
        problems["description"] = "Descriptions have at most 20,000 characters."
    if draft.unit not in UNECE_CODES:
        problems["unit"] = f"{draft.unit!r} is no unit that we know. Use one of {', '.join(UNECE_CODES)}."
    if not 1 <= draft.moq <= _LARGEST_INT:
        problems["moq"] = "The minimum order quantity is at least 1."
    if not 0 <= draft.lead_time_days <= 1000:
        problems["lead_time_days"] = "Lead time is 0 to 1,000 days."
    if not 0 <= draft.stock <= _LARGEST_INT:
        problems["stock"] = "Stock is 0 or more."
    if len(draft.attributes) > MAX_ATTRIBUTES:
        problems["attributes"] = f"A listing has at most {MAX_ATTRIBUTES} attributes."
    if problem := prices_problem(draft.prices):
        problems["prices"] = problem
    return problems


def prices_problem(prices: Iterable[Price]) -> str:
    """Why these prices are no price list, or ""."""
    by_currency = group_tiers(prices)
    if sum(len(tiers) for tiers in by_currency.values()) > MAX_TIERS:
        return f"A listing has at most {MAX_TIERS} prices."
    for currency, tiers in by_currency.items():
        if currency not in CURRENCIES:
            return f"{currency!r} is not a currency we trade in."
        if problem := ladder_problem(tiers):
            return f"{currency}: {problem}" if len(by_currency) > 1 else problem
    return ""


def group_tiers(prices: Iterable[Price]) -> dict[str, list[Tier]]:
    """The ladder of each currency, by quantity."""
    grouped: dict[str, list[Tier]] = {}
    for price in sorted(prices, key=lambda price: (price.currency, price.min_quantity)):
        grouped.setdefault(price.currency, []).append(Tier(price.min_quantity, price.unit_price))
    return grouped


def check_draft(draft: ListingDraft) -> None:
    """Raise Invalid, naming each wrong field, unless ``draft`` may be saved."""
    if problems := draft_problems(draft):
        raise Invalid(" ".join(problems.values()), fields=problems)


def publishing_problems(draft: ListingDraft) -> dict[str, str]:
    """What is still missing before buyers may see it: a category and a price."""
    problems = draft_problems(draft)
    if draft.category_id is None:
        problems["category"] = "Choose a category."
    if not draft.prices:
        problems["prices"] = "Add at least one price."
    return problems
