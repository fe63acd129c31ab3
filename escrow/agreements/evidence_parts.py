"""What was agreed around an order in its evidence pack: amendments, cancellation, extensions, inspection reports."""

from typing import TYPE_CHECKING, Any

from escrow.agreements.models import Amendment, Cancellation, Extension, Inspection, ReportFile
from escrow.evidence import registry
from escrow.evidence.registry import Attachment, Part, Reader

if TYPE_CHECKING:
    from marketplace.ledger.models import Order

_PROPOSAL = (
    "no", "side", "state", "hash", "proposed_by_name", "proposed_at", "lapses_at", "answered_by_name", "answered_at",
)  # fmt: skip


@registry.part("agreements", order=65)
def agreements(order: "Order", reader: Reader) -> Part | None:
    """Everything agreed or proposed; both sides saw all of it."""
    papers: list[Attachment] = []
    told = {
        "amendments": list(
            Amendment.objects.filter(order=order).values(*_PROPOSAL, "changes", "before", "note", "process_version")
        ),
        "cancellations": list(
            Cancellation.objects.filter(order=order).values(
                *_PROPOSAL, "ground", "reason", "fee_minor", "refunded_minor", "process_version"
            )
        ),
        "extensions": list(
            Extension.objects.filter(order=order).values(
                "unit__no", "side", "days", "from_at", "to_at", "by_name", "at"
            )
        ),
        "inspection": _inspection(order, papers),
    }
    return Part(told, papers) if any(told.values()) else None


def _inspection(order: "Order", papers: list[Attachment]) -> dict[str, Any]:
    row = Inspection.objects.filter(order=order).first()
    if row is None:
        return {}
    for item in ReportFile.objects.filter(report__inspection=row).select_related("file").order_by("id"):
        papers.append(registry.attached("agreements", len(papers) + 1, item.file))
    return {
        "state": row.state, "spec": row.spec, "spec_hash": row.spec_hash, "inspector": row.inspector,
        "appointed_for": row.appointed_for, "agreed_at": row.agreed_at, "process_version": row.process_version,
        "reports": list(
            row.reports.values(
                "no", "inspector", "company", "is_passed", "items", "files", "summary", "spec_hash", "hash",
                "submitted_at",
            )
        ),
    }  # fmt: skip
