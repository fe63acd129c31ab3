"""The forms of a buying company."""

from django import forms

from buyers.services import NewAddress
from marketplace.identity.countries import BY_NAME


class AddressForm(forms.Form):
    """A place that goods are sent to."""

    label = forms.CharField(label="Name of the place", max_length=60, help_text="For example Plant Delft.")
    recipient = forms.CharField(label="Recipient", max_length=120)
    street = forms.CharField(label="Street and number", max_length=160)
    extra = forms.CharField(label="Gate, floor, department", max_length=160, required=False)
    postcode = forms.CharField(label="Postcode", max_length=16)
    city = forms.CharField(label="City", max_length=80)
    country = forms.ChoiceField(label="Country", choices=[("", "Choose a country"), *BY_NAME])
    is_default = forms.BooleanField(label="Use it for new requests", required=False)

    @property
    def address(self) -> NewAddress:
        """The cleaned values for the service."""
        return NewAddress(**{name: value for name, value in self.cleaned_data.items() if name != "is_default"})
