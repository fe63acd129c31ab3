"""The three-way check: what the buyer's purchase order says, what was agreed, what was delivered. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Ordered:
    """A purchase order or a contract: quantities by line position, and the total in minor units."""

    currency: str
    total_minor: int
    quantities: Mapping[int, Decimal]


def differences(
    purchase_order: Ordered | None,
    contract: Ordered,
    delivered: Mapping[int, Decimal],
    invoiced_before: Mapping[int, Decimal],
    *,
    needs_purchase_order: bool,
) -> list[str]:
    """What keeps an invoice over ``delivered`` from being issued, in words; empty where all three agree.

    Deliveries must stay within both papers, together with what is invoiced already.
    """
    found = []
    if purchase_order is None:
        if needs_purchase_order:
            found.append("The buyer requires a purchase order, and none is on file.")
    else:
        found += _papers(purchase_order, contract)
    for position, quantity in sorted(delivered.items()):
        together = quantity + invoiced_before.get(position, Decimal(0))
        for name, paper in (("purchase order", purchase_order), ("contract", contract)):
            allowed = paper.quantities.get(position, Decimal(0)) if paper else together
            if together > allowed:
                found.append(f"Line {position}: {_plain(together)} delivered in all, {_plain(allowed)} in the {name}.")
    return found


def _papers(purchase_order: Ordered, contract: Ordered) -> list[str]:
    found = []
    if purchase_order.currency != contract.currency:
        found.append(f"The purchase order is in {purchase_order.currency}, the contract in {contract.currency}.")
    elif purchase_order.total_minor != contract.total_minor:
        found.append("The totals of the purchase order and the contract differ.")
    for position in sorted({*purchase_order.quantities, *contract.quantities}):
        theirs = purchase_order.quantities.get(position, Decimal(0))
        agreed = contract.quantities.get(position, Decimal(0))
        if theirs != agreed:
            found.append(f"Line {position}: {_plain(theirs)} in the purchase order, {_plain(agreed)} in the contract.")
    return found


def _plain(quantity: Decimal) -> str:
    return f"{quantity.normalize():,f}"
