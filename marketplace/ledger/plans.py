"""How an order is paid and when its money is let go: plans as data. Pure arithmetic, minor units.

A plan divides an order's total twice: into payment legs (when the buyer pays) and into release units (what
the buyer accepts). Both divisions add up to the total, cent by cent. An order keeps the plan and the
version that it began with.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from marketplace.lib.errors import Invalid
from marketplace.lib.money import allocate, portion

VERSION = 1
WHOLE_BP = 10_000

PlanKind = Literal["single", "deposit", "milestones", "terms"]
When = Literal["order", "shipment", "milestone", "invoice"]
UnitKind = Literal["DELIVERY", "MILESTONE", "RETENTION"]
KINDS: tuple[PlanKind, ...] = ("single", "deposit", "milestones", "terms")


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """A stage of the work: its share of the total in basis points, and the days it may take."""

    title: str
    share_bp: int
    days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LateClause:
    """What a late dispatch costs: per started week, at most ``cap_bp``; after so many days the buyer may cancel."""

    bp_per_week: int = 0
    cap_bp: int = 0
    cancel_after_days: int = 14


@dataclass(frozen=True, slots=True)
class LegPlan:
    """One payment: its number from 1, what it is for, when it is due, and how much."""

    no: int
    title: str
    when: When
    amount_minor: int


@dataclass(frozen=True, slots=True)
class UnitPlan:
    """One acceptance: ``leg_no`` is the payment that must be there before it starts, None for any."""

    no: int
    kind: UnitKind
    title: str
    amount_minor: int
    leg_no: int | None = None
    days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The payment plan of one order. Shares are basis points of the order's total."""

    kind: PlanKind = "single"
    version: int = VERSION
    deposit_bp: int = 0
    milestones: tuple[Milestone, ...] = ()
    net_days: int = 0
    retention_bp: int = 0
    retention_days: int = 0
    inspection_required: bool = False
    inspection_by: str = ""
    inspection_days: int = 10
    late: LateClause = field(default_factory=LateClause)
    cancel_fee_bp: int = 0
    partial_shipments: bool = True

    def __post_init__(self) -> None:
        """Raises Invalid, naming the field, for a plan that cannot be kept."""
        checks = (
            (self.kind in KINDS, "kind", f"Choose one of {', '.join(KINDS)}."),
            (self.version == VERSION, "version", f"This market knows version {VERSION} of payment plans."),
            (self.kind != "deposit" or 0 < self.deposit_bp < WHOLE_BP, "deposit_bp",
             "A deposit is more than 0 % and less than 100 % of the total."),
            (self.kind != "milestones" or self._milestones_add_up(), "milestones",
             "Name two milestones or more, each with a title and a share; the shares add up to 100 %."),
            (self.kind != "terms" or 0 < self.net_days <= 180, "net_days", "Net terms are 1 to 180 days."),
            (0 <= self.retention_bp <= 2_000, "retention_bp", "A retention is at most 20 % of the total."),
            (not self.retention_bp or 0 < self.retention_days <= 730, "retention_days",
             "Say for how many days the retention is kept: 1 to 730."),
            (not (self.retention_bp and self.kind == "terms"), "retention_bp",
             "On net terms nothing is held, so there is no retention."),
            (1 <= self.inspection_days <= 60, "inspection_days", "Inspection takes 1 to 60 days."),
            (0 <= self.late.bp_per_week <= self.late.cap_bp <= 3_000, "late",
             "Compensation for lateness has a cap, at most 30 % of the total."),
            (0 <= self.late.cancel_after_days <= 180, "late", "Give 0 to 180 days of lateness before cancellation."),
            (0 <= self.cancel_fee_bp <= 3_000, "cancel_fee_bp", "A cancellation fee is at most 30 % of the total."),
        )  # fmt: skip
        for holds, name, remedy in checks:
            if not holds:
                raise Invalid.field(f"plan.{name}", remedy)

    def _milestones_add_up(self) -> bool:
        sound = all(stage.title.strip() and stage.share_bp > 0 and stage.days >= 0 for stage in self.milestones)
        return len(self.milestones) > 1 and sound and sum(stage.share_bp for stage in self.milestones) == WHOLE_BP

    @classmethod
    def from_json(cls, body: Mapping[str, Any] | None) -> "Plan":
        """The plan that ``to_json`` wrote; None is payment in full. Raises Invalid, naming the field."""
        values = dict(body or {})
        unknown = set(values) - set(cls.__dataclass_fields__)
        if unknown:
            raise Invalid.field(f"plan.{min(unknown)}", "A payment plan has no such field.")
        try:
            values["milestones"] = tuple(Milestone(**stage) for stage in values.get("milestones", ()))
            values["late"] = LateClause(**values.get("late", {}))
            return cls(**values)
        except TypeError as error:
            raise Invalid.field("plan", f"This is not a payment plan: {error}.") from error

    def to_json(self) -> dict[str, Any]:
        """Canonical form, as an order freezes it."""
        return asdict(self) | {"milestones": [asdict(stage) for stage in self.milestones]}

    def legs(self, total: int) -> list[LegPlan]:
        """The payments of an order of ``total``; none on net terms, where invoices are paid."""
        if self.kind == "terms":
            return []
        if self.kind == "deposit":
            deposit, balance = allocate(total, [self.deposit_bp, WHOLE_BP - self.deposit_bp])
            return [LegPlan(1, "Deposit", "order", deposit), LegPlan(2, "Balance", "shipment", balance)]
        if self.kind == "milestones":
            parts = allocate(total, [stage.share_bp for stage in self.milestones])
            return [
                LegPlan(no, stage.title, "order" if no == 1 else "milestone", part)
                for no, (stage, part) in enumerate(zip(self.milestones, parts, strict=True), start=1)
            ]
        return [LegPlan(1, "Payment in full", "order", total)]

    def units(self, total: int) -> list[UnitPlan]:
        """The acceptances of an order of ``total``, the retention last."""
        kept = portion(total, self.retention_bp)
        if self.kind == "milestones":
            parts = allocate(total, [stage.share_bp for stage in self.milestones])
            keeps = allocate(kept, parts)
            units = [
                UnitPlan(no, "MILESTONE", stage.title, part - keep, no, stage.days)
                for no, (stage, part, keep) in enumerate(zip(self.milestones, parts, keeps, strict=True), start=1)
            ]
        else:
            units = [UnitPlan(1, "DELIVERY", "Goods", total - kept)]
        if kept:
            units.append(UnitPlan(len(units) + 1, "RETENTION", "Retention", kept, None, self.retention_days))
        return units

    def parts(self, total: int) -> list[int]:
        """The amounts of both divisions: none of them may be zero."""
        return [leg.amount_minor for leg in self.legs(total)] + [unit.amount_minor for unit in self.units(total)]

    def words(self) -> str:
        """As both sides read it: ``30 % deposit, 70 % before shipment``."""
        kept = f", {percent(self.retention_bp)} kept for {self.retention_days} days" if self.retention_bp else ""
        if self.kind == "deposit":
            rest = percent(WHOLE_BP - self.deposit_bp)
            return f"Trade assurance, {percent(self.deposit_bp)} deposit, {rest} before shipment{kept}"
        if self.kind == "milestones":
            return f"Trade assurance, {len(self.milestones)} milestones{kept}"
        if self.kind == "terms":
            return f"Net {self.net_days} days from invoice, at the lender’s risk"
        return f"Trade assurance, in full{kept}"


def percent(basis_points: int) -> str:
    """``2500`` as ``25 %``, ``250`` as ``2.5 %``."""
    whole, rest = divmod(basis_points, 100)
    return f"{whole}.{rest:02d}".rstrip("0") + " %" if rest else f"{whole} %"
