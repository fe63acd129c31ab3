"""How the price moved in one negotiation, as a line and a sentence. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from marketplace.lib.money import Money
from marketplace.web.templatetags.ui import price
from rfq.models import QuoteVersion


@dataclass(frozen=True, slots=True)
class Moves:
    """``values`` for a sparkline; ``sentence`` says the same in words."""

    values: list[Decimal]
    sentence: str


def price_moves(versions: Sequence[QuoteVersion], *, buys: bool) -> Moves:
    """The unit price of a single line, else the total, from the first offer to the newest."""
    lines = [list(version.lines.all()) for version in versions]
    single = all(len(own) == 1 for own in lines)
    currency = versions[0].currency
    values = (
        [own[0].unit_price for own in lines]
        if single
        else [Money(version.total_minor, currency).decimal for version in versions]
    )
    shown = ", ".join(price(value, currency) for value in values)
    change = values[-1] - values[0]
    if len(values) < 2 or change == 0:
        return Moves(values, f"{shown}.")
    side = "below" if change < 0 else "above"
    who = "You are" if buys else "The price is"
    return Moves(values, f"{shown}. {who} {price(abs(change), currency)} {side} the first offer.")
