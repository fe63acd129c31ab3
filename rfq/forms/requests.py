"""The form of a request. Its lines are a formset; three empty rows wait, and "More lines" adds five without scripts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.forms.formsets import BaseFormSet

from listings.units import UNITS
from marketplace.identity.countries import NAMES
from marketplace.identity.models import Organization
from marketplace.lib.money import CURRENCIES
from rfq.drafts import MAX_LINES, LineDraft, RfqDraft
from rfq.models import Rfq
from rfq.states import Visibility
from rfq.terms import INCOTERMS

LINES = "lines"
MORE = "more"
_SPARE_ROWS = 3
_MORE_ROWS = 5
DEFAULT_DAYS = 14


def end_of(day: Any) -> datetime:
    """A deadline given as a day ends with that day, UTC."""
    return datetime.combine(day, time(23, 59), tzinfo=UTC)


class LineForm(forms.Form):
    """One position."""

    description = forms.CharField(max_length=300, label="What")
    quantity = forms.DecimalField(max_digits=18, decimal_places=3, min_value=0, label="Quantity")
    unit = forms.ChoiceField(choices=[(code, code) for code, _ in UNITS], label="Unit", initial="pcs")
    target_unit_price = forms.DecimalField(
        max_digits=18, decimal_places=6, min_value=0, required=False, label="Target price"
    )
    specification = forms.CharField(max_length=2000, required=False, label="Specification")
    listing_id = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def has_changed(self) -> bool:
        """A row whose unit alone was touched is still empty."""
        return bool(set(self.changed_data) - {"unit"})


LineFormSet = forms.formset_factory(
    LineForm, formset=BaseFormSet, extra=_SPARE_ROWS, max_num=MAX_LINES, validate_max=True
)


@dataclass(frozen=True, slots=True)
class RfqChoices:
    """What the form offers to choose from. ``addresses``: by id, a label and the text that orders keep."""

    categories: list[tuple[int, str]]
    suppliers: list[Organization]
    addresses: dict[str, tuple[str, dict[str, str]]]


class RfqForm(forms.Form):
    """A whole request. ``draft()`` gives it as the services take it."""

    title = forms.CharField(
        max_length=200, label="Title", help_text="What suppliers read first, like “IP67 die-cast enclosures”."
    )
    description = forms.CharField(
        required=False, label="Details", widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Material, tolerances, surface, tests, packing. What a supplier must know to price it.",
    )  # fmt: skip
    category = forms.TypedChoiceField(required=False, coerce=int, empty_value=None, label="Category")
    currency = forms.ChoiceField(choices=[(one, one) for one in CURRENCIES], label="Currency")
    incoterm = forms.ChoiceField(choices=[(one, one) for one in INCOTERMS], label="Incoterm", initial="DAP")
    address = forms.ChoiceField(required=False, label="Deliver to")
    place = forms.CharField(
        max_length=120,
        required=False,
        label="or another place",
        widget=forms.TextInput(attrs={"placeholder": "Delft, NL"}),
    )
    closes_on = forms.DateField(label="Quotes until, end of day", widget=forms.DateInput(attrs={"type": "date"}))
    visibility = forms.ChoiceField(
        choices=Visibility.choices, widget=forms.RadioSelect, label="Who may quote", initial=Visibility.OPEN
    )
    vendors = forms.MultipleChoiceField(
        required=False, label="Invite suppliers", widget=forms.CheckboxSelectMultiple,
        help_text="They are told at once.",
    )  # fmt: skip
    sealed = forms.BooleanField(required=False, label="Keep prices sealed until the deadline")

    def __init__(self, data: Any = None, *, choices: RfqChoices, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self._offer(choices)
        rows = data.copy() if data is not None else None
        self.wants_more = data is not None and MORE in data
        if rows is not None and self.wants_more:
            rows[f"{LINES}-TOTAL_FORMS"] = str(min(int(rows.get(f"{LINES}-TOTAL_FORMS") or 0) + _MORE_ROWS, MAX_LINES))
        # A sent row counts by what it says, not by how it differs from what the page showed.
        self.lines = LineFormSet(rows, prefix=LINES, initial=self.initial.get(LINES) if rows is None else None)

    def _offer(self, choices: RfqChoices) -> None:
        self.addresses = choices.addresses
        vendors = [(str(one.id), f"{one.name}, {NAMES.get(one.country, one.country)}") for one in choices.suppliers]
        addresses = [(key, label) for key, (label, _) in choices.addresses.items()]
        self.fields["category"].choices = [("", "No category"), *choices.categories]  # type: ignore[attr-defined]
        self.fields["vendors"].choices = vendors  # type: ignore[attr-defined]
        self.fields["address"].choices = [*addresses, ("", "Another place")]  # type: ignore[attr-defined]

    def is_valid(self) -> bool:
        """The fields and every filled row; a click on "More lines" is not a submission."""
        if self.wants_more:
            self._errors = forms.utils.ErrorDict()
            return False
        fields, rows = super().is_valid(), self.lines.is_valid()
        if fields and rows and not self._filled():
            self.add_error(None, "Ask for at least one thing: fill in the first line.")
            return False
        return fields and rows

    def draft(self, file_ids: tuple[UUID, ...] = ()) -> RfqDraft:
        """The request as the services take it."""
        data = self.cleaned_data
        _, ship_to = self.addresses.get(data["address"], ("", {}))
        return RfqDraft(
            title=data["title"],
            description=data["description"],
            category_id=data["category"],
            currency=data["currency"],
            incoterm=data["incoterm"],
            place=data["place"] or ship_to.get("place", ""),
            ship_to=ship_to if not data["place"] or data["place"] == ship_to.get("place") else {},
            closes_at=end_of(data["closes_on"]),
            visibility=data["visibility"],
            sealed=data["sealed"],
            vendor_ids=tuple(UUID(one) for one in data["vendors"]),
            lines=tuple(LineDraft(**row) for row in self._filled()),
            file_ids=file_ids,
        )

    def _filled(self) -> list[dict[str, Any]]:
        return [row.cleaned_data for row in self.lines if row.has_changed() and row.cleaned_data]


def initial_of(rfq: Rfq, addresses: Mapping[str, tuple[str, dict[str, str]]]) -> dict[str, Any]:
    """A draft's content as the form's initial values; the place shows as one of ``addresses`` where it is one."""
    address = next((key for key, (_, lines) in addresses.items() if lines == rfq.ship_to), "")
    return {
        "title": rfq.title,
        "description": rfq.description,
        "category": rfq.category_id,
        "currency": rfq.currency,
        "incoterm": rfq.incoterm,
        "address": address,
        "place": "" if address else rfq.place,
        "closes_on": rfq.closes_at.date(),
        "visibility": rfq.visibility,
        "sealed": rfq.sealed,
        "vendors": [str(one.vendor_id) for one in rfq.invitations.all()],
        LINES: [
            {
                "description": line.description,
                "quantity": line.quantity.normalize(),
                "unit": line.unit,
                "target_unit_price": line.target_unit_price and line.target_unit_price.normalize(),
                "specification": line.specification,
                "listing_id": line.listing_id,
            }
            for line in rfq.lines.all()
        ],
    }


def blank_initial(currency: str, at: datetime) -> dict[str, Any]:
    """What a new request starts with."""
    return {"currency": currency, "closes_on": (at + timedelta(days=DEFAULT_DAYS)).date()}


class DeadlineForm(forms.Form):
    """A later deadline."""

    closes_on = forms.DateField(label="Quotes until", widget=forms.DateInput(attrs={"type": "date"}))


class CancelForm(forms.Form):
    """Why the request is taken back."""

    reason = forms.CharField(max_length=300, label="Reason", help_text="Every supplier who quoted reads it.")


class InviteForm(forms.Form):
    """More suppliers by name."""

    vendors = forms.MultipleChoiceField(label="Suppliers", widget=forms.CheckboxSelectMultiple)

    def __init__(self, data: Any = None, *, suppliers: list[Organization], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        choices = [(str(one.id), f"{one.name}, {NAMES.get(one.country, one.country)}") for one in suppliers]
        self.fields["vendors"].choices = choices  # type: ignore[attr-defined]


class FileForm(forms.Form):
    """A drawing or specification."""

    file = forms.FileField(label="File")
