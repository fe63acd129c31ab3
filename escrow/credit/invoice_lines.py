"""What an invoice lists: the delivered part of each order line, and its share of the freight. Pure.

The lines' gross amounts add up to the invoice, its net amounts to the invoice without tax, to the cent.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from escrow.credit.taxes import contained
from marketplace.lib.money import allocate, exponent, to_minor


@dataclass(frozen=True, slots=True)
class OrderedLine:
    """A position of the order. ``unit_price`` in major units, tax contained."""

    position: int
    sku: str
    description: str
    quantity: Decimal
    unit: str
    unit_price: Decimal


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A position of the invoice to be. ``unit_price`` without tax, in major units; amounts in minor units."""

    order_position: int
    sku: str
    description: str
    quantity: Decimal
    unit: str
    unit_price: Decimal
    net_minor: int
    tax_minor: int


def draft(
    ordered: Sequence[OrderedLine],
    delivered: Mapping[int, Decimal],
    *,
    amount_minor: int,
    has_freight: bool,
    rate_bp: int,
    currency: str,
) -> list[DraftLine]:
    """The lines of an invoice over ``amount_minor`` for ``delivered`` (quantities by position).

    What the goods do not explain is freight, where the order has freight; else it is spread over the goods.
    """
    goods = [(line, delivered[line.position]) for line in ordered if delivered.get(line.position)]
    amounts = [to_minor(quantity * line.unit_price, currency) for line, quantity in goods]
    freight = amount_minor - sum(amounts)
    if not goods or sum(amounts) == 0:
        freight = amount_minor
        goods, amounts = [], []
    elif freight < 0 or (freight and not has_freight):
        amounts, freight = allocate(amount_minor, amounts), 0
    items = [(line.position, line.sku, line.description, quantity, line.unit) for line, quantity in goods]
    if freight:
        items.append((0, "", "Freight" if has_freight else "As agreed", Decimal(1), "pcs"))
        amounts.append(freight)
    net = amount_minor - contained(amount_minor, rate_bp)
    nets = allocate(net, amounts)
    return [
        DraftLine(*item, unit_price=_price(part, item[3], currency), net_minor=part, tax_minor=gross - part)
        for item, part, gross in zip(items, nets, amounts, strict=True)
    ]


def _price(net_minor: int, quantity: Decimal, currency: str) -> Decimal:
    return (Decimal(net_minor).scaleb(-exponent(currency)) / quantity).quantize(Decimal("0.000001"))
