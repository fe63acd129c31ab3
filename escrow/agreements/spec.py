"""What goods are inspected against: measurable items, their hash, and the verdict on a measured value. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from marketplace.lib.errors import Invalid
from marketplace.lib.ids import input_hash

MAX_ITEMS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecItem:
    """One requirement. ``line`` is the order line it is about, 0 for the whole; bounds as decimal text, "" for none."""

    no: int
    requirement: str
    line: int = 0
    unit: str = ""
    minimum: str = ""
    maximum: str = ""
    method: str = ""

    @property
    def bounds(self) -> str:
        """As people read them: ``4.95 to 5.05 mm``, ``at least 5000 pcs``."""
        if self.minimum and self.maximum:
            text = self.minimum if self.minimum == self.maximum else f"{self.minimum} to {self.maximum}"
        elif self.minimum or self.maximum:
            text = f"at least {self.minimum}" if self.minimum else f"at most {self.maximum}"
        else:
            return ""
        return f"{text} {self.unit}".strip()

    def admits(self, measured: str) -> bool | None:
        """Whether a measured value keeps the bounds; None if it is no number or there are none."""
        value = number(measured)
        if value is None or not (self.minimum or self.maximum):
            return None
        low, high = number(self.minimum), number(self.maximum)
        return (low is None or value >= low) and (high is None or value <= high)


def number(text: str) -> Decimal | None:
    """A decimal, or None for other text."""
    try:
        value = Decimal(text.replace(",", "").strip())
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def items_of(stored: Sequence[Mapping[str, Any]]) -> list[SpecItem]:
    """The items as they are stored."""
    return [SpecItem(**item) for item in stored]


def to_json(items: Sequence[SpecItem]) -> list[dict[str, Any]]:
    """The items as they are stored and hashed."""
    return [asdict(item) for item in items]


def spec_hash(order_number: str, items: Sequence[SpecItem]) -> str:
    """The hash that both sides agree to and every report is bound to."""
    return input_hash({"order": order_number, "spec": to_json(items)})


def checked(items: Sequence[SpecItem]) -> list[SpecItem]:
    """Items numbered from 1, without blanks. Raises Invalid for none, too many, or bounds that are none."""
    kept = [item for item in items if item.requirement.strip()]
    if not 1 <= len(kept) <= MAX_ITEMS:
        raise Invalid.field("items", f"An inspection needs 1 to {MAX_ITEMS} requirements.")
    found = []
    for no, item in enumerate(kept, start=1):
        low, high = number(item.minimum), number(item.maximum)
        is_wrong = (item.minimum and low is None) or (item.maximum and high is None)
        if is_wrong or (low is not None and high is not None and low > high):
            raise Invalid.field("items", f"“{item.requirement}”: write the bounds as numbers, the lower one first.")
        found.append(
            SpecItem(
                no=no, requirement=item.requirement.strip(), line=item.line, unit=item.unit.strip(),
                minimum=item.minimum.strip(), maximum=item.maximum.strip(), method=item.method.strip(),
            )
        )  # fmt: skip
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What the inspector says of one item."""

    no: int
    measured: str
    is_passed: bool
    note: str = ""


def checked_findings(items: Sequence[SpecItem], findings: Sequence[Finding]) -> list[Finding]:
    """One finding per item, in their order. Raises Invalid for a missing one, or a pass outside its bounds."""
    said = {finding.no: finding for finding in findings}
    if set(said) != {item.no for item in items} or len(findings) != len(items):
        raise Invalid.field("items", "Say something of every item of the specification, once.")
    for item in items:
        if said[item.no].is_passed and item.admits(said[item.no].measured) is False:
            raise Invalid.field(
                f"item_{item.no}", f"{said[item.no].measured} is not {item.bounds}: this item cannot pass."
            )
    return [said[item.no] for item in items]
