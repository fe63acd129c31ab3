"""The lives of amendments, cancellations and inspections before dispatch, as data."""

from django.db import models

from marketplace.lib.state import process, step


class ProposalState(models.TextChoices):
    """Where an amendment, or a proposal to cancel, stands."""

    PROPOSED = "PROPOSED", "Proposed"
    ACCEPTED = "ACCEPTED", "Accepted"
    DECLINED = "DECLINED", "Declined"
    WITHDRAWN = "WITHDRAWN", "Withdrawn"
    LAPSED = "LAPSED", "Lapsed"


_P = ProposalState
_ANSWERS = {_P.ACCEPTED, _P.DECLINED, _P.WITHDRAWN, _P.LAPSED}

AMENDMENT = process(
    "amendment",
    version=1,
    initial=_P.PROPOSED,
    steps={
        "accept": step({_P.PROPOSED}, _P.ACCEPTED, by={"buyer", "vendor"}),
        "decline": step({_P.PROPOSED}, _P.DECLINED, by={"buyer", "vendor"}),
        "withdraw": step({_P.PROPOSED}, _P.WITHDRAWN, by={"buyer", "vendor"}),
        "lapse": step({_P.PROPOSED}, _P.LAPSED, by={"system"}, clock="AMENDMENT_LAPSE"),
    },
    ends=_ANSWERS,
)

CANCELLATION = process(
    "cancellation",
    version=1,
    initial=_P.PROPOSED,
    steps={
        "accept": step({_P.PROPOSED}, _P.ACCEPTED, by={"buyer", "vendor"}),
        "decline": step({_P.PROPOSED}, _P.DECLINED, by={"buyer", "vendor"}),
        "withdraw": step({_P.PROPOSED}, _P.WITHDRAWN, by={"buyer", "vendor"}),
        "lapse": step({_P.PROPOSED}, _P.LAPSED, by={"system"}, clock="CANCELLATION_LAPSE"),
    },
    ends=_ANSWERS,
)


class Ground(models.TextChoices):
    """Why an order is cancelled: what decides who has to agree and what it costs."""

    MUTUAL = "MUTUAL", "Both sides agree"
    FEE = "FEE", "The buyer cancels and pays the fee"
    LATE = "LATE", "Not dispatched in time"
    UNPAID = "UNPAID", "Not paid in time"
    REJECTED = "REJECTED", "Failed its inspection"


class InspectionState(models.TextChoices):
    """Where an inspection before dispatch stands."""

    DRAFT = "DRAFT", "Specification open"
    AGREED = "AGREED", "Specification agreed"
    APPOINTED = "APPOINTED", "Inspector appointed"
    FAILED = "FAILED", "Failed, rework"
    PASSED = "PASSED", "Passed"
    WAIVED = "WAIVED", "Waived"
    REJECTED = "REJECTED", "Rejected"


_I = InspectionState

INSPECTION = process(
    "inspection",
    version=1,
    initial=_I.DRAFT,
    steps={
        "edit": step({_I.DRAFT}, _I.DRAFT, by={"buyer", "vendor"}),
        "agree": step({_I.DRAFT}, _I.AGREED, by={"buyer", "vendor"}),
        # Nobody answered: the specification as it stands holds, so that silence cannot keep goods back.
        "adopt": step({_I.DRAFT}, _I.AGREED, by={"system"}, clock="INSPECTION_SPEC"),
        "appoint": step({_I.AGREED, _I.APPOINTED}, _I.APPOINTED, by={"buyer"}),
        "miss": step({_I.APPOINTED}, _I.AGREED, by={"system"}, clock="INSPECTION_REPORT"),
        "pass": step({_I.APPOINTED}, _I.PASSED, by={"inspector"}),
        "fail": step({_I.APPOINTED}, _I.FAILED, by={"inspector"}),
        "rework": step({_I.FAILED}, _I.AGREED, by={"vendor"}),
        "reject": step({_I.FAILED}, _I.REJECTED, by={"system"}, clock="INSPECTION_REWORK"),
        "waive": step({_I.DRAFT, _I.AGREED, _I.APPOINTED, _I.FAILED}, _I.WAIVED, by={"buyer"}),
        # The buyer appointed nobody for two weeks: it cannot hold the goods back by that.
        "forgo": step({_I.AGREED}, _I.WAIVED, by={"system"}, clock="INSPECTION_APPOINT"),
    },
    ends={_I.PASSED, _I.WAIVED, _I.REJECTED},
)

LETS_SHIP = frozenset({InspectionState.PASSED, InspectionState.WAIVED})
"""Goods may leave once their inspection has ended so."""
