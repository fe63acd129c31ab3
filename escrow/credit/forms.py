"""Shapes of what people send about credit. Rules are in the services; amounts come in major units."""

from decimal import Decimal
from typing import Any

from django import forms

from escrow.credit.states import Dunning, Exposure
from marketplace.lib.money import CURRENCIES, parse_minor

_SHORT = forms.TextInput(attrs={"autocomplete": "off", "inputmode": "decimal"})


class MoneyForm(forms.Form):
    """A form with an amount in a currency that the form knows; ``cleaned_data['amount_minor']`` is in minor units."""

    currency = "EUR"
    is_amount_required = True

    def __init__(self, data: Any = None, files: Any = None, *, currency: str = "EUR", initial: Any = None) -> None:
        super().__init__(data, files, initial=initial)
        self.currency = currency

    def clean(self) -> dict[str, Any]:
        """Parse the amount in the form's currency."""
        values: dict[str, Any] = super().clean() or {}
        text = values.pop("amount", "")
        currency = values.get("currency") or self.currency
        values["amount_minor"] = parse_minor(text, currency) if text else None
        return values


class RequestForm(MoneyForm):
    """Asking for credit."""

    lender = forms.ChoiceField(
        label="From", required=False, help_text="The market's credit is good with every supplier."
    )
    currency = forms.ChoiceField(choices=[(code, code) for code in CURRENCIES], initial="EUR")  # type: ignore[assignment]  # the field of the form
    amount = forms.CharField(max_length=20, label="Amount", help_text="What you expect to owe at most.", widget=_SHORT)
    note = forms.CharField(
        max_length=600, required=False, label="About your company",
        help_text="What you buy and how often, and who may be asked about you.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    document = forms.FileField(
        required=False, label="Accounts or register extract", help_text="PDF or spreadsheet, up to 25 MB."
    )

    def __init__(
        self, data: Any = None, files: Any = None, *, lenders: list[tuple[str, str]], initial: Any = None
    ) -> None:
        super().__init__(data, files, initial=initial)
        self.fields["lender"].choices = lenders  # type: ignore[attr-defined]  # a choice field


class DecisionForm(MoneyForm):
    """What a lender grants."""

    amount = forms.CharField(max_length=20, label="Limit", widget=_SHORT)
    net_days = forms.IntegerField(min_value=1, max_value=180, label="Net days", initial=30)
    is_end_of_month = forms.BooleanField(required=False, label="Counted from the end of the month")
    discount_percent = forms.DecimalField(
        min_value=Decimal(0), max_value=Decimal(20), max_digits=4, decimal_places=2, initial=0, required=False,
        label="Early payment discount, %",
    )  # fmt: skip
    discount_days = forms.IntegerField(min_value=0, max_value=90, initial=0, required=False, label="Within, days")
    grace_days = forms.IntegerField(min_value=0, max_value=30, initial=0, required=False, label="Days of grace")
    exposure = forms.ChoiceField(choices=Exposure.choices, label="An order counts against the limit")
    dunning = forms.ChoiceField(choices=Dunning.choices, label="Reminders")
    needs_purchase_order = forms.BooleanField(required=False, label="No invoice without the buyer’s purchase order")
    is_consolidated = forms.BooleanField(required=False, label="One invoice per order, at its last shipment")

    def clean(self) -> dict[str, Any]:
        """Percent to basis points."""
        values = super().clean()
        values["discount_bp"] = int((values.pop("discount_percent", None) or Decimal(0)) * 100)
        for name in ("discount_days", "grace_days"):
            values[name] = values.get(name) or 0
        return values


class LimitForm(MoneyForm):
    """Another limit."""

    amount = forms.CharField(max_length=20, label="New limit", widget=_SHORT)
    reason = forms.CharField(max_length=300, required=False, label="Reason", help_text="The buyer reads it.")


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        max_length=300, required=False, label="Reason", help_text="The other side reads it.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class PayForm(MoneyForm):
    """How much, and from where."""

    amount = forms.CharField(max_length=20, required=False, label="Amount", widget=_SHORT)
    source = forms.ChoiceField(
        choices=[("provider", "Card or bank transfer"), ("wallet", "Wallet")], required=False, initial="provider",
        label="Pay from",
    )  # fmt: skip


class CreditNoteForm(MoneyForm):
    """What is taken back."""

    amount = forms.CharField(max_length=20, label="Amount, tax included", widget=_SHORT)
    text = forms.CharField(max_length=300, label="Reason", help_text="It stands on the credit note.")


class ObjectionForm(MoneyForm):
    """What is wrong with a line."""

    amount = forms.CharField(max_length=20, label="Disputed amount", widget=_SHORT)
    reason = forms.CharField(max_length=300, label="What is wrong", widget=forms.Textarea(attrs={"rows": 3}))


class AnswerForm(forms.Form):
    """The seller's answer to a disputed line, or its withdrawal."""

    is_upheld = forms.BooleanField(required=False)
    answer = forms.CharField(max_length=300, label="Answer")


class PurchaseOrderForm(MoneyForm):
    """The buyer's paper."""

    purchase_order_number = forms.CharField(max_length=60, label="Purchase order number")
    amount = forms.CharField(max_length=20, label="Total", help_text="As on your purchase order.", widget=_SHORT)
    document = forms.FileField(required=False, label="Purchase order", help_text="PDF, up to 25 MB.")


class ResolutionForm(forms.Form):
    """Why a shipment is invoiced although the papers differ."""

    resolution = forms.CharField(
        max_length=300, label="Why it is right", help_text="Both sides read it.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
