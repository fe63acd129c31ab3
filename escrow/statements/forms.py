"""What the address of a statement or of the ledger explorer may ask for."""

from typing import Any

from django import forms

from escrow.statements.periods import Period
from escrow.statements.queries import Asked
from marketplace.ledger.queries import AccountFilter, EntryFilter


class PeriodForm(forms.Form):
    """Side, currency and period of a statement; every field may be left out."""

    side = forms.CharField(required=False, max_length=8)
    currency = forms.CharField(required=False, max_length=3)
    month = forms.CharField(required=False, max_length=7)
    to = forms.DateField(required=False)
    after = forms.CharField(required=False, max_length=600)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from"] = forms.DateField(required=False)

    @property
    def asked(self) -> Asked:
        """The valid part of what was asked."""
        self.is_valid()
        found = self.cleaned_data
        return Asked(
            side=found.get("side", ""),
            currency=found.get("currency", "").upper(),
            month=found.get("month", ""),
            first=found.get("from"),
            last=found.get("to"),
            after=found.get("after", ""),
        )


class AccountsForm(forms.Form):
    """Which accounts the explorer lists."""

    q = forms.CharField(required=False, max_length=80)
    kind = forms.CharField(required=False, max_length=40)
    currency = forms.CharField(required=False, max_length=7)
    moved = forms.BooleanField(required=False)
    after = forms.CharField(required=False, max_length=120)

    @property
    def asked(self) -> AccountFilter:
        """The valid part of what was asked."""
        self.is_valid()
        found = self.cleaned_data
        return AccountFilter(
            text=found.get("q", ""),
            kind=found.get("kind", ""),
            currency=found.get("currency", ""),
            moved=found.get("moved", False),
            after=found.get("after", ""),
        )


class EntriesForm(forms.Form):
    """Which entries the explorer lists."""

    q = forms.CharField(required=False, max_length=160)
    kind = forms.CharField(required=False, max_length=40)
    order = forms.CharField(required=False, max_length=20)
    to = forms.DateField(required=False)
    before = forms.IntegerField(required=False, min_value=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from"] = forms.DateField(required=False)

    @property
    def asked(self) -> EntryFilter:
        """The valid part of what was asked."""
        self.is_valid()
        found = self.cleaned_data
        first, last = found.get("from"), found.get("to")
        return EntryFilter(
            text=found.get("q", ""),
            kind=found.get("kind", ""),
            order_number=found.get("order", ""),
            first=Period(first, first).since if first else None,
            until=Period(last, last).until if last else None,
            before=found.get("before"),
        )
