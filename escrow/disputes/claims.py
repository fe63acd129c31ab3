"""Which claim may be made when, and what proves it: one table. Pure data."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from escrow.disputes.states import CaseType, EvidenceKind
from escrow.states import UnitState

Side = Literal["buyer", "vendor"]
_U, _T, _K = UnitState, CaseType, EvidenceKind


@dataclass(frozen=True, slots=True)
class Wanted:
    """One line of a checklist: what ``side`` is asked for. Without a required one the claim is narrowed."""

    code: str
    kind: EvidenceKind
    words: str
    side: Side = "buyer"
    required: bool = True


@dataclass(frozen=True, slots=True)
class Rule:
    """``states`` of the release unit in which the claim may be made; ``hint`` is shown when it is chosen."""

    states: frozenset[UnitState]
    hint: str
    checklist: tuple[Wanted, ...]
    by_quantity: bool = True


_AFTER_SHIPPING = frozenset({_U.SHIPPED, _U.INSPECTING})
_PHOTOS = Wanted("photos", _K.PHOTO, "Photos of the pieces claimed, with their labels")
_ACCOUNT = Wanted("account", _K.STATEMENT, "What happened, in your words")
_DEFENCE = Wanted("defence", _K.STATEMENT, "The supplier’s account", side="vendor", required=False)
_PROOF_OF_DISPATCH = Wanted("dispatch", _K.DOCUMENT, "Waybill or proof of dispatch", side="vendor")
_QUALITY_PAPERS = Wanted("quality", _K.REPORT, "Final inspection or test records", side="vendor", required=False)

RULES: Mapping[CaseType, Rule] = {
    _T.NOT_SHIPPED: Rule(
        frozenset({_U.IN_PROGRESS}), "The promised date has passed and nothing left the supplier.",
        (_ACCOUNT, _PROOF_OF_DISPATCH, _DEFENCE), by_quantity=False,
    ),
    _T.LATE: Rule(
        frozenset({_U.IN_PROGRESS, _U.SHIPPED, _U.INSPECTING}), "The goods come, but later than agreed.",
        (
            _ACCOUNT, Wanted("loss", _K.DOCUMENT, "What the delay cost you", required=False),
            _PROOF_OF_DISPATCH, _DEFENCE,
        ), by_quantity=False,
    ),
    _T.NOT_RECEIVED: Rule(
        frozenset({_U.SHIPPED, _U.INSPECTING}), "The carrier says delivered, or says nothing at all.",
        (
            Wanted("receipt", _K.STATEMENT, "Your goods-in’s confirmation that nothing arrived"),
            Wanted("delivery", _K.DOCUMENT, "Proof of delivery with a signature", side="vendor"), _DEFENCE,
        ),
    ),
    _T.SHORT: Rule(
        _AFTER_SHIPPING, "Fewer pieces arrived than were shipped on paper.",
        (
            Wanted("count", _K.REPORT, "Count or weighing protocol"),
            Wanted("packages", _K.PHOTO, "Photos of the packages as they arrived", required=False),
            Wanted("packing", _K.DOCUMENT, "Packing list and weights at dispatch", side="vendor"), _DEFENCE,
        ),
    ),
    _T.DAMAGED: Rule(
        _AFTER_SHIPPING, "The goods arrived broken, wet, bent or dirty.",
        (
            _PHOTOS, Wanted("waybill", _K.DOCUMENT, "Waybill with the damage noted", required=False),
            Wanted("packaging", _K.PHOTO, "Photos of the packaging at dispatch", side="vendor", required=False),
            _DEFENCE,
        ),
    ),
    _T.NOT_CONFORM: Rule(
        _AFTER_SHIPPING, "The goods differ from the specification you agreed on.",
        (
            _PHOTOS, Wanted("measure", _K.REPORT, "Measurements or test report against the specification"),
            _QUALITY_PAPERS, _DEFENCE,
        ),
    ),
    _T.COUNTERFEIT: Rule(
        _AFTER_SHIPPING, "The goods are not of the brand or origin that was agreed.",
        (
            _PHOTOS, Wanted("brand", _K.REPORT, "Finding of the brand’s owner or of a laboratory"),
            Wanted("origin", _K.DOCUMENT, "Invoices or certificates of origin", side="vendor"), _DEFENCE,
        ),
    ),
    _T.DOCUMENTS: Rule(
        _AFTER_SHIPPING, "A certificate, customs paper or other agreed document is missing or wrong.",
        (
            Wanted("which", _K.STATEMENT, "Which document, and why you need it"),
            Wanted("wrong", _K.DOCUMENT, "The document as you received it", required=False),
            Wanted("right", _K.DOCUMENT, "The document as agreed", side="vendor"), _DEFENCE,
        ), by_quantity=False,
    ),
    _T.HIDDEN_DEFECT: Rule(
        frozenset({_U.ACCEPTED, _U.IN_PROGRESS}), "A defect that showed itself only after you had accepted.",
        (
            _PHOTOS, Wanted("expert", _K.REPORT, "Report that the defect was there at delivery"),
            _QUALITY_PAPERS, _DEFENCE,
        ),
    ),
    _T.HOLD_LIMIT: Rule(frozenset(_U), "Money may not be held any longer; an officer decides.", (), by_quantity=False),
}  # fmt: skip

CHOOSABLE = tuple(kind for kind in CaseType if kind != CaseType.HOLD_LIMIT)
"""What a buyer may claim; the rest is opened by a clock."""

WARRANTY_DAYS = 180
"""How long after acceptance a hidden defect may be claimed."""


def fits(kind: CaseType, unit_kind: str, unit_state: str) -> bool:
    """Whether ``kind`` may be claimed of such a unit. A retention is there for hidden defects alone."""
    if kind == CaseType.HIDDEN_DEFECT:
        return unit_state == UnitState.ACCEPTED or (unit_kind == "RETENTION" and unit_state == UnitState.IN_PROGRESS)
    return unit_kind != "RETENTION" and unit_state in RULES[kind].states


def wanted(kind: str, side: Side | None = None) -> list[Wanted]:
    """The checklist of a claim, of one side or of both."""
    return [item for item in RULES[CaseType(kind)].checklist if side in (None, item.side)]


def find_wanted(kind: str, code: str) -> Wanted | None:
    """The line of a checklist by its code."""
    return next((item for item in RULES[CaseType(kind)].checklist if item.code == code), None)
