"""The writers of agreements: amendments, inspection before dispatch, more time, cancellation."""

from escrow.agreements.services.amendments import (
    accept_amendment,
    decline_amendment,
    lapse_amendments,
    propose_amendment,
    withdraw_amendment,
)
from escrow.agreements.services.cancellations import (
    accept_cancellation,
    cancel_order,
    decline_cancellation,
    lapse_cancellations,
    propose_cancellation,
    withdraw_cancellation,
)
from escrow.agreements.services.extensions import extend_inspection
from escrow.agreements.services.inspections import (
    agree_spec,
    appoint_inspector,
    edit_spec,
    open_inspection,
    report_rework,
    waive_inspection,
)
from escrow.agreements.services.reports import submit_report

__all__ = [
    "accept_amendment",
    "accept_cancellation",
    "agree_spec",
    "appoint_inspector",
    "cancel_order",
    "decline_amendment",
    "decline_cancellation",
    "edit_spec",
    "extend_inspection",
    "lapse_amendments",
    "lapse_cancellations",
    "open_inspection",
    "propose_amendment",
    "propose_cancellation",
    "report_rework",
    "submit_report",
    "waive_inspection",
    "withdraw_amendment",
    "withdraw_cancellation",
]
