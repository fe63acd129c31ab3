"""A movement and its legs: the values that every other module here makes."""

from collections.abc import Mapping
from dataclasses import dataclass

from marketplace.ledger import chart
from marketplace.ledger.chart import AccountSpec


@dataclass(frozen=True, slots=True)
class Leg:
    """One side of a movement: ``amount_minor`` > 0 debits the account, < 0 credits it."""

    account: AccountSpec
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Movement:
    """What is booked as one journal entry. ``kind`` is the name of the function that made it."""

    kind: str
    legs: tuple[Leg, ...]


def movement(kind: str, *legs: Leg) -> Movement:
    """The legs that move something, as one movement. Raises ValueError if they do not add up to zero."""
    moving = tuple(leg for leg in legs if leg.amount_minor)
    sums: dict[str, int] = {}
    for leg in moving:
        sums[leg.account.currency] = sums.get(leg.account.currency, 0) + leg.amount_minor
    if any(sums.values()):
        raise ValueError(f"{kind} does not add up: {sums}")
    return Movement(kind, moving)


def debit(account: AccountSpec, amount: int) -> Leg:
    """``amount`` ≥ 0 on the left side of ``account``."""
    return Leg(account, _positive(amount))


def credit(account: AccountSpec, amount: int) -> Leg:
    """``amount`` ≥ 0 on the right side of ``account``."""
    return Leg(account, -_positive(amount))


def _positive(amount: int) -> int:
    if amount < 0:
        raise ValueError(f"an amount is never negative: {amount}")
    return amount


Sources = Mapping[int, int]
"""How much is drawn from, or put into, each payment leg of an order: ``{leg number: minor units}``."""


def from_escrow(order_number: str, sources: Sources, currency: str) -> list[Leg]:
    """Money leaves the escrow of an order, leg by leg."""
    return [debit(chart.escrow(order_number, leg, currency), amount) for leg, amount in sorted(sources.items())]


def to_escrow(order_number: str, sources: Sources, currency: str) -> list[Leg]:
    """Money enters the escrow of an order, leg by leg."""
    return [credit(chart.escrow(order_number, leg, currency), amount) for leg, amount in sorted(sources.items())]
