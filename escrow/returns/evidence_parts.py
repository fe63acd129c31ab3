"""The returns of an order in its evidence pack: what was asked, agreed, received and found, with every file's hash."""

from typing import TYPE_CHECKING, Any

from escrow.evidence import registry
from escrow.evidence.registry import Attachment, Part, Reader
from escrow.models import Timer
from escrow.returns.models import Return

if TYPE_CHECKING:
    from marketplace.ledger.models import Order


@registry.part("returns", order=75)
def returns(order: "Order", reader: Reader) -> Part | None:
    """Every return of the order, as both sides may see it."""
    papers: list[Attachment] = []
    told = [_return(row, papers) for row in Return.objects.filter(order=order).order_by("requested_at")]
    return Part(told, papers) if told else None


def _return(row: Return, papers: list[Attachment]) -> dict[str, Any]:
    for item in row.files.select_related("file").order_by("added_at"):
        papers.append(registry.attached("returns", len(papers) + 1, item.file))
    return {
        "number": row.number, "unit": row.unit.no, "state": row.state, "reason": row.reason, "note": row.note,
        "terms": row.terms, "is_goodwill": row.is_goodwill, "requested_at": row.requested_at,
        "requested_by": row.requested_by_name, "closed_at": row.closed_at, "process_version": row.process_version,
        "remedy": row.remedy, "claimed_minor": row.claimed_minor, "refunded_minor": row.refunded_minor,
        "freight_payer": row.freight_payer, "freight_minor": row.freight_minor, "decision": row.decision,
        "case": row.case_number,
        "lines": list(
            row.lines.values(
                "line__position", "serials", "value_minor", "requested", "authorised", "received", "condition",
                "as_claimed", "repairable", "damaged_by_use", "wrong_item", "no_fault", "finding", "disposition",
            )
        ),
        "offers": list(
            row.offers.values(
                "no", "side", "remedy", "credit_bp", "restocking_bp", "freight_payer", "quantities", "note", "hash",
                "state", "made_by_name", "made_at",
            )
        ),
        "events": list(row.events.values("seq", "at", "kind", "side", "actor_name", "body")),
        "clocks": list(Timer.objects.filter(subject=row.ref).values("name", "due_at", "fired_at", "stopped_at")),
    }  # fmt: skip
