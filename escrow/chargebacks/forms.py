"""Shapes of what people enter about a chargeback. Rules are in the services."""

from django import forms

from escrow.chargebacks.states import Liability


class StatementForm(forms.Form):
    """The vendor's side."""

    text = forms.CharField(
        max_length=4_000,
        label="What happened",
        help_text="It goes to the buyer’s bank as part of the evidence.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class LiabilityForm(forms.Form):
    """Who bears a loss."""

    liability = forms.ChoiceField(choices=Liability.choices, label="A loss is borne by")
    why = forms.CharField(max_length=300, label="Reason")


class WriteOffForm(forms.Form):
    """Why we give up."""

    why = forms.CharField(max_length=300, label="Reason")
