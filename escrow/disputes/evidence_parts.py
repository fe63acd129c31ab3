"""The cases of an order in its evidence pack: claims, proposals, evidence with hashes, decisions, clock history."""

from typing import TYPE_CHECKING, Any

from escrow.disputes.models import Case
from escrow.disputes.queries import decisions_shown
from escrow.evidence import registry
from escrow.evidence.registry import Attachment, Part, Reader
from escrow.models import Timer
from marketplace.ledger.parties import Party

if TYPE_CHECKING:
    from marketplace.ledger.models import Order


@registry.part("disputes", order=70)
def disputes(order: "Order", reader: Reader) -> Part | None:
    """Every case of the order, as both sides may see it."""
    papers: list[Attachment] = []
    told = [_case(case, reader, papers) for case in Case.objects.filter(order=order).order_by("opened_at")]
    return Part(told, papers) if told else None


def _case(case: Case, reader: Reader, papers: list[Attachment]) -> dict[str, Any]:
    lines = case.lines.select_related("line", "unit")
    return {
        "number": case.number, "type": case.type, "state": case.state, "remedy": case.remedy, "account": case.account,
        "opened_at": case.opened_at, "opened_by": case.opened_by_name, "closed_at": case.closed_at,
        "process_version": case.process_version,
        "parts": [
            {
                "no": line.no, "what": line.title, "unit": line.unit.no, "quantity": line.quantity,
                "claimed_minor": line.claimed_minor, "frozen_minor": line.frozen_minor,
                "awarded_minor": line.awarded_minor, "dropped_at": line.dropped_at,
            }
            for line in lines
        ],
        "proposals": list(
            case.proposals.values(
                "no", "side", "state", "amounts", "refund_minor", "return_goods", "replace_goods", "note", "hash",
                "made_by_name", "made_at", "answered_by_name", "answered_at",
            )
        ),
        "evidence": [_evidence(one, papers) for one in case.evidence.select_related("file", "line")],
        "decisions": [_decision(one) for one in decisions_shown(case, for_office=reader.side is Party.OPERATOR)],
        "events": list(case.events.values("seq", "at", "kind", "side", "actor_name", "body")),
        "clocks": list(
            Timer.objects.filter(subject=str(case.id)).values("name", "due_at", "fired_at", "stopped_at")
        ),
    }  # fmt: skip


def _evidence(one: Any, papers: list[Attachment]) -> dict[str, Any]:
    if one.file:
        papers.append(registry.attached("disputes", len(papers) + 1, one.file))
    return {
        "no": one.no, "side": one.side, "kind": one.kind, "for": one.code, "part": one.line.no if one.line else None,
        "words": one.words, "sha256": one.sha256, "late": one.is_late, "by": one.added_by_name, "at": one.added_at,
        "file": papers[-1].path if one.file else "",
    }  # fmt: skip


def _decision(one: Any) -> dict[str, Any]:
    return {
        "no": one.no, "reason": one.reason, "reasons": one.reasons, "officer": one.officer_name, "at": one.made_at,
        "approved_by": one.approved_by_name, "on_appeal": one.on_appeal, "return_goods": one.return_goods,
        "parts": [
            {"no": line.line.no, "vendor_bp": line.vendor_bp, "to_buyer_minor": line.to_buyer_minor}
            for line in one.lines.select_related("line")
        ],
    }  # fmt: skip
