"""What the market earns on an order: found by rules and fixed when it opens, taken in step with its releases. Pure.

However an order is released, in one piece or in fifty, the parts of commission and tax add up to what was
frozen for the whole of it, and a part that is refunded instead earns nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from marketplace.ledger.plans import percent
from marketplace.lib.money import Money, allocate, portion


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """An order's commission and the tax on it, minor units, for its whole ``total``."""

    total: int
    commission: int
    tax: int

    def part(self, already: int, amount: int) -> tuple[int, int]:
        """(commission, tax) on the next ``amount`` after ``already`` of the total was released.

        The difference of two cumulative shares, so that roundings never add up. Raises ValueError when more
        would be released than there is.
        """
        if not 0 <= already <= already + amount <= self.total:
            raise ValueError(f"{amount} after {already} is more than {self.total}")
        return (
            _share(self.commission, already + amount, self.total) - _share(self.commission, already, self.total),
            _share(self.tax, already + amount, self.total) - _share(self.tax, already, self.total),
        )


def _share(whole: int, part: int, total: int) -> int:
    """``whole × part ÷ total``, rounded half up; exact for ``part`` = ``total``."""
    return (2 * whole * part + total) // (2 * total)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How commission is found. Empty ``vendor``, ``category_path`` and ``plan_kind`` apply to everything.

    The rate is ``basis_points``, or that of the highest of ``tiers`` ((order's goods from, basis points)) which the
    order reaches. ``fixed`` is added once per order; ``minimum`` and ``maximum`` bound the sum. Amounts are minor
    units of ``currency``; a rule without amounts has none. ``tax_basis_points`` is the tax on our commission.
    """

    ref: str = ""
    name: str = ""
    vendor: str = ""
    category_path: str = ""
    plan_kind: str = ""
    currency: str = ""
    basis_points: int = 0
    tiers: tuple[tuple[int, int], ...] = ()
    fixed: int = 0
    minimum: int = 0
    maximum: int | None = None
    tax_basis_points: int = 0
    order: tuple[str, str] = ("", "")

    def fits(self, *, vendor: str, category_path: str, plan_kind: str, currency: str) -> bool:
        """Whether the rule speaks of this vendor, category (or one above it), kind of plan and currency."""
        below = f"{category_path}-".startswith(f"{self.category_path}-")
        return (
            self.vendor in {"", vendor}
            and (not self.category_path or below)
            and self.plan_kind in {"", plan_kind}
            and self.currency in {"", currency}
        )

    @property
    def weight(self) -> tuple[bool, int, bool, tuple[str, str]]:
        """What decides between rules that fit: vendor, then the deepest category, then the plan, then the newest."""
        depth = len(self.category_path.split("-")) if self.category_path else 0
        return bool(self.vendor), depth, bool(self.plan_kind), self.order

    def rate(self, goods: int) -> int:
        """Basis points for an order with ``goods`` minor units of goods."""
        reached = [bp for start, bp in sorted(self.tiers) if goods >= start]
        return reached[-1] if reached else self.basis_points

    def words(self, goods: int, currency: str) -> str:
        """The rule as it applies to such an order: ``2.5 % + €5.00, at least €10.00``."""
        text = percent(self.rate(goods))
        if self.fixed:
            text += f" + {Money(self.fixed, currency)}"
        if self.minimum:
            text += f", at least {Money(self.minimum, currency)}"
        if self.maximum is not None:
            text += f", at most {Money(self.maximum, currency)}"
        return text


@dataclass(frozen=True, slots=True)
class Part:
    """What one rule takes: of ``value`` minor units of the order, ``commission`` and the ``tax`` on it."""

    rule: Rule
    words: str
    value: int
    commission: int
    tax: int


@dataclass(frozen=True, slots=True)
class Charged:
    """The commission of an order, rule by rule. ``parts`` is not empty."""

    parts: tuple[Part, ...]
    currency: str

    @property
    def commission(self) -> int:
        """Of all parts."""
        return sum(part.commission for part in self.parts)

    @property
    def tax(self) -> int:
        """Of all parts."""
        return sum(part.tax for part in self.parts)

    def words(self) -> str:
        """``Fasteners 3 %: €723.00 · tax 23 %: €166.29``; what is frozen on the order and read by the vendor."""
        told = []
        for part in self.parts:
            text = f"{part.rule.name or 'Order'} {part.words}: {Money(part.commission, self.currency)}"
            if part.tax:
                text += f" · tax {percent(part.rule.tax_basis_points)}: {Money(part.tax, self.currency)}"
            told.append(text)
        return "; ".join(told)

    def to_json(self) -> dict[str, Any]:
        """As it is frozen on an order."""
        return {
            "words": self.words(),
            "parts": [
                {
                    "rule": part.rule.ref, "name": part.rule.name, "words": part.words, "value_minor": part.value,
                    "commission_minor": part.commission, "tax_bp": part.rule.tax_basis_points, "tax_minor": part.tax,
                }
                for part in self.parts
            ],
        }  # fmt: skip


def charge(
    *,
    lines: Sequence[tuple[str, int]],
    freight: int,
    rules: Sequence[Rule],
    standard: Rule,
    vendor: str,
    plan_kind: str,
    currency: str,
) -> Charged:
    """What an order of ``lines`` ((category path, minor units)) and ``freight`` costs its vendor.

    Each line goes by the most specific rule that fits it, else by ``standard``; freight follows the value of the
    goods. Commission and tax never exceed what they are taken from.
    """
    goods = sum(total for _, total in lines)
    values: dict[Rule, int] = {}
    for path, total in lines:
        fitting = [
            rule
            for rule in rules
            if rule.fits(vendor=vendor, category_path=path, plan_kind=plan_kind, currency=currency)
        ]
        rule = max(fitting, key=lambda one: one.weight, default=standard)
        values[rule] = values.get(rule, 0) + total
    weights = list(values.values()) if goods else [1] * len(values)
    shares = dict(zip(values, allocate(freight, weights), strict=True))
    parts = [_part(rule, value + shares[rule], goods, currency) for rule, value in values.items()]
    return Charged(tuple(parts), currency)


def _part(rule: Rule, value: int, goods: int, currency: str) -> Part:
    commission = max(portion(value, rule.rate(goods)) + rule.fixed, rule.minimum)
    if rule.maximum is not None:
        commission = min(commission, rule.maximum)
    commission = min(commission, value)
    tax = min(portion(commission, rule.tax_basis_points), value - commission)
    return Part(rule, rule.words(goods, currency), value, commission, tax)
