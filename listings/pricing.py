"""Quantity-break prices as pure arithmetic: which tier applies, what a line costs, which ladders make sense.

A tier holds from its ``min_quantity`` on, so at exactly that quantity the cheaper tier already applies.
Below the first tier there is no price: the buyer asks for a quote.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from marketplace.lib.money import exponent, to_minor

DECIMALS = 6
MAX_UNIT_PRICE = Decimal(10) ** 11
_SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥"}


@dataclass(frozen=True, slots=True, order=True)
class Tier:
    """From ``min_quantity`` on, one unit costs ``unit_price`` (major units)."""

    min_quantity: int
    unit_price: Decimal


@dataclass(frozen=True, slots=True)
class LinePrice:
    """What ``quantity`` costs: the tier used, the total in minor units, and the next cheaper tier if any."""

    quantity: int
    tier: Tier
    total_minor: int
    next_tier: Tier | None


def tier_at(tiers: Iterable[Tier], quantity: int) -> Tier | None:
    """The tier with the highest ``min_quantity`` that ``quantity`` reaches; None below the first. Any order."""
    reached = [tier for tier in tiers if tier.min_quantity <= quantity]
    return max(reached, default=None)


def price_line(tiers: Sequence[Tier], quantity: int, currency: str) -> LinePrice | None:
    """Price ``quantity`` units; the total is rounded once, half to even. None below the first tier."""
    tier = tier_at(tiers, quantity)
    if tier is None:
        return None
    above = [other for other in tiers if other.min_quantity > quantity]
    total = to_minor(tier.unit_price * quantity, currency)
    return LinePrice(quantity=quantity, tier=tier, total_minor=total, next_tier=min(above, default=None))


def cheapest(tiers: Iterable[Tier]) -> Tier | None:
    """The lowest unit price; among equal prices the one that needs the least quantity. None of none."""
    return min(tiers, key=lambda tier: (tier.unit_price, tier.min_quantity), default=None)


def ladder_problem(tiers: Sequence[Tier]) -> str:
    """Why these tiers of one currency make no price list, or "" if they do.

    Quantities are positive and differ, prices are positive with at most six decimals, and buying more
    never costs more per unit.
    """
    for tier in tiers:
        if tier.min_quantity < 1:
            return "Quantities start at 1."
        if not tier.unit_price.is_finite() or not 0 < tier.unit_price < MAX_UNIT_PRICE:
            return "Prices are above zero and below 100 billion."
        if tier.unit_price != tier.unit_price.quantize(Decimal(1).scaleb(-DECIMALS)):
            return f"Unit prices have at most {DECIMALS} decimals."
    ordered = sorted(tiers)
    for lower, higher in pairwise(ordered):
        if lower.min_quantity == higher.min_quantity:
            return f"There are two prices from {lower.min_quantity} on. Keep one."
        if higher.unit_price > lower.unit_price:
            return f"From {higher.min_quantity} on a unit costs more than from {lower.min_quantity} on."
    return ""


def price_text(unit_price: Decimal, currency: str) -> str:
    """A unit price as screens show it: at least the currency's decimals, at most six: ``€4.12``, ``€0.0385``."""
    digits = exponent(currency)
    normal = unit_price.normalize()
    shown = max(digits, -int(normal.as_tuple().exponent))
    symbol = _SYMBOLS.get(currency)
    number = f"{unit_price:,.{shown}f}"
    return f"{symbol}{number}" if symbol else f"{currency} {number}"


def price_number(unit_price: Decimal, currency: str) -> str:
    """A unit price as an input field takes it: ``4.12``, ``0.0385``."""
    digits = -int(unit_price.normalize().as_tuple().exponent)
    return f"{unit_price:.{max(exponent(currency), digits)}f}"
