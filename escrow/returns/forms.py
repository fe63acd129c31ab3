"""Shapes of what people send about returns. Rules are in the services."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms

from escrow.returns.states import WITH_SHARE, Disposition, Outcome, Payer, Reason, Remedy
from escrow.splitting import plain
from marketplace.lib.errors import Invalid
from marketplace.lib.money import parse_minor

if TYPE_CHECKING:
    from escrow.returns.models import ReturnLine

SHOWN = [("waiting", "Waiting for you"), ("open", "Open"), ("done", "Done"), ("all", "All")]
_AREA = {"rows": 3}
_WHOLE_PERCENT = Decimal(100)


class FilterForm(forms.Form):
    """The list's filters, all in the address."""

    show = forms.ChoiceField(choices=SHOWN, required=False)
    q = forms.CharField(max_length=80, required=False)


class PercentField(forms.DecimalField):
    """A share as people write it; its value is in basis points."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=100, max_digits=5, decimal_places=2, **kwargs)

    def clean(self, value: Any) -> int:
        """Percent to basis points; nothing is the whole."""
        percent = super().clean(value)
        return int((_WHOLE_PERCENT if percent is None else percent) * 100)


class MoneyField(forms.CharField):
    """An amount in the currency of the order, as minor units."""

    def __init__(self, *, currency: str, **kwargs: Any) -> None:
        self.currency = currency
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "decimal"}), **kwargs)

    def clean(self, value: Any) -> int:
        """Minor units; nothing is 0."""
        text = super().clean(value)
        try:
            return parse_minor(text, self.currency) if text else 0
        except Invalid as error:
            raise forms.ValidationError(error.message) from error


def _pieces(limit: Decimal, label: str, *, initial: Decimal | None = None) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, min_value=0, max_value=limit, max_digits=18, decimal_places=3, required=False,
        initial=None if initial is None else plain(initial), widget=forms.NumberInput(attrs={"step": "any"}),
    )  # fmt: skip


class OfferFields(forms.Form):
    """The remedy that a side wants, and how much of the value it is."""

    remedy = forms.ChoiceField(choices=Remedy.choices)
    credit = PercentField(
        required=False, label="Share of the value", help_text="Percent; for a partial refund or a credit."
    )

    def clean(self) -> dict[str, Any]:
        """A share only where there is one."""
        cleaned = super().clean() or {}
        if cleaned.get("remedy") not in WITH_SHARE:
            cleaned["credit"] = 10_000
        return cleaned


class RequestForm(OfferFields):
    """What goes back, and why. One field per position that can still be returned."""

    reason = forms.ChoiceField(choices=Reason.choices)
    note = forms.CharField(
        max_length=2000, label="What is wrong", help_text="The supplier reads it, and Harborline if it has to decide.",
        widget=forms.Textarea(attrs=_AREA),
    )  # fmt: skip
    photos = forms.FileField(required=False, label="Photo or report", help_text="JPEG, PNG or PDF, up to 25 MB.")
    field_order = ["reason", "note", "remedy", "credit", "photos"]

    def __init__(
        self, *args: Any, available: list[tuple[int, str, Decimal]], remedies: tuple[str, ...], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.positions = [position for position, _, limit in available if limit]
        for position, description, limit in available:
            if limit:
                self.fields[f"quantity_{position}"] = _pieces(limit, f"{description}: pieces, at most {plain(limit)}")
                self.fields[f"serials_{position}"] = forms.CharField(
                    max_length=500, required=False, label="Lots or serial numbers"
                )
        choices = [(value, label) for value, label in Remedy.choices if value in remedies]
        self.fields["remedy"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
        self.order_fields([name for name in self.fields if name.startswith(("quantity", "serials"))])

    @property
    def lines(self) -> list[tuple[int, Decimal, str]]:
        """(position, pieces, serials) of what goes back."""
        values = self.cleaned_data
        return [
            (position, values[f"quantity_{position}"], values.get(f"serials_{position}", ""))
            for position in self.positions
            if values.get(f"quantity_{position}")
        ]


class CounterForm(OfferFields):
    """Another proposal: one field per position."""

    restocking = PercentField(required=False, label="Restocking fee", help_text="Percent of the refund.", initial=0)
    freight_payer = forms.ChoiceField(choices=Payer.choices, label="Who pays the freight back")
    note = forms.CharField(max_length=1000, required=False, widget=forms.Textarea(attrs=_AREA))

    def __init__(self, *args: Any, lines: "list[ReturnLine]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for line in lines:
            label = f"{line.line.description}: pieces"
            self.fields[f"quantity_{line.line.position}"] = _pieces(line.requested, label, initial=line.requested)

    def clean_restocking(self) -> int:
        """Nothing said is no fee."""
        value = self.cleaned_data["restocking"]
        return 0 if not self.data.get("restocking") else int(value)

    @property
    def quantities(self) -> dict[str, str]:
        """{position: pieces} as a proposal stores them."""
        return {
            name.removeprefix("quantity_"): str(value or 0)
            for name, value in self.cleaned_data.items()
            if name.startswith("quantity_")
        }


class ReasonForm(forms.Form):
    """Why a side refuses, withdraws or escalates."""

    reason = forms.CharField(max_length=1000, help_text="The other side reads it.", widget=forms.Textarea(attrs=_AREA))


class ShipForm(forms.Form):
    """What the buyer knows when the goods leave."""

    carrier = forms.CharField(max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    tracking_number = forms.CharField(max_length=80, label="Tracking or waybill number")

    def __init__(self, *args: Any, currency: str, asks_freight: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if asks_freight:
            self.fields["freight_minor"] = MoneyField(
                currency=currency, required=False, label=f"Freight you paid, {currency}",
                help_text="The supplier’s part is credited to your wallet when the return ends.",
            )  # fmt: skip


class TrackingForm(forms.Form):
    """Carrier and number of what makes good."""

    carrier = forms.CharField(max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    tracking_number = forms.CharField(max_length=80, label="Tracking or waybill number")


class CountForm(forms.Form):
    """What arrived, by position."""

    def __init__(self, *args: Any, lines: "list[ReturnLine]", is_correction: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for line in lines:
            limit = line.received if is_correction else line.authorised
            position = line.line.position
            label = f"{line.line.description}: pieces received of {plain(limit)}"
            self.fields[f"quantity_{position}"] = _pieces(limit, label, initial=limit)
            self.fields[f"condition_{position}"] = forms.CharField(max_length=500, required=False, label="Condition")

    @property
    def counts(self) -> dict[int, tuple[Decimal, str]]:
        """{position: (pieces, condition)}; a field left empty is not counted."""
        values = self.cleaned_data
        return {
            int(name.removeprefix("quantity_")): (value, values.get(name.replace("quantity", "condition"), ""))
            for name, value in values.items()
            if name.startswith("quantity_") and value is not None
        }


class JudgeForm(forms.Form):
    """What was found, piece by piece: the outcomes of a position add up to what was received."""

    def __init__(self, *args: Any, lines: "list[ReturnLine]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.positions = [line.line.position for line in lines]
        for line in lines:
            prefix = f"{line.line.position}_"
            for outcome, label in Outcome.choices:
                initial = line.received if outcome == Outcome.AS_CLAIMED else None
                title = f"{line.line.description}: {label.lower()}"
                self.fields[prefix + outcome] = _pieces(line.received, title, initial=initial)
            self.fields[f"{prefix}finding"] = forms.CharField(
                max_length=1000, required=False, label="Findings", widget=forms.Textarea(attrs={"rows": 2})
            )
            self.fields[f"{prefix}disposition"] = forms.ChoiceField(
                choices=Disposition.choices, label="Where the goods go"
            )

    @property
    def verdicts(self) -> dict[int, dict[str, Any]]:
        """{position: {outcomes, finding, disposition}}."""
        values = self.cleaned_data
        return {
            position: {
                "outcomes": {name: values.get(f"{position}_{name}") or Decimal(0) for name in Outcome.values},
                "finding": values[f"{position}_finding"],
                "disposition": values[f"{position}_disposition"],
            }
            for position in self.positions
        }


class DecideForm(forms.Form):
    """The operator's decision."""

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_buyer_minor"] = MoneyField(currency=currency, label=f"To the buyer, {currency}")
        self.fields["reason"] = forms.CharField(
            max_length=2000, help_text="Both sides read it.", widget=forms.Textarea(attrs=_AREA)
        )


class PolicyForm(forms.Form):
    """A supplier's own rules."""

    fault_days = forms.IntegerField(
        min_value=0, max_value=730, label="Days for faulty goods", help_text="From delivery; the market asks for 30."
    )
    other_days = forms.IntegerField(
        min_value=0, max_value=365, label="Days for a change of mind", help_text="0 means: only as goodwill."
    )
    restocking_bp = PercentField(label="Restocking fee, percent", help_text="Only for goods without a fault.")
    freight_on_fault = forms.ChoiceField(choices=Payer.choices, label="Freight back of faulty goods is paid by")
    freight_otherwise = forms.ChoiceField(choices=Payer.choices, label="Freight back otherwise is paid by")
    remedies = forms.MultipleChoiceField(choices=Remedy.choices, widget=forms.CheckboxSelectMultiple)
    keep_below_bp = PercentField(
        label="Small claims, percent of the order", help_text="Up to this, you pay without asking for the goods."
    )
