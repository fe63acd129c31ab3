"""The form of an offer: a price for each line, and the terms around them. Suppliers quote with it, buyers counter."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField

from marketplace.ledger.plans import Plan
from marketplace.lib import money
from marketplace.lib.errors import Invalid
from rfq.forms.payment import PaymentForm, payment_initial
from rfq.forms.requests import end_of
from rfq.models import QuoteVersion, Rfq, RfqLine
from rfq.terms import INCOTERMS, MAX_LEAD_TIME_DAYS, Proposal

DEFAULT_VALID_DAYS = 30
PREVIEW = "preview"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the grid with its two controls and, once both are readable, its total in minor units."""

    line: RfqLine
    quantity: BoundField
    price: BoundField
    total_minor: int | None


class OfferForm(PaymentForm):
    """Prices in major units of the request's currency. ``proposal()`` gives it as the services take it."""

    freight = forms.CharField(label="Freight in all", initial="0")
    incoterm = forms.ChoiceField(choices=[(one, one) for one in INCOTERMS], label="Incoterm")
    place = forms.CharField(max_length=120, label="Place")
    lead_time_days = forms.IntegerField(min_value=1, max_value=MAX_LEAD_TIME_DAYS, label="Lead time in days")
    valid_on = forms.DateField(label="Valid until", widget=forms.DateInput(attrs={"type": "date"}))
    note = forms.CharField(required=False, max_length=2000, label="Note", widget=forms.Textarea(attrs={"rows": 3}))
    seen_no = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, rfq: Rfq, base: QuoteVersion | None, at: datetime, **kwargs: Any) -> None:
        super().__init__(data, initial=_initial(rfq, base, at), **kwargs)
        self.rfq = rfq
        self.asked = list(rfq.lines.all())
        self.is_preview = data is not None and PREVIEW in data
        before = {line.position: line for line in base.lines.all()} if base else {}
        for line in self.asked:
            known = before.get(line.position)
            quantity = known.quantity if known else line.quantity
            self.fields[f"quantity_{line.position}"] = _number(3, quantity, f"Quantity of line {line.position}")
            self.fields[f"price_{line.position}"] = _number(
                6, known.unit_price if known else None, f"Unit price of line {line.position}"
            )

    def is_valid(self) -> bool:
        """A preview is shown again with its totals, never sent."""
        return super().is_valid() and not self.is_preview

    def clean_freight(self) -> int:
        """Minor units."""
        try:
            return money.parse_minor(self.cleaned_data["freight"], self.rfq.currency, field="freight")
        except Invalid as error:
            raise forms.ValidationError(error.fields["freight"]) from error

    def proposal(self) -> Proposal:
        """The offer as the services take it."""
        data = self.cleaned_data
        return Proposal(
            prices={line.position: data[f"price_{line.position}"] for line in self.asked},
            quantities={line.position: data[f"quantity_{line.position}"] for line in self.asked},
            freight_minor=data["freight"],
            incoterm=data["incoterm"],
            place=data["place"],
            lead_time_days=data["lead_time_days"],
            valid_until=end_of(data["valid_on"]),
            note=data["note"],
            plan=self.plan(),
        )

    def rows(self) -> list[Row]:
        """The grid."""
        return [
            Row(
                line,
                self[f"quantity_{line.position}"],
                self[f"price_{line.position}"],
                self._line_total(line.position),
            )
            for line in self.asked
        ]

    @property
    def goods_minor(self) -> int:
        """The sum of the lines that can be read so far."""
        return sum(row.total_minor or 0 for row in self.rows())

    @property
    def freight_minor(self) -> int:
        """Freight, 0 while it cannot be read."""
        try:
            return max(money.parse_minor(str(self["freight"].value() or "0"), self.rfq.currency), 0)
        except Invalid:
            return 0

    @property
    def total_minor(self) -> int:
        """What the buyer would pay."""
        return self.goods_minor + self.freight_minor

    def _line_total(self, position: int) -> int | None:
        price, quantity = self._value(f"price_{position}"), self._value(f"quantity_{position}")
        if price is None or quantity is None:
            return None
        return money.to_minor(price * quantity, self.rfq.currency)

    def _value(self, name: str) -> Decimal | None:
        try:
            value = self.fields[name].clean(self[name].value())
        except forms.ValidationError:
            return None
        return value if isinstance(value, Decimal) else None


def _number(decimals: int, initial: Decimal | None, label: str) -> forms.DecimalField:
    return forms.DecimalField(
        max_digits=18,
        decimal_places=decimals,
        min_value=Decimal(1).scaleb(-decimals),
        label=label,
        initial=None if initial is None else f"{initial.normalize():f}",
        widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 8, "autocomplete": "off"}),
    )


def _initial(rfq: Rfq, base: QuoteVersion | None, at: datetime) -> dict[str, Any]:
    if base is None:
        valid = (max(at, rfq.closes_at) + timedelta(days=DEFAULT_VALID_DAYS)).date()
        return {"incoterm": rfq.incoterm, "place": rfq.place, "freight": "0", "valid_on": valid}
    valid = max(base.valid_until, at + timedelta(days=3)).date()
    return {
        "incoterm": base.incoterm,
        "place": base.place,
        "freight": f"{money.Money(base.freight_minor, base.currency).decimal:f}",
        "lead_time_days": base.lead_time_days,
        "valid_on": valid,
        "seen_no": base.no,
        **payment_initial(Plan.from_json(base.terms.get("plan"))),
    }


class TermsForm(forms.Form):
    """What an award carries: the hash of the terms that the screen showed."""

    terms_hash = forms.CharField(min_length=64, max_length=64, widget=forms.HiddenInput)


class AnswerForm(forms.Form):
    """What an answer in the thread carries."""

    version_id = forms.UUIDField(widget=forms.HiddenInput)
    terms_hash = forms.CharField(min_length=64, max_length=64, widget=forms.HiddenInput)
    reason = forms.CharField(max_length=300, required=False)
