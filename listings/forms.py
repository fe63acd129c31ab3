"""Forms of the catalogue: shape only; what is allowed is decided in ``content`` and the services."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from django import forms
from django.http import QueryDict

from listings.content import ATTRIBUTE_KINDS, Attribute, ListingDraft, Price, parse_attribute
from listings.imports.checking import decimal_of
from listings.models import Listing
from listings.pricing import price_number
from listings.rows import draft_of
from listings.taxonomy import category_choices
from listings.units import UNITS
from marketplace.lib.errors import Invalid
from marketplace.lib.money import CURRENCIES

SPARE_ROWS = 3
_ATTRIBUTE_FIELDS = ("attribute_name", "attribute_kind", "attribute_value", "attribute_unit")
_PRICE_FIELDS = ("price_currency", "price_quantity", "price_amount")
Row = tuple[str, ...]


class ListingForm(forms.Form):
    """The whole content of a listing. Attributes and prices are rows of plain inputs, read by position.

    ``draft`` is what was entered, once the form is valid. Spare empty rows make it work without scripts.
    """

    sku = forms.CharField(label="SKU", max_length=80, help_text="Your own number. Imports find the product by it.")
    title = forms.CharField(max_length=240)
    category = forms.TypedChoiceField(coerce=int, empty_value=None, required=False)
    unit = forms.ChoiceField(choices=UNITS, label="Sold by", initial="pcs")
    moq = forms.IntegerField(min_value=1, max_value=2_147_483_647, label="Minimum order", initial=1)
    lead_time_days = forms.IntegerField(min_value=0, max_value=1000, label="Lead time, days", initial=14)
    stock = forms.IntegerField(min_value=0, max_value=2_147_483_647, label="In stock", initial=0)
    description = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 6}), max_length=20_000, required=False,
        help_text="Markdown: **bold**, lists, tables and links.",
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    kinds = ATTRIBUTE_KINDS
    currencies = CURRENCIES
    draft: ListingDraft

    def __init__(self, data: QueryDict | None = None, *, listing: Listing | None = None, currency: str = "EUR") -> None:
        content = draft_of(listing) if listing else None
        super().__init__(data, initial=_initial(listing) if listing else None)
        self.fields["category"].choices = [("", "Choose a category"), *category_choices()]  # type: ignore[attr-defined]  # a ChoiceField
        self._content, self._currency = content, currency

    @property
    def attribute_rows(self) -> list[Row]:
        """Name, kind, value and unit of each row, and spare rows."""
        rows = self._rows(_ATTRIBUTE_FIELDS)
        if rows is None:
            attributes = self._content.attributes if self._content else ()
            rows = [(one.name, one.kind, one.value, one.unit) for one in attributes]
        return [*rows, *[("", "text", "", "")] * SPARE_ROWS]

    @property
    def price_rows(self) -> list[Row]:
        """Currency, quantity and price of each row, and spare rows."""
        rows = self._rows(_PRICE_FIELDS)
        if rows is None:
            prices = self._content.prices if self._content else ()
            rows = [(one.currency, str(one.min_quantity), price_number(one.unit_price, one.currency)) for one in prices]
        return [*rows, *[(self._currency, "", "")] * SPARE_ROWS]

    def clean(self) -> dict[str, Any]:
        """Put the rows together; the first wrong one is reported above the form."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        try:
            self.draft = ListingDraft(
                **{name: cleaned[name] for name in ("sku", "title", "unit", "moq", "lead_time_days", "stock")},
                description=cleaned["description"].replace("\r\n", "\n"),
                category_id=cleaned["category"],
                attributes=tuple(_attribute(row) for row in self._rows(_ATTRIBUTE_FIELDS) or ()),
                prices=tuple(
                    sorted(
                        map(_price, self._rows(_PRICE_FIELDS) or ()), key=lambda one: (one.currency, one.min_quantity)
                    )
                ),
            )
        except Invalid as error:
            raise forms.ValidationError(error.message) from error
        return cleaned

    def _rows(self, names: Sequence[str]) -> list[Row] | None:
        """The rows that were sent, without the empty ones; None if the form is fresh."""
        if not isinstance(self.data, QueryDict) or not self.is_bound:
            return None
        columns = [self.data.getlist(name)[:400] for name in names]
        rows = zip_longest(*columns, fillvalue="")
        told = 0 if names is _ATTRIBUTE_FIELDS else 1
        return [row for row in rows if row[told].strip() or row[2].strip()]


def _initial(listing: Listing) -> dict[str, Any]:
    names = ("sku", "title", "unit", "moq", "lead_time_days", "stock", "description", "version")
    return {**{name: getattr(listing, name) for name in names}, "category": listing.category_id}


def _attribute(row: Row) -> Attribute:
    name, kind, value, unit = row
    number = decimal_of(value) if kind == "number" else None
    return parse_attribute(name, kind, value if number is None else number, unit)


def _price(row: Row) -> Price:
    currency, quantity, amount = row
    number, start = decimal_of(amount), decimal_of(quantity)
    if number is None:
        raise Invalid.field("prices", f"{amount!r} is not a price. Write it like 12.50.")
    if start is None or start != start.to_integral_value() or not 1 <= start <= Decimal(2_000_000_000):
        raise Invalid.field("prices", f"{quantity!r} is not a quantity. Write a whole number from 1 on.")
    return Price(currency, int(start), number)


class BulkForm(forms.Form):
    """Several listings and what to do with them."""

    do = forms.ChoiceField(choices=[("publish", "Publish"), ("withdraw", "Withdraw")])

    def clean(self) -> dict[str, Any]:
        """Read the ticked rows."""
        cleaned = super().clean() or {}
        cleaned["slugs"] = self.data.getlist("slugs")[:500] if isinstance(self.data, QueryDict) else []
        if not cleaned["slugs"]:
            raise forms.ValidationError("Tick at least one product.")
        return cleaned


class ImageForm(forms.Form):
    """A picture, sent with the form or uploaded before it."""

    image = forms.FileField(label="Picture", help_text="PNG, JPEG or WebP up to 12 MB.")
    alt = forms.CharField(label="What it shows", max_length=160, required=False)


class ImportForm(forms.Form):
    """A catalogue file and how to take it in."""

    catalogue = forms.FileField(label="File", help_text="CSV, XLSX or Icecat JSON lines, up to 64 MB and 200,000 rows.")
    default_category = forms.TypedChoiceField(
        coerce=int, empty_value=None, required=False, label="Category where the file names none"
    )
    publish_complete = forms.BooleanField(required=False, label="Publish complete products right after the import")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["default_category"].choices = [("", "None"), *category_choices()]  # type: ignore[attr-defined]  # a ChoiceField
