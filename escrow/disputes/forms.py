"""Shapes of what people send about cases. Rules are in the services."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms

from escrow.disputes import claims
from escrow.disputes.claimable import Claimable
from escrow.disputes.machinery.claiming import ClaimedPart
from escrow.disputes.models import CaseLine
from escrow.disputes.queries import ChecklistLine
from escrow.disputes.states import CaseType, EvidenceKind, Reason, Remedy
from marketplace.lib.errors import Invalid
from marketplace.lib.money import Money, exponent, parse_minor

TABS = [("waiting", "Waiting for you"), ("open", "Open"), ("closed", "Closed"), ("all", "All")]


def _money(currency: str, label: str, **options: Any) -> forms.DecimalField:
    places = exponent(currency)
    return forms.DecimalField(
        label=label, min_value=0, max_digits=15, decimal_places=places,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": str(Decimal(1).scaleb(-places))}), **options,
    )  # fmt: skip


def minor(amount: Decimal | None, currency: str) -> int | None:
    """A form's amount in minor units."""
    return None if amount is None else parse_minor(str(amount), currency)


class OpenForm(forms.Form):
    """What went wrong, with which parts, and what would make it good. One field for each part of the order."""

    kind = forms.ChoiceField(label="What went wrong")
    remedy = forms.ChoiceField(label="What you ask for", choices=Remedy.choices)
    account = forms.CharField(
        label="What happened", widget=forms.Textarea(attrs={"rows": 4}), max_length=5000,
        help_text="The supplier reads it first. Say what you found, when, and how you checked.",
    )  # fmt: skip

    def __init__(self, data: Any, files: Any, *, parts: Sequence[Claimable], currency: str) -> None:
        """``parts`` are what may be claimed."""
        super().__init__(data, files)
        self.parts, self.currency = parts, currency
        open_types = {code for part in parts for code in part.types}
        self.fields["kind"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (kind.value, f"{kind.label}: {claims.RULES[kind].hint}") for kind in claims.CHOOSABLE if kind in open_types
        ]
        for part in parts:
            self.fields.update(self._fields_of(part))
        self.order_fields(["kind", *(name for name in self.fields if "_" in name), "remedy", "account"])

    def _fields_of(self, part: Claimable) -> dict[str, forms.Field]:
        worth = Money(part.worth_minor, self.currency)
        where = f"{part.unit_title}, {part.state.lower()}"
        fields: dict[str, forms.Field] = {}
        if part.position:
            fields[f"quantity_{part.code}"] = forms.DecimalField(
                label=f"{part.title}: pieces claimed", required=False, min_value=0, max_value=Decimal(part.quantity),
                max_digits=18, decimal_places=3,
                help_text=f"{where}: up to {part.quantity} {part.measure}, worth {worth}.",
                widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "any"}),
            )  # fmt: skip
            fields[f"amount_{part.code}"] = _money(
                self.currency, f"Amount claimed for them, {self.currency}", required=False,
                help_text="Leave it empty to claim all that the pieces are worth.",
            )  # fmt: skip
        else:
            fields[f"amount_{part.code}"] = _money(
                self.currency, f"{part.title}: amount claimed, {self.currency}", required=False,
                help_text=f"{where}: up to {worth}.",
            )  # fmt: skip
        return fields

    def claimed(self) -> list[ClaimedPart]:
        """The parts that were filled in. Raises Invalid for an amount without pieces."""
        found = []
        for part in self.parts:
            quantity = self.cleaned_data.get(f"quantity_{part.code}")
            amount = minor(self.cleaned_data.get(f"amount_{part.code}"), self.currency)
            if part.position and amount and not quantity:
                raise Invalid.field(f"quantity_{part.code}", "Say how many pieces this amount is for.")
            if quantity or (amount and not part.position):
                found.append(
                    ClaimedPart(unit_no=part.unit_no, position=part.position, quantity=quantity, amount_minor=amount)
                )
        return found


class WordsForm(forms.Form):
    """A text that the other side reads."""

    words = forms.CharField(label="Your words", widget=forms.Textarea(attrs={"rows": 4}), max_length=2000)


class NoteForm(forms.Form):
    """A text that may be left out."""

    note = forms.CharField(
        label="Note", widget=forms.Textarea(attrs={"rows": 3}), max_length=500, required=False,
        help_text="Everybody in the case reads it.",
    )  # fmt: skip


class ProposeForm(forms.Form):
    """A settlement."""

    return_goods = forms.BooleanField(label="The goods go back first", required=False)
    replace_goods = forms.BooleanField(label="The supplier sends a replacement", required=False)
    note = forms.CharField(
        label="Why this is fair", widget=forms.Textarea(attrs={"rows": 3}), max_length=500, required=False
    )

    def __init__(self, data: Any, files: Any, *, currency: str, claimed_minor: int) -> None:
        super().__init__(data, files)
        self.fields["refund"] = _money(
            currency, f"Refund, {currency}",
            help_text=f"From 0 to {Money(claimed_minor, currency)}; the supplier keeps the rest.",
        )  # fmt: skip
        self.order_fields(["refund"])


class EvidenceForm(forms.Form):
    """A file or a statement, for a line of the checklist."""

    code = forms.ChoiceField(label="For", required=False)
    kind = forms.ChoiceField(label="Kind", choices=EvidenceKind.choices, initial=EvidenceKind.PHOTO)
    part = forms.TypedChoiceField(label="Of", coerce=int, required=False, empty_value=None)
    file = forms.FileField(label="File", required=False, help_text="PDF or picture, up to 25 MB. Its hash is kept.")
    words = forms.CharField(
        label="Statement", widget=forms.Textarea(attrs={"rows": 4}), max_length=5000, required=False
    )

    def __init__(
        self, data: Any, files: Any, *, checklist: Sequence[ChecklistLine], lines: Sequence[CaseLine], side: str
    ) -> None:
        super().__init__(data, files)
        mine = [(line.wanted.code, line.wanted.words) for line in checklist if line.wanted.side == side]
        self.fields["code"].choices = [*mine, ("", "Something else")]  # type: ignore[attr-defined]  # a ChoiceField
        parts = [(line.no, f"{line.no}. {line.title}") for line in lines]
        self.fields["part"].choices = [("", "The whole claim"), *parts]  # type: ignore[attr-defined]  # a ChoiceField


class AppealForm(forms.Form):
    """New grounds."""

    grounds = forms.CharField(
        label="What is new", widget=forms.Textarea(attrs={"rows": 5}), max_length=5000,
        help_text="What the officer could not know or did not see. Another officer reads it and decides for good.",
    )  # fmt: skip


class InspectForm(forms.Form):
    """Who looks at the goods, for what."""

    inspector = forms.CharField(max_length=120, help_text="The company and its place, as agreed with both sides.")
    questions = forms.CharField(label="What is to be found out", widget=forms.Textarea(attrs={"rows": 4}))
    days = forms.IntegerField(label="Days", min_value=1, max_value=21, initial=10)

    def __init__(self, data: Any, files: Any, *, currency: str) -> None:
        super().__init__(data, files)
        self.fields["fee"] = _money(currency, f"Fee, {currency}", help_text="The buyer advances it.", initial=0)


class ReportForm(forms.Form):
    """What the inspector found."""

    finding = forms.CharField(widget=forms.Textarea(attrs={"rows": 5}), max_length=5000)
    file = forms.FileField(label="Signed report", required=False)


class DecisionForm(forms.Form):
    """One share for each part of the claim, a reason by which it will be found, and reasons that people read."""

    reason = forms.ChoiceField(
        label="Reason", choices=[choice for choice in Reason.choices if choice[0] != Reason.NO_DECISION]
    )
    reasons = forms.CharField(
        label="Reasons", widget=forms.Textarea(attrs={"rows": 6}), max_length=10_000,
        help_text="Both sides read them, and later officers, without the names.",
    )  # fmt: skip
    return_goods = forms.BooleanField(label="The goods go back before the money does", required=False)

    def __init__(self, data: Any, files: Any, *, lines: Sequence[CaseLine], currency: str) -> None:
        super().__init__(data, files)
        self.lines = lines
        for line in lines:
            self.fields[f"share_{line.no}"] = forms.DecimalField(
                label=f"{line.title}: supplier’s share of the fault, %", min_value=0, max_value=100, max_digits=5,
                decimal_places=2, help_text=f"Of {Money(line.claimed_minor, currency)}; the buyer bears the rest.",
                widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.01"}),
            )  # fmt: skip
        self.order_fields([f"share_{line.no}" for line in lines])

    def shares(self) -> dict[int, int]:
        """The vendor's share by part, basis points."""
        return {line.no: int(self.cleaned_data[f"share_{line.no}"] * 100) for line in self.lines}


class FilterForm(forms.Form):
    """A list's filters, all in the address."""

    show = forms.ChoiceField(choices=TABS, required=False)
    q = forms.CharField(max_length=80, required=False)


class PrecedentForm(forms.Form):
    """What to look for among closed decisions."""

    q = forms.CharField(label="Words", max_length=200, required=False)
    type = forms.ChoiceField(label="Claim", choices=[("", "Any claim"), *CaseType.choices], required=False)
    category = forms.CharField(label="Category", max_length=120, required=False)
    least = forms.IntegerField(label="Claimed from", min_value=0, required=False)
    most = forms.IntegerField(label="to", min_value=0, required=False)
