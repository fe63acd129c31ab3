"""The arithmetic of comparing bids: landed cost, best markers, scores by weights. Pure, exact, no floats.

A score is the weighted mean of three marks from 0 to 100:

- cost: the lowest landed total ÷ this bid's, in percent;
- speed: the shortest lead time ÷ this bid's, in percent;
- reliability: the on-time share of the supplier's shipped orders, pulled towards 70 by five imagined
  orders (a Bayesian mean), so that one good order does not beat fifty.

The bid with the highest score is recommended; ties go to the cheaper, then to the earlier name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum

PRIOR_ORDERS = 5
PRIOR_MARK = 70


class Weighting(StrEnum):
    """What matters to this buyer today."""

    BALANCED = "balanced"
    COST = "cost"
    SPEED = "speed"
    RISK = "risk"

    @property
    def label(self) -> str:
        """On the switch."""
        return _LABELS[self]


_LABELS = {
    Weighting.BALANCED: "Balanced",
    Weighting.COST: "Lowest cost",
    Weighting.SPEED: "Fastest",
    Weighting.RISK: "Lowest risk",
}
# Percent for cost, speed, reliability.
WEIGHTS: dict[Weighting, tuple[int, int, int]] = {
    Weighting.BALANCED: (45, 25, 30),
    Weighting.COST: (80, 10, 10),
    Weighting.SPEED: (20, 65, 15),
    Weighting.RISK: (20, 10, 70),
}


@dataclass(frozen=True, slots=True)
class Bid:
    """What is compared of one offer. Money in minor units; ``quantity`` is the divisor for unit costs."""

    name: str
    goods_minor: int
    freight_minor: int
    lead_time_days: int
    quantity: Decimal = Decimal(1)
    fees_minor: int = 0
    shipped_orders: int = 0
    shipped_on_time: int = 0

    @property
    def landed_minor(self) -> int:
        """Goods, freight and fees."""
        return self.goods_minor + self.freight_minor + self.fees_minor


@dataclass(frozen=True, slots=True)
class Column:
    """One bid with what the comparison found. Unit costs in minor units, rounded half to even."""

    bid: Bid
    score: int
    cost_mark: int
    speed_mark: int
    reliability_mark: int
    unit_goods_minor: int
    unit_landed_minor: int
    best: frozenset[str]
    verdict: str
    recommended: bool


@dataclass(frozen=True, slots=True)
class Summary:
    """The strip above the table."""

    best_landed_minor: int
    best_name: str
    spread_minor: int
    spread_permille: int
    against_target_permille: int | None


def compare(bids: Sequence[Bid], weighting: Weighting = Weighting.BALANCED) -> list[Column]:
    """The bids in the order given, with scores, best markers and one recommendation. Nothing for no bids."""
    if not bids:
        return []
    marks = [(_ratio(min(bid.landed_minor for bid in bids), bid.landed_minor),
              _ratio(min(bid.lead_time_days for bid in bids), bid.lead_time_days),
              reliability(bid)) for bid in bids]  # fmt: skip
    scores = [_weighted(mark, WEIGHTS[weighting]) for mark in marks]
    order = sorted(range(len(bids)), key=lambda one: (-scores[one], bids[one].landed_minor, bids[one].name))
    best = _best(bids)
    return [
        Column(
            bid=bid,
            score=scores[index],
            cost_mark=marks[index][0],
            speed_mark=marks[index][1],
            reliability_mark=marks[index][2],
            unit_goods_minor=per_unit(bid.goods_minor, bid.quantity),
            unit_landed_minor=per_unit(bid.landed_minor, bid.quantity),
            best=best[index],
            verdict=_verdict(bid, best[index]),
            recommended=index == order[0],
        )
        for index, bid in enumerate(bids)
    ]


def summarise(bids: Sequence[Bid], target_minor: int | None = None) -> Summary | None:
    """The cheapest landed total, the spread, and how far the cheapest goods are from the target. None for no bids."""
    if not bids:
        return None
    cheapest = min(bids, key=lambda bid: (bid.landed_minor, bid.name))
    dearest = max(bid.landed_minor for bid in bids)
    spread = dearest - cheapest.landed_minor
    goods = min(bid.goods_minor for bid in bids)
    against = _permille(goods - target_minor, target_minor) if target_minor else None
    return Summary(
        best_landed_minor=cheapest.landed_minor,
        best_name=cheapest.name,
        spread_minor=spread,
        spread_permille=_permille(spread, dearest),
        against_target_permille=against,
    )


def reliability(bid: Bid) -> int:
    """0 to 100: on-time shipments of all, with the prior of ``PRIOR_ORDERS`` orders at ``PRIOR_MARK``."""
    total = PRIOR_ORDERS * PRIOR_MARK + 100 * bid.shipped_on_time
    return _round(Decimal(total) / (PRIOR_ORDERS + bid.shipped_orders))


def per_unit(minor: int, quantity: Decimal) -> int:
    """``minor`` ÷ ``quantity``, rounded once, half to even."""
    return _round(Decimal(minor) / quantity)


def _best(bids: Sequence[Bid]) -> list[frozenset[str]]:
    """Which figures of each bid no other bid beats. With a single bid nothing is marked."""
    if len(bids) < 2:
        return [frozenset()] * len(bids)
    figures = [
        {
            "price": -per_unit(bid.goods_minor, bid.quantity),
            "landed": -bid.landed_minor,
            "lead_time": -bid.lead_time_days,
            "on_time": _on_time_bp(bid),
        }
        for bid in bids
    ]
    top = {name: max(figure[name] for figure in figures) for name in figures[0]}
    bottom = {name: min(figure[name] for figure in figures) for name in figures[0]}
    return [
        frozenset(name for name, value in figure.items() if value == top[name] and top[name] != bottom[name])
        for figure in figures
    ]


def _verdict(bid: Bid, best: frozenset[str]) -> str:
    words = [
        word
        for name, word in (("landed", "lowest cost"), ("lead_time", "fastest"), ("on_time", "most reliable"))
        if name in best
    ]
    if not words:
        return "New on the market" if bid.shipped_orders == 0 else "In between"
    return ", ".join(words).capitalize()


def _on_time_bp(bid: Bid) -> int:
    return bid.shipped_on_time * 10_000 // bid.shipped_orders if bid.shipped_orders else -1


def _ratio(best: int, own: int) -> int:
    return 100 if own == best else _round(Decimal(100 * best) / own)


def _weighted(marks: tuple[int, int, int], weights: tuple[int, int, int]) -> int:
    return _round(Decimal(sum(mark * weight for mark, weight in zip(marks, weights, strict=True))) / sum(weights))


def _permille(part: int, whole: int) -> int:
    return _round(Decimal(1000 * part) / whole)


def _round(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_EVEN))
