"""The address of a search, checked: every filter is a parameter, so that a result can be kept and sent."""

from typing import Any

from django import forms

from marketplace.lib.errors import Invalid
from marketplace.lib.money import CURRENCIES, parse_minor
from search.backends.base import SORTS, SearchRequest


class SearchForm(forms.Form):
    """What may stand in the address. ``price_min`` and ``price_max`` in major units of ``currency``."""

    q = forms.CharField(required=False, max_length=200)
    vendor = forms.SlugField(required=False)
    country = forms.RegexField("^[A-Za-z]{2}$", required=False)
    currency = forms.ChoiceField(choices=[(code, code) for code in CURRENCIES], required=False)
    price_min = forms.CharField(required=False, max_length=20)
    price_max = forms.CharField(required=False, max_length=20)
    in_stock = forms.BooleanField(required=False)
    sort = forms.ChoiceField(choices=[(sort, sort) for sort in SORTS], required=False)
    after = forms.CharField(required=False, max_length=200)

    def request(self, *, category_id: int | None = None, size: int) -> SearchRequest:
        """The request that the address describes. Raises Invalid, naming the parameter."""
        if not self.is_valid():
            raise Invalid("This address is not a search.", fields={k: str(v[0]) for k, v in self.errors.items()})
        data: dict[str, Any] = self.cleaned_data
        currency = data["currency"] or "EUR"
        return SearchRequest(
            words=data["q"].strip(),
            category_id=category_id,
            vendor_slug=data["vendor"],
            country=data["country"].upper(),
            currency=currency,
            price_min=_minor(data, "price_min", currency),
            price_max=_minor(data, "price_max", currency),
            in_stock=data["in_stock"],
            sort=data["sort"] or "relevance",
            after=data["after"],
            size=size,
        )


def _minor(data: dict[str, Any], name: str, currency: str) -> int | None:
    return parse_minor(data[name], currency, field=name) if data[name].strip() else None
