"""Shapes of what people send about orders. Rules are in the services."""

from django import forms

SHOWN = [("waiting", "Waiting for you"), ("open", "Open"), ("done", "Done"), ("all", "All")]


class ShipForm(forms.Form):
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


class FilterForm(forms.Form):
    """The list's filters, all in the address."""

    show = forms.ChoiceField(choices=SHOWN, required=False)
    q = forms.CharField(max_length=80, required=False)
    before = forms.CharField(max_length=20, required=False)
