"""What lists show of a listing, worked out once at write time and kept in its ``card`` column.

Reading 24 cards is then one query and no arithmetic. Keys: ``price`` and ``at`` ("€4.12", "/ pc at
2,000"), ``line`` (SKU and two facts), ``image``, ``badge``, ``tiers`` ([[quantity, price text], …] in
the card's currency, for quantity bands).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from listings.content import Attribute, ListingDraft, group_tiers
from listings.pricing import Tier, cheapest, price_text
from listings.units import one
from marketplace.lib.money import to_minor

_FACTS = 2
_FACT_LENGTH = 28


@dataclass(frozen=True, slots=True)
class Card:
    """The card and the denormalised price beside it."""

    body: dict[str, Any] = field(default_factory=dict)
    from_price_minor: int | None = None
    from_currency: str = ""


def make_card(draft: ListingDraft, *, home_currency: str, image: str) -> Card:
    """The card of a listing. Prices are shown in ``home_currency`` if it has any there, else in its first currency."""
    ladders = group_tiers(draft.prices)
    currency = home_currency if home_currency in ladders else next(iter(ladders), "")
    tiers = ladders.get(currency, [])
    best = cheapest(tiers)
    body: dict[str, Any] = {
        "image": image,
        "line": " · ".join([draft.sku, *facts(draft.attributes)]),
        "badge": "In stock" if draft.stock >= max(draft.moq, 1) else "",
        "price": "",
        "at": "",
        "tiers": [[tier.min_quantity, price_text(tier.unit_price, currency)] for tier in tiers],
    }
    if best is None:
        return Card(body)
    body["price"] = price_text(best.unit_price, currency)
    body["at"] = at_text(draft.unit, best)
    return Card(body, to_minor(best.unit_price, currency), currency)


def at_text(unit: str, tier: Tier) -> str:
    """What stands behind the price: ``/ pc at 2,000``."""
    return f"/ {one(unit)}" + (f" at {tier.min_quantity:,}" if tier.min_quantity > 1 else "")


def facts(attributes: Iterable[Attribute]) -> list[str]:
    """The first short attributes as words: ``ADC12``, ``2.5 mm``; a yes is its name, a no is left out."""
    found: list[str] = []
    for attribute in attributes:
        word = attribute.name if attribute.kind == "boolean" else f"{attribute.value} {attribute.unit}".strip()
        if (attribute.kind == "boolean" and attribute.value != "true") or len(word) > _FACT_LENGTH:
            continue
        found.append(word)
        if len(found) == _FACTS:
            break
    return found


def at_quantity(card: dict[str, Any], quantity: int) -> dict[str, Any]:
    """The card with the price that holds at ``quantity``, where its ladder reaches that far down."""
    reached = [tier for tier in card.get("tiers", ()) if tier[0] <= quantity]
    if not reached:
        return card
    start, text = reached[-1]
    unit = card["at"].split(" at ")[0]
    return {**card, "price": text, "at": f"{unit} at {start:,}" if start > 1 else unit}
