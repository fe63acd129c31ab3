"""The address of a search, checked: every filter is a parameter, so that a result can be kept and sent.

A plain reader instead of a Django form: a form copies its fields for each request, which cost a tenth
of a category page.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from marketplace.lib.errors import Invalid
from marketplace.lib.money import CURRENCIES, parse_minor
from search.backends.base import PAGE_SIZE, SORTS, SearchRequest, Sort

LONGEST = 200
FILTERS = ("vendor", "country", "price_min", "price_max", "in_stock")
NAMES = ("q", *FILTERS, "currency", "sort", "after")
_SLUG = re.compile(r"[-\w]*")
_COUNTRY = re.compile(r"([A-Za-z]{2})?")
_NO = {"", "0", "false", "off"}


@dataclass(frozen=True, slots=True)
class Address:
    """The request that the parameters describe, and the parameters as they were written, for the form."""

    request: SearchRequest
    written: Mapping[str, str]

    @property
    def is_filtered(self) -> bool:
        """Something narrows the result beyond words and category."""
        return any(self.written[name] for name in FILTERS)


def read_address(parameters: Mapping[str, str]) -> Address:
    """Read ``q``, ``vendor``, ``country``, ``currency``, ``price_min`` and ``price_max`` (major units), ``in_stock``,
    ``sort`` and ``after``. Raises Invalid, naming the parameter.
    """
    written = {name: parameters.get(name, "").strip() for name in NAMES}
    for name, value in written.items():
        if len(value) > LONGEST or "\x00" in value:
            raise Invalid.field(name, f"Keep it under {LONGEST} plain characters.")
    currency = written["currency"] or "EUR"
    sort = written["sort"] or "relevance"
    _require(currency in CURRENCIES, "currency", f"We trade in {', '.join(CURRENCIES)}.")
    _require(sort in SORTS, "sort", f"Sort by one of {', '.join(SORTS)}.")
    _require(_SLUG.fullmatch(written["vendor"]) is not None, "vendor", "A supplier's address has letters and hyphens.")
    _require(_COUNTRY.fullmatch(written["country"]) is not None, "country", "A country has two letters: PL.")
    request = SearchRequest(
        words=written["q"],
        vendor_slug=written["vendor"],
        country=written["country"].upper(),
        currency=currency,
        price_min=_minor(written, "price_min", currency),
        price_max=_minor(written, "price_max", currency),
        in_stock=written["in_stock"].lower() not in _NO,
        sort=cast(Sort, sort),
        after=written["after"],
        size=PAGE_SIZE,
    )
    return Address(request, written)


def _require(allowed: bool, name: str, message: str) -> None:
    if not allowed:
        raise Invalid.field(name, message)


def _minor(written: Mapping[str, str], name: str, currency: str) -> int | None:
    return parse_minor(written[name], currency, field=name) if written[name] else None
