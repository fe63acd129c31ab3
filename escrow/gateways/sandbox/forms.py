"""The choice on the sandbox's payment page."""

from django import forms

from escrow.gateways.sandbox.engine import Choice


class ChoiceForm(forms.Form):
    """What the payer wants to happen."""

    choice = forms.ChoiceField(choices=[(choice.value, choice.name) for choice in Choice])
