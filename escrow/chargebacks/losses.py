"""Who pays for a lost chargeback, to the last cent. Pure.

What is still held for the order pays first. Only the rest is charged to a third party: to the vendor, as far as it
was given money for this order and did not give it back, or to the market.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

Held = TypeVar("Held", bound=Hashable)
Given = TypeVar("Given", bound=Hashable)
Pot = TypeVar("Pot", bound=Hashable)

FRAUD = frozenset({"fraudulent", "unrecognized", "incorrect_account_details", "debit_not_authorized"})
"""The provider's reasons that no vendor could have prevented."""


@dataclass(frozen=True, slots=True)
class Cover(Generic[Held, Given]):
    """How a lost amount is covered: out of held pots, out of what the vendor was given, and the market's ``rest``."""

    held: Mapping[Held, int]
    released: Mapping[Given, int]
    rest: int

    @property
    def total(self) -> int:
        """All of it."""
        return sum(self.held.values()) + sum(self.released.values()) + self.rest


def is_fraud(reason: str) -> bool:
    """Whether the market bears what is left: nobody but the market chose to take this card."""
    return reason in FRAUD


def cover(
    amount: int, *, held: Mapping[Held, int], released: Mapping[Given, int], vendor_pays: bool
) -> Cover[Held, Given]:
    """Cover ``amount`` (minor units) from ``held`` and, if the vendor is liable, from ``released``, in their order."""
    from_held, rest = draw(amount, held)
    from_vendor, rest = draw(rest, released) if vendor_pays else ({}, rest)
    return Cover(from_held, from_vendor, rest)


def draw(amount: int, pots: Mapping[Pot, int]) -> tuple[dict[Pot, int], int]:
    """Take ``amount`` from ``pots`` in their order; returns what was taken of each, and what is still missing."""
    taken = {}
    for pot, holds in pots.items():
        part = min(max(holds, 0), amount)
        if part:
            taken[pot] = part
        amount -= part
    return taken, amount
