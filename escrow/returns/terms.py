"""What the two sides may expect of a return: the contract's word, else the supplier's, else our floor. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from escrow.returns.states import FAULTS, Payer, Reason, Remedy

FAULT_WINDOW_DAYS = 30


@dataclass(frozen=True, slots=True)
class ReturnTerms:
    """The rules of one return. Shares in basis points; windows in days from delivery, by reason; 0 = only as goodwill.

    ``keep_below_bp``: a claim up to this share of the order's total is paid without sending the goods back.
    """

    windows: Mapping[str, int] = field(
        default_factory=lambda: {reason: FAULT_WINDOW_DAYS if reason in FAULTS else 0 for reason in Reason.values}
    )
    restocking_bp: int = 0
    freight_on_fault: str = Payer.VENDOR
    freight_otherwise: str = Payer.BUYER
    remedies: tuple[str, ...] = tuple(Remedy.values)
    keep_below_bp: int = 0
    source: str = "market"

    def window_days(self, reason: str) -> int:
        """How long after delivery a return for ``reason`` may be asked for as of right."""
        return self.windows.get(reason, 0)

    def freight_payer(self, reason: str) -> str:
        """Who bears the freight back, unless the two sides agree otherwise."""
        return self.freight_on_fault if reason in FAULTS else self.freight_otherwise

    def restocking(self, reason: str) -> int:
        """The fee on goods that go back without a fault, in basis points; none where the supplier is at fault."""
        return 0 if reason in FAULTS else self.restocking_bp

    def waives_goods(self, claimed_minor: int, total_minor: int) -> bool:
        """Whether goods worth ``claimed_minor`` of an order of ``total_minor`` are not worth their freight."""
        return claimed_minor * 10_000 <= total_minor * self.keep_below_bp

    def as_json(self) -> dict[str, Any]:
        """As it is frozen on a return and shown by the API."""
        return {
            "windows": dict(self.windows),
            "restocking_bp": self.restocking_bp,
            "freight_on_fault": str(self.freight_on_fault),
            "freight_otherwise": str(self.freight_otherwise),
            "remedies": list(self.remedies),
            "keep_below_bp": self.keep_below_bp,
            "source": self.source,
        }


FLOOR = ReturnTerms()
"""What the market grants every buyer."""


def resolve(contract: Mapping[str, Any] | None, seller: Mapping[str, Any] | None) -> ReturnTerms:
    """The terms of a return: each field from the contract, else from the supplier's policy, else from the floor."""
    terms = FLOOR
    for source, given in (("supplier", seller), ("contract", contract)):
        if given:
            terms = replace(_overlaid(terms, given), source=source)
    return terms


def from_json(stored: Mapping[str, Any]) -> ReturnTerms:
    """The terms as they were frozen on a return."""
    return replace(_overlaid(FLOOR, stored), source=str(stored.get("source", "market")))


def shortfalls(terms: ReturnTerms, floor: ReturnTerms = FLOOR) -> dict[str, str]:
    """Where a supplier's policy promises less than the floor: {field: what to do}. Empty if it may be published."""
    found: dict[str, str] = {}
    if any(terms.window_days(reason) < floor.window_days(reason) for reason in FAULTS):
        found["fault_days"] = f"Faulty goods may come back for at least {FAULT_WINDOW_DAYS} days."
    if terms.freight_on_fault == Payer.BUYER:
        found["freight_on_fault"] = "The buyer does not pay for your fault: choose “Supplier” or “Half each”."
    if Remedy.REFUND not in terms.remedies:
        found["remedies"] = "A refund must be among the remedies."
    return found


def _overlaid(terms: ReturnTerms, given: Mapping[str, Any]) -> ReturnTerms:
    known = {name: given[name] for name in ("restocking_bp", "freight_on_fault", "freight_otherwise", "keep_below_bp")
             if name in given}  # fmt: skip
    if "windows" in given:
        known["windows"] = {**terms.windows, **{str(reason): int(days) for reason, days in given["windows"].items()}}
    if "remedies" in given:
        known["remedies"] = tuple(str(remedy) for remedy in given["remedies"])
    return replace(terms, **known)
