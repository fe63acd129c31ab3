"""Shapes of what the operator's finance enters. Rules are in the services."""

from django import forms

from marketplace.lib.errors import Invalid
from marketplace.lib.money import CURRENCIES, parse_minor

_MONEY = {"inputmode": "decimal", "autocomplete": "off"}


class ResolveForm(forms.Form):
    """Why a line may stay as it is."""

    why = forms.CharField(max_length=300, label="What it is, and what became of it")


class ReceiptForm(forms.Form):
    """One line of a bank statement."""

    reference = forms.CharField(
        max_length=500, required=False, label="What the payer wrote", help_text="With the RF reference, if it has one."
    )
    amount = forms.CharField(max_length=30, widget=forms.TextInput(attrs=_MONEY))
    currency = forms.ChoiceField(choices=[(code, code) for code in CURRENCIES])
    value_date = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))
    bank_ref = forms.CharField(max_length=80, label="The bank’s reference", help_text="Each is recorded once.")
    payer = forms.CharField(max_length=120, required=False)

    def clean(self) -> dict[str, object]:
        """The amount in minor units of its currency."""
        data = super().clean() or {}
        if "amount" in data and "currency" in data:
            try:
                data["amount_minor"] = parse_minor(str(data["amount"]), str(data["currency"]))
            except Invalid as error:
                self.add_error("amount", error.message)
        return data


class StatementForm(forms.Form):
    """A bank's file."""

    file = forms.FileField(
        label="Bank statement", help_text="CAMT.053 or CAMT.054 (XML), or CSV with a first line that names the columns."
    )


class AssignForm(forms.Form):
    """Whose money it is."""

    order_number = forms.CharField(max_length=20, label="Order", widget=forms.TextInput(attrs={"autocomplete": "off"}))
    leg_no = forms.IntegerField(min_value=1, max_value=99, initial=1, label="Payment")
    why = forms.CharField(max_length=300, label="How you know")


class ReturnForm(forms.Form):
    """Why it was sent back."""

    why = forms.CharField(max_length=300, label="Why it was sent back")
