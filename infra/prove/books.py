"""The same books once more, in plain Python: a dictionary of balances, and what is under way.

It knows nothing of the chart or of the movements: bounds and effects are stated here a second time, by code.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from marketplace.ledger.movements import Movement

T = TypeVar("T")
Effect = dict[str, int]
"""What a movement does to each account, by its code: + debit, − credit."""

E, U = "EUR", "USD"
PSP, CASH, BANK, TRANSIT = "psp:stripe:EUR", "psp:stripe:cash:EUR", "bank:operating:EUR", "bank:in_transit:EUR"
SUSPENSE = "suspense:bank:EUR"
_NEVER_ASSET = re.compile(
    r"escrow:|hold:|refund_it:|wallet:|terms:|defcom:|suspense:|credit_|vendor:.*:(pending|available|in_transit|reserve)"
)
_NEVER_LIABILITY = re.compile(r"ar:|cb:|psp:.*:cash:|vendor:.*:debt")


@dataclass(frozen=True)
class Deal:
    """An order of the little world: who trades, in how many payments, and whether the vendor is paid in dollars."""

    number: str
    buyer: UUID
    vendor: UUID
    legs: tuple[int, ...]
    credit_account: str
    in_dollars: bool = False

    @property
    def wallet(self) -> str:
        """The buyer's."""
        return f"wallet:{self.buyer}:EUR"

    @property
    def hold(self) -> str:
        """Frozen by claims."""
        return f"hold:{self.number}"

    @property
    def refunds(self) -> str:
        """On their way back."""
        return f"refund_it:{self.number}"

    @property
    def receivable(self) -> str:
        """What the buyer owes."""
        return f"ar:buyer:{self.buyer}:EUR"

    def escrow(self, leg: int) -> str:
        """Held for one payment."""
        return f"escrow:{self.number}/{leg}"

    def vendors(self, what: str, currency: str = E) -> str:
        """An account of the vendor: pending, available, in_transit, reserve, debt."""
        return f"vendor:{self.vendor}:{what}:{currency}"


DEALS = (
    Deal("PO-1", UUID(int=0xA1), UUID(int=0xB1), (1, 2), "CR-1"),
    Deal("PO-2", UUID(int=0xA2), UUID(int=0xB2), (1,), "CR-2", in_dollars=True),
)


@dataclass
class Open:
    """Something that is under way: reserved by ``entry``, of ``amount``, on ``deal``; ``facts`` are its own."""

    deal: Deal
    amount: int
    entry: int = 0
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass
class Books:
    """Balances, debit positive, and the open things by noun: payout, refund, chargeback, invoice, frozen."""

    balances: Counter[str] = field(default_factory=Counter)
    open: dict[str, list[Open]] = field(default_factory=lambda: defaultdict(list))
    counters: Counter[str] = field(default_factory=Counter)

    def held(self, code: str) -> int:
        """What we owe there."""
        return -self.balances[code]

    def owed(self, code: str) -> int:
        """What is owed to us there."""
        return self.balances[code]

    def accepts(self, effect: Effect) -> bool:
        """Whether no account would cross zero that must not."""
        for code, change in effect.items():
            after = self.balances[code] + change
            if (after > 0 and _NEVER_ASSET.match(code)) or (after < 0 and _NEVER_LIABILITY.match(code)):
                return False
        return True

    def apply(self, effect: Effect) -> None:
        """Book it."""
        self.balances.update(effect)

    def next(self, noun: str) -> int:
        """1, 2, 3 …"""
        self.counters[noun] += 1
        return self.counters[noun]

    def in_escrow(self, deal: Deal) -> int:
        """Of all legs."""
        return sum(self.held(deal.escrow(leg)) for leg in deal.legs)


class Dice:
    """Draws; ``number`` gives an integer between two bounds, both included."""

    def __init__(self, number: Callable[[int, int], int]) -> None:
        self.number = number

    def one(self, options: Sequence[T]) -> T:
        """One of them."""
        return options[self.number(0, len(options) - 1)]

    def some(self) -> int:
        """An amount from nowhere."""
        return self.number(1, 50_000)

    def of(self, limit: int) -> int:
        """A part of ``limit``, now and then all of it; one time in sixteen more than there is."""
        match self.number(0, 15):
            case 11:  # not at the edge of the range, which hypothesis likes to visit
                return limit + self.number(1, 100)
            case 5 | 6 | 7 | 8:
                return max(limit, 1)
            case _:
                return self.number(1, max(limit, 1))

    def part(self, limit: int) -> int:
        """A part of ``limit``, which may be nothing and is never more."""
        return self.number(0, limit)


@dataclass(frozen=True)
class Draft:
    """A movement to try: as the product makes it, and what it must do to the books."""

    facts: Mapping[str, Any]
    effect: Effect
    resolves: Open | None = None
    then: Callable[[int], None] = lambda _entry: None


@dataclass(frozen=True)
class Move:
    """A kind of movement: when it can be tried, how it is drawn, and the product's function for it."""

    kind: str
    possible: Callable[[Books], bool]
    draw: Callable[[Books, Dice], Draft]


MOVES: dict[str, Move] = {}
Draw = Callable[[Books, Dice], Draft]


def move(possible: Callable[[Books], bool] = lambda _: True) -> Callable[[Draw], Draw]:
    """Register a way to draw the movement that is named like the function."""

    def register(draw: Draw) -> Draw:
        MOVES[draw.__name__] = Move(draw.__name__, possible, draw)
        return draw

    return register


def nonzero(effect: Mapping[str, int]) -> Effect:
    """Without the accounts on which nothing moves."""
    return {code: amount for code, amount in effect.items() if amount}


def effect_of(movement: Movement) -> Effect:
    """What the product's movement does, by account code."""
    found: Counter[str] = Counter()
    for leg in movement.legs:
        found[leg.account.code] += leg.amount_minor
    return nonzero(found)


def with_escrow(books: Books) -> list[Deal]:
    """Deals for which money is held."""
    return [deal for deal in DEALS if books.in_escrow(deal) > 0]


def drawn_sources(books: Books, dice: Dice, deal: Deal) -> dict[int, int]:
    """How much to take from each payment leg of a deal: at least one unit in all."""
    limits = {leg: books.held(deal.escrow(leg)) for leg in deal.legs}
    if dice.number(0, 15) == 11:
        leg = dice.one(deal.legs)
        return {leg: limits[leg] + 1}
    sources = {leg: dice.part(limit) for leg, limit in limits.items() if limit}
    if not sum(sources.values()):
        leg = max(limits, key=lambda one: limits[one])
        sources[leg] = limits[leg]
    return {leg: amount for leg, amount in sources.items() if amount}


def from_escrow(deal: Deal, sources: Mapping[int, int]) -> Effect:
    """Debits of the legs."""
    return {deal.escrow(leg): amount for leg, amount in sources.items()}
