"""What an amendment may change, what it must not, and what its hash covers. Pure; money in minor units."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from marketplace.lib.errors import Invalid
from marketplace.lib.ids import input_hash

MAX_DELAY = timedelta(days=365)
ADDRESS_FIELDS = ("name", "street", "postcode", "city", "country", "place")


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Fields that are to change; None or empty leaves a field as it is.

    ``reductions``: {line position: minor units off}. ``milestones``: {unit number: new date}.
    """

    ship_due_at: datetime | None = None
    ship_to: Mapping[str, str] = field(default_factory=dict)
    inspection_days: int | None = None
    reductions: Mapping[int, int] = field(default_factory=dict)
    milestones: Mapping[int, datetime] = field(default_factory=dict)

    @property
    def reduction_minor(self) -> int:
        """All reductions together."""
        return sum(self.reductions.values())

    @property
    def is_allowed_after_dispatch(self) -> bool:
        """Only the time for inspection may still change then."""
        return not (self.ship_due_at or self.ship_to or self.reductions or self.milestones)

    def to_json(self) -> dict[str, Any]:
        """Canonical form, without what stays: what is stored, shown and hashed."""
        stored: dict[str, Any] = {}
        if self.ship_due_at:
            stored["ship_due_at"] = self.ship_due_at.isoformat()
        if self.ship_to:
            stored["ship_to"] = dict(self.ship_to)
        if self.inspection_days is not None:
            stored["inspection_days"] = self.inspection_days
        if self.reductions:
            stored["reductions"] = {str(line): amount for line, amount in sorted(self.reductions.items())}
        if self.milestones:
            stored["milestones"] = {str(no): date.isoformat() for no, date in sorted(self.milestones.items())}
        return stored

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Changes":
        """The changes that ``to_json`` wrote."""
        due = stored.get("ship_due_at")
        return cls(
            ship_due_at=datetime.fromisoformat(due) if due else None,
            ship_to=stored.get("ship_to", {}),
            inspection_days=stored.get("inspection_days"),
            reductions={int(line): int(amount) for line, amount in stored.get("reductions", {}).items()},
            milestones={int(no): datetime.fromisoformat(date) for no, date in stored.get("milestones", {}).items()},
        )


def amendment_hash(order_number: str, no: int, terms_hash: str, changes: Changes) -> str:
    """What both sides accept: these changes, of this order with these terms, under this number."""
    return input_hash({"order": order_number, "amendment": no, "terms": terms_hash, "changes": changes.to_json()})


def check(changes: Changes, *, at: datetime, line_totals: Mapping[int, int], unit_numbers: set[int]) -> None:
    """Raise Invalid, naming the field, for changes that no order can have."""
    if not changes.to_json():
        raise Invalid("Change at least one thing.")
    if changes.ship_due_at and not at < changes.ship_due_at <= at + MAX_DELAY:
        raise Invalid.field("ship_due_at", "The new dispatch date is in the future, at most a year from now.")
    if set(changes.ship_to) - set(ADDRESS_FIELDS) or (changes.ship_to and not changes.ship_to.get("city")):
        raise Invalid.field("ship_to", "Name at least the city of the new address.")
    if changes.inspection_days is not None and not 1 <= changes.inspection_days <= 60:
        raise Invalid.field("inspection_days", "Inspection takes 1 to 60 days.")
    for line, amount in changes.reductions.items():
        if line not in line_totals or amount > line_totals[line]:
            raise Invalid.field("reductions", f"Line {line} cannot become cheaper by that much.")
        if amount <= 0:
            raise Invalid.field(
                "reductions", "An amendment never raises the price. For more goods or work, open a new order."
            )
    for no, date in changes.milestones.items():
        if no not in unit_numbers or date <= at:
            raise Invalid.field("milestones", "Name a milestone of this order and a date in the future.")
