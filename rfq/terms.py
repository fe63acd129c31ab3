"""The terms of an offer: pure values, their totals, and the hash by which both sides mean the same thing.

The canonical form holds no float and no ambiguous decimal (``5000`` and ``5000.000`` are one quantity), so
equal terms have equal hashes on every machine.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from marketplace.ledger.plans import Plan
from marketplace.lib import ids, money
from marketplace.lib.errors import Invalid

# Incoterms 2020 (ICC publication 723): the seven for any mode of transport, then the four for sea freight.
INCOTERMS = ("EXW", "FCA", "CPT", "CIP", "DAP", "DPU", "DDP", "FAS", "FOB", "CFR", "CIF")
MAX_LEAD_TIME_DAYS = 730
PRICE_DECIMALS, QUANTITY_DECIMALS = 6, 3
_LARGEST = Decimal(10) ** 12


def plain(value: Decimal) -> str:
    """A decimal without exponent and without trailing zeros: ``5000``, ``4.82``."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def fits(value: Decimal, decimals: int) -> bool:
    """Stored as it is written: what were rounded on the way to the database would no longer have the hash agreed on."""
    return value.is_finite() and abs(value) < _LARGEST and value == value.quantize(Decimal(1).scaleb(-decimals))


@dataclass(frozen=True, slots=True)
class TermLine:
    """One position: what, how much, and the price of one unit in major units (up to six decimals)."""

    position: int
    description: str
    quantity: Decimal
    unit: str
    unit_price: Decimal

    def total_minor(self, currency: str) -> int:
        """Quantity × unit price in minor units, rounded once, half to even."""
        return money.to_minor(self.quantity * self.unit_price, currency)

    def to_json(self) -> dict[str, Any]:
        """Canonical form."""
        return {
            "position": self.position,
            "description": self.description,
            "quantity": plain(self.quantity),
            "unit": self.unit,
            "unit_price": plain(self.unit_price),
        }


@dataclass(frozen=True, slots=True)
class Terms:
    """Everything that the two sides agree on. ``freight_minor`` in minor units of ``currency``."""

    currency: str
    lines: tuple[TermLine, ...]
    freight_minor: int
    incoterm: str
    place: str
    lead_time_days: int
    valid_until: datetime
    plan: Plan = field(default_factory=Plan)
    note: str = ""

    @property
    def payment(self) -> str:
        """The payment plan in words."""
        return self.plan.words()

    @property
    def goods_minor(self) -> int:
        """The sum of the lines, each rounded once."""
        return sum(line.total_minor(self.currency) for line in self.lines)

    @property
    def total_minor(self) -> int:
        """Goods and freight: what the buyer pays."""
        return self.goods_minor + self.freight_minor

    @property
    def hash(self) -> str:
        """SHA-256 of the canonical form, hex."""
        return ids.input_hash(self.to_json())

    def to_json(self) -> dict[str, Any]:
        """Canonical form: what is hashed, frozen on the order, and shown to both sides."""
        return {
            "currency": self.currency,
            "lines": [line.to_json() for line in self.lines],
            "freight_minor": self.freight_minor,
            "incoterm": self.incoterm,
            "place": self.place,
            "lead_time_days": self.lead_time_days,
            "payment": self.payment,
            "plan": self.plan.to_json(),
            "valid_until": self.valid_until.astimezone(UTC).isoformat(),
            "note": self.note,
        }


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a form or an API call proposes: prices and quantities by line position, and the terms around them.

    ``quantities`` may leave positions out; those keep the quantity asked for.
    """

    prices: Mapping[int, Decimal]
    freight_minor: int
    incoterm: str
    place: str
    lead_time_days: int
    valid_until: datetime
    note: str = ""
    quantities: Mapping[int, Decimal] | None = None
    plan: Plan = field(default_factory=Plan)

    def to_json(self) -> dict[str, Any]:
        """What the idempotency key is bound to."""
        return {
            "prices": {str(position): plain(price) for position, price in self.prices.items()},
            "quantities": {str(position): plain(number) for position, number in (self.quantities or {}).items()},
            "freight_minor": self.freight_minor,
            "incoterm": self.incoterm,
            "place": self.place,
            "lead_time_days": self.lead_time_days,
            "valid_until": self.valid_until.astimezone(UTC).isoformat(),
            "note": self.note,
            "plan": self.plan.to_json(),
        }


@dataclass(frozen=True, slots=True)
class AskedLine:
    """A position of the request as the proposal answers it."""

    position: int
    description: str
    quantity: Decimal
    unit: str


def terms_of(proposal: Proposal, asked: list[AskedLine], currency: str, at: datetime) -> Terms:
    """The proposal as complete terms for the lines asked for.

    Raises Invalid when a line has no positive price or quantity, the freight is negative, the incoterm
    unknown, the lead time out of range, or the validity not in the future of ``at``.
    """
    _check(proposal, asked, at)
    quantities = proposal.quantities or {}
    lines = tuple(
        TermLine(
            line.position,
            line.description,
            quantities.get(line.position, line.quantity),
            line.unit,
            proposal.prices[line.position],
        )
        for line in asked
    )
    terms = Terms(
        currency=currency,
        lines=lines,
        freight_minor=proposal.freight_minor,
        incoterm=proposal.incoterm,
        place=proposal.place.strip(),
        lead_time_days=proposal.lead_time_days,
        valid_until=proposal.valid_until,
        note=proposal.note.strip(),
        plan=proposal.plan,
    )
    if not 0 < terms.total_minor <= money.MAX_MINOR:
        raise Invalid.field("prices", "The total is outside of what we can book. Check quantities and prices.")
    return terms


def _check(proposal: Proposal, asked: list[AskedLine], at: datetime) -> None:
    quantities = proposal.quantities or {}
    for line in asked:
        price = proposal.prices.get(line.position)
        if price is None or price <= 0:
            raise Invalid.field(f"price_{line.position}", f"Line {line.position} has no price. Price every line.")
        if not fits(price, PRICE_DECIMALS):
            raise Invalid.field(f"price_{line.position}", "A unit price has up to six decimals and twelve digits.")
        quantity = quantities.get(line.position, line.quantity)
        if quantity <= 0 or not fits(quantity, QUANTITY_DECIMALS):
            message = f"Line {line.position} needs a quantity above zero, with up to three decimals."
            raise Invalid.field(f"quantity_{line.position}", message)
    unknown = (set(proposal.prices) | set(quantities)) - {line.position for line in asked}
    if unknown:
        raise Invalid.field("lines", f"The request has no line {min(unknown)}.")
    if proposal.freight_minor < 0:
        raise Invalid.field("freight", "Freight cannot be negative. Write 0 when it is included.")
    if proposal.incoterm not in INCOTERMS:
        raise Invalid.field("incoterm", f"Use one of the Incoterms 2020: {', '.join(INCOTERMS)}.")
    if not proposal.place.strip():
        raise Invalid.field("place", "Name the place that the incoterm refers to, like Rotterdam.")
    if not 1 <= proposal.lead_time_days <= MAX_LEAD_TIME_DAYS:
        raise Invalid.field("lead_time_days", f"Lead time is 1 to {MAX_LEAD_TIME_DAYS} days.")
    if proposal.valid_until <= at:
        raise Invalid.field("valid_until", "The offer must be valid beyond this moment.")
