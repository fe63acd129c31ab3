"""Shapes of what people send about commission, terms and payouts. Rules are in the services."""

from decimal import Decimal
from typing import Any

from django import forms

from escrow import queries
from listings.taxonomy import category_choices, category_tree
from marketplace.ledger.plans import KINDS
from marketplace.ledger.states import PayoutMethod, PayoutSchedule
from marketplace.lib.errors import Invalid
from marketplace.lib.money import CURRENCIES, parse_minor, to_minor

_SHORT = forms.TextInput(attrs={"autocomplete": "off", "inputmode": "decimal"})
_CURRENCIES = [(code, code) for code in CURRENCIES]


def _percentage(**kwargs: Any) -> forms.DecimalField:
    return forms.DecimalField(min_value=0, max_value=50, max_digits=5, decimal_places=2, widget=_SHORT, **kwargs)


def _basis_points(value: Decimal | None) -> int:
    return int((value or Decimal(0)) * 100)


def vendor_choices() -> list[tuple[str, str]]:
    """All selling companies by name."""
    return [(str(vendor.id), vendor.name) for vendor in queries.selling_companies()]


class RuleForm(forms.Form):
    """A new commission rule."""

    name = forms.CharField(max_length=80, help_text="Suppliers read it on their orders.")
    vendor = forms.ChoiceField(required=False, label="Supplier")
    category = forms.ChoiceField(required=False, help_text="With everything below it.")
    plan_kind = forms.ChoiceField(
        required=False, label="Payment plan", choices=[("", "Any"), *((kind, kind) for kind in KINDS)]
    )
    percentage = _percentage(label="Percentage", initial="3")
    tax = _percentage(label="Tax on our commission, %", required=False)
    currency = forms.ChoiceField(
        required=False, choices=[("", "Any"), *_CURRENCIES], help_text="Needed where you give amounts."
    )
    fixed = forms.CharField(max_length=20, required=False, label="Plus per order", widget=_SHORT)
    minimum = forms.CharField(max_length=20, required=False, label="At least", widget=_SHORT)
    maximum = forms.CharField(max_length=20, required=False, label="At most", widget=_SHORT)
    tiers = forms.CharField(
        required=False, help_text="One a line: goods from, percentage. For example: 10000 2.5",
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        self.fields["vendor"].choices = [("", "All suppliers"), *vendor_choices()]  # type: ignore[attr-defined]  # a choice field
        self.fields["category"].choices = [("", "All categories"), *category_choices()]  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        """Amounts and percentages become minor units and basis points."""
        values: dict[str, Any] = super().clean() or {}
        currency = values.get("currency") or "EUR"
        try:
            for name in ("fixed", "minimum", "maximum"):
                text = values.get(name)
                values[f"{name}_minor"] = parse_minor(text, currency, field=name) if text else None
            values["tiers"] = _tiers(values.get("tiers", ""), currency)
        except Invalid as error:
            raise forms.ValidationError(
                {name: text for name, text in error.fields.items() if name in self.fields} or error.message
            ) from error
        return values


def _tiers(text: str, currency: str) -> tuple[tuple[int, int], ...]:
    tiers = []
    for line in filter(None, map(str.strip, text.splitlines())):
        parts = line.removesuffix("%").split()
        if len(parts) != 2:
            raise Invalid.field("tiers", f"{line!r} is not an amount and a percentage.")
        start, rate = parse_minor(parts[0], currency, field="tiers"), parse_minor(parts[1], "EUR", field="tiers")
        tiers.append((start, rate))
    return tuple(sorted(tiers))


def category_path(category_id: str) -> str:
    """The path of the category chosen in a form; empty for all."""
    return next((node["path"] for node in category_tree() if str(node["id"]) == category_id), "")


class PreviewForm(forms.Form):
    """An order to try the rules on."""

    vendor = forms.ChoiceField(required=False, label="Supplier")
    category = forms.ChoiceField(required=False)
    plan_kind = forms.ChoiceField(label="Payment plan", required=False, choices=[(kind, kind) for kind in KINDS])
    currency = forms.ChoiceField(choices=_CURRENCIES, initial="EUR")
    goods = forms.DecimalField(min_value=1, max_digits=12, decimal_places=2, initial="24100", widget=_SHORT)

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        self.fields["vendor"].choices = [("", "Any supplier"), *vendor_choices()]  # type: ignore[attr-defined]  # a choice field
        self.fields["category"].choices = [("", "Any category"), *category_choices()]  # type: ignore[attr-defined]  # a choice field

    def goods_minor(self) -> int:
        """The value of the goods in minor units."""
        return to_minor(self.cleaned_data["goods"], self.cleaned_data["currency"])


FALLBACK = "EUR"
"""The currency that a least payout is entered in where each order is paid in its own."""


class TermsForm(forms.Form):
    """How a vendor is paid."""

    currency = forms.ChoiceField(required=False, label="Paid in", choices=[("", "Each order's currency"), *_CURRENCIES])
    schedule = forms.ChoiceField(choices=PayoutSchedule.choices, label="Payouts")
    schedule_day = forms.IntegerField(
        min_value=1, max_value=28, initial=1, label="Day", help_text="Weekly: 1 is Monday. Monthly: day of the month."
    )
    minimum = forms.DecimalField(
        min_value=0,
        max_digits=12,
        decimal_places=3,
        initial=0,
        label="Least payout",
        widget=_SHORT,
        help_text="Smaller amounts wait for the next run.",
    )
    maturity_days = forms.IntegerField(min_value=0, max_value=90, initial=0, label="Released money waits, days")
    reserve = _percentage(initial=0, label="Reserve, %")
    reserve_days = forms.IntegerField(min_value=0, max_value=365, initial=90, label="Reserve is kept, days")
    method = forms.ChoiceField(choices=PayoutMethod.choices)
    iban = forms.CharField(max_length=34, required=False, label="IBAN", help_text="For transfers from our bank.")
    bic = forms.CharField(max_length=11, required=False, label="BIC")

    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        found = dict(self.cleaned_data)
        found["reserve_bp"] = _basis_points(found.pop("reserve"))
        found["minimum_minor"] = to_minor(found.pop("minimum"), found["currency"] or FALLBACK)
        found["iban"] = found["iban"].replace(" ", "").upper()
        return found


class ProposalForm(forms.Form):
    """What a vendor asks for."""

    currency = forms.ChoiceField(required=False, label="Paid in", choices=[("", "Each order's currency"), *_CURRENCIES])
    schedule = forms.ChoiceField(choices=PayoutSchedule.choices[:3], label="Payouts")
    schedule_day = forms.IntegerField(
        min_value=1, max_value=28, initial=1, label="Day", help_text="Weekly: 1 is Monday. Monthly: day of the month."
    )


class AnswerForm(forms.Form):
    """The operator's answer."""

    agreed = forms.BooleanField(required=False)


class RateForm(forms.Form):
    """An exchange rate."""

    base = forms.ChoiceField(choices=_CURRENCIES, initial="EUR", label="One")
    quote = forms.ChoiceField(choices=_CURRENCIES, initial="USD", label="is so many")
    rate = forms.DecimalField(max_digits=18, decimal_places=8, widget=_SHORT)
    source = forms.CharField(max_length=80, initial="ECB", help_text="Who says so.")


class DebtForm(forms.Form):
    """What of a debt is settled, and by what."""

    currency = forms.ChoiceField(choices=_CURRENCIES)
    amount = forms.CharField(max_length=20, widget=_SHORT)
    why = forms.CharField(max_length=120, label="Reference or reason")

    def clean(self) -> dict[str, Any]:
        """The amount in minor units."""
        values: dict[str, Any] = super().clean() or {}
        try:
            values["amount_minor"] = parse_minor(values.pop("amount", "") or "", values.get("currency", "EUR"))
        except Invalid as error:
            raise forms.ValidationError({"amount": error.fields.get("amount", error.message)}) from error
        return values


class SentForm(forms.Form):
    """What our bank calls a transfer."""

    bank_reference = forms.CharField(max_length=80, label="Bank reference")


class ReturnedForm(forms.Form):
    """Why a transfer came back."""

    reason = forms.CharField(max_length=300)
