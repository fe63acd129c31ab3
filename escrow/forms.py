"""Shapes of what people send about orders. Rules are in the services."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms

SHOWN = [("waiting", "Waiting for you"), ("open", "Open"), ("done", "Done"), ("all", "All")]


class QuantitiesForm(forms.Form):
    """A quantity for each order line that has something left; left empty, all of it."""

    def __init__(
        self, data: Any = None, files: Any = None, *, left: Mapping[str, str], names: Mapping[str, str]
    ) -> None:
        super().__init__(data, files)
        self.left = left
        for position, quantity in left.items():
            self.fields[f"quantity_{position}"] = forms.DecimalField(
                label=names.get(position, f"Line {position}"), initial=quantity, help_text=f"{quantity} left",
                required=False, min_value=0, max_digits=18, decimal_places=3,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            )  # fmt: skip

    def quantities(self) -> dict[int, Decimal] | None:
        """The part that was entered; None if it is everything."""
        given = {position: self.cleaned_data.get(f"quantity_{position}") for position in self.left}
        part = {
            position: Decimal(self.left[position]) if amount is None else amount for position, amount in given.items()
        }
        if all(part[position] == Decimal(whole) for position, whole in self.left.items()):
            return None
        return {int(position): quantity for position, quantity in part.items()}


class ShipForm(QuantitiesForm):
    """What the vendor knows when the goods leave."""

    carrier = forms.CharField(max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    tracking_number = forms.CharField(
        max_length=80,
        label="Tracking or waybill number",
        help_text="The buyer follows the goods by it.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    document = forms.FileField(
        required=False, label="Delivery note or waybill", help_text="PDF, spreadsheet or text, up to 25 MB."
    )


class DeliveryForm(forms.Form):
    """Who took the goods."""

    signed_by = forms.CharField(
        max_length=120, required=False, label="Signed by", help_text="As on the delivery note.", strip=True
    )


class RefundForm(forms.Form):
    """Why the money goes back."""

    reason = forms.CharField(
        max_length=300, label="Reason", help_text="The other side reads it.", widget=forms.Textarea(attrs={"rows": 3})
    )


class MilestoneForm(forms.Form):
    """What was done."""

    note = forms.CharField(
        max_length=500, label="What was done", help_text="The buyer inspects by it.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class FilterForm(forms.Form):
    """The list's filters, all in the address."""

    show = forms.ChoiceField(choices=SHOWN, required=False)
    q = forms.CharField(max_length=80, required=False)
    before = forms.CharField(max_length=20, required=False)
