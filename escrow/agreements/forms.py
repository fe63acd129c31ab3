"""Shapes of what people send about agreements. Rules are in the services."""

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

from django import forms

from escrow.agreements.changes import ADDRESS_FIELDS, Changes
from escrow.agreements.spec import Finding, SpecItem
from escrow.states import UnitKind
from marketplace.lib.errors import Invalid
from marketplace.lib.money import parse_minor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from escrow.models import ReleaseUnit
    from marketplace.ledger.models import Order

_AREA = {"rows": 3}
_SPARE_ROWS = 3
_END_OF_DAY = time(17, 0, tzinfo=UTC)


def end_of_day(day: Any) -> datetime | None:
    """The close of business of a day, UTC."""
    return datetime.combine(day, _END_OF_DAY) if day else None


def _date(label: str, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}), **more)


class AmendForm(forms.Form):
    """What is to change; a field left empty stays as it is."""

    ship_due_at = _date("New dispatch date")
    inspection_days = forms.IntegerField(
        required=False, min_value=1, max_value=60, label="Days for inspection", help_text="From delivery."
    )

    def __init__(
        self, *args: Any, order: "Order", units: "Sequence[ReleaseUnit]", is_dispatched: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.currency = order.currency
        if is_dispatched:
            del self.fields["ship_due_at"]
        else:
            for name in ADDRESS_FIELDS[:-1]:
                self.fields[f"to_{name}"] = forms.CharField(
                    required=False, max_length=120, label=f"New address: {name}"
                )
            for line in order.lines.all():
                self.fields[f"off_{line.position}"] = forms.CharField(
                    required=False, max_length=20, label=f"Off {line.description}, {order.currency}",
                    widget=forms.TextInput(attrs={"inputmode": "decimal"}),
                    help_text="What the line becomes cheaper by; it is refunded at once.",
                )  # fmt: skip
            for unit in units:
                if unit.kind == UnitKind.MILESTONE:
                    self.fields[f"unit_{unit.no}"] = _date(f"New date of “{unit.title}”")
        self.fields["note"] = forms.CharField(
            max_length=1000, label="Why", help_text="The other side reads it.", widget=forms.Textarea(attrs=_AREA)
        )

    def changes(self) -> Changes:
        """What was filled in. Raises Invalid for an amount that is none."""
        values = self.cleaned_data
        address = {name: values.get(f"to_{name}", "") for name in ADDRESS_FIELDS}
        return Changes(
            ship_due_at=end_of_day(values.get("ship_due_at")),
            ship_to={name: text for name, text in address.items() if text},
            inspection_days=values.get("inspection_days"),
            reductions={
                int(name[4:]): parse_minor(text, self.currency, field=name)
                for name, text in values.items()
                if name.startswith("off_") and text
            },
            milestones={
                int(name[5:]): moment
                for name, day in values.items()
                if name.startswith("unit_") and (moment := end_of_day(day))
            },
        )


class CancelForm(forms.Form):
    """Why the order ends; for a proposal also the fee."""

    reason = forms.CharField(max_length=1000, help_text="The other side reads it.", widget=forms.Textarea(attrs=_AREA))

    def __init__(self, *args: Any, currency: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency
        if currency:
            self.fields["fee"] = forms.CharField(
                required=False, max_length=20, label=f"To the supplier, {currency}",
                help_text="Out of what is held; empty is nothing.",
                widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            )  # fmt: skip

    def clean_fee(self) -> int:
        """Minor units; nothing is 0."""
        text = self.cleaned_data["fee"]
        try:
            return parse_minor(text, self.currency) if text else 0
        except Invalid as error:
            raise forms.ValidationError(error.message) from error


class ExtendForm(forms.Form):
    """Which delivery needs more time."""

    def __init__(self, *args: Any, units: "Sequence[ReleaseUnit]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = forms.TypedChoiceField(
            coerce=int, label="What is being inspected",
            choices=[(unit.no, f"{unit.title}, until {unit.inspection_ends_at:%-d %B}") for unit in units],
        )  # fmt: skip


class SpecForm(forms.Form):
    """What is measured: a row for each requirement, and three to spare."""

    def __init__(self, *args: Any, items: "Sequence[SpecItem]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [*items, *(SpecItem(no=0, requirement="") for _ in range(_SPARE_ROWS))]
        self.count = len(rows)
        for no, item in enumerate(rows, start=1):
            for name, length in (("requirement", 300), ("minimum", 20), ("maximum", 20), ("unit", 20), ("method", 120)):
                field = forms.CharField(
                    required=False, max_length=length, initial=getattr(item, name), label=f"{name.capitalize()} {no}",
                    widget=forms.TextInput(attrs={"aria-label": f"{name} {no}"}),
                )  # fmt: skip
                self.fields[f"{name}_{no}"] = field
            self.fields[f"line_{no}"] = forms.IntegerField(
                required=False, min_value=0, initial=item.line, widget=forms.HiddenInput
            )

    def rows(self) -> list[dict[str, Any]]:
        """The fields by row, for the table."""
        names = ("requirement", "minimum", "maximum", "unit", "method", "line")
        return [{name: self[f"{name}_{no}"] for name in names} for no in range(1, self.count + 1)]

    def items(self) -> list[SpecItem]:
        """The requirements as they were filled in."""
        values = self.cleaned_data
        return [
            SpecItem(
                no=no, requirement=values[f"requirement_{no}"], line=values[f"line_{no}"] or 0,
                unit=values[f"unit_{no}"], minimum=values[f"minimum_{no}"], maximum=values[f"maximum_{no}"],
                method=values[f"method_{no}"],
            )
            for no in range(1, self.count + 1)
        ]  # fmt: skip


class AppointForm(forms.Form):
    """Who measures, where and when."""

    inspector = forms.CharField(max_length=120, label="Inspector", help_text="Person or company, outside both sides.")
    email = forms.EmailField(label="E-mail", help_text="Gets the link to report; nobody at the supplier sees it.")
    place = forms.CharField(max_length=200, label="Where")
    day = forms.DateField(label="Day", widget=forms.DateInput(attrs={"type": "date"}))
    hour = forms.TimeField(label="Time, UTC", initial="09:00", widget=forms.TimeInput(attrs={"type": "time"}))

    def for_at(self) -> datetime:
        """The moment of the appointment."""
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["hour"], UTC)


class NoteForm(forms.Form):
    """A sentence that the other side reads."""

    note = forms.CharField(max_length=1000, widget=forms.Textarea(attrs=_AREA))


class ReportForm(forms.Form):
    """What the inspector found: a measured value and a verdict for each requirement."""

    def __init__(self, *args: Any, items: "Sequence[SpecItem]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        for item in items:
            self.fields[f"measured_{item.no}"] = forms.CharField(
                max_length=120, label=f"{item.requirement}: measured",
                widget=forms.TextInput(attrs={"aria-label": f"{item.requirement}: measured"}),
            )  # fmt: skip
            self.fields[f"verdict_{item.no}"] = forms.ChoiceField(
                choices=[("pass", "Pass"), ("fail", "Fail")], label=f"{item.requirement}: verdict",
                widget=forms.Select(attrs={"aria-label": f"{item.requirement}: verdict"}),
            )  # fmt: skip
            self.fields[f"note_{item.no}"] = forms.CharField(
                max_length=500, required=False, label=f"{item.requirement}: note",
                widget=forms.TextInput(attrs={"aria-label": f"{item.requirement}: note"}),
            )  # fmt: skip
        self.fields["verdict"] = forms.ChoiceField(
            choices=[("pass", "The goods may leave"), ("fail", "The goods may not leave")], label="Overall"
        )
        self.fields["summary"] = forms.CharField(
            max_length=2000, required=False, widget=forms.Textarea(attrs=_AREA), label="Summary"
        )
        self.fields["inspector"] = forms.CharField(max_length=120, label="Your name, as your signature")
        self.fields["company"] = forms.CharField(max_length=120, label="Your company")
        self.fields["photo"] = forms.FileField(required=False, label="Photo", help_text="JPEG or PNG, up to 25 MB.")
        self.fields["document"] = forms.FileField(required=False, label="Document", help_text="PDF, up to 25 MB.")

    def rows(self) -> list[dict[str, Any]]:
        """Each requirement with its fields, for the table."""
        return [
            {"item": item, **{name: self[f"{name}_{item.no}"] for name in ("measured", "verdict", "note")}}
            for item in self.items
        ]

    def rest(self) -> list[Any]:
        """The fields about the whole."""
        names = ("verdict", "summary", "inspector", "company", "photo", "document")
        return [self[name] for name in names]

    def findings(self) -> list[Finding]:
        """One finding per requirement."""
        values = self.cleaned_data
        return [
            Finding(
                no=item.no, measured=values[f"measured_{item.no}"], note=values[f"note_{item.no}"],
                is_passed=values[f"verdict_{item.no}"] == "pass",
            )
            for item in self.items
        ]  # fmt: skip
