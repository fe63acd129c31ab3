"""The inspector's report, handed in through the signed link: bound to the specification, never changed again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from escrow.agreements import inspecting, policy, queries
from escrow.agreements.models import Inspection, InspectionReport, ReportFile
from escrow.agreements.spec import Finding, checked_findings, items_of
from escrow.agreements.states import INSPECTION
from escrow.machinery import schedule
from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import Invalid
from marketplace.lib.ids import input_hash
from marketplace.outbox import idempotency


@dataclass(frozen=True, slots=True)
class Attachment:
    """A photo or document that the inspector handed in with the report; it is stored already."""

    file_id: UUID
    name: str
    sha256: str


def submit_report(
    *,
    actor: Actor,
    secret: str,
    inspector: str,
    company: str,
    findings: Sequence[Finding],
    summary: str,
    is_passed: bool,
    key: str,
    at: datetime,
    attachments: Sequence[Attachment] = (),
) -> InspectionReport:
    """Hand in what was found. Whoever holds the link of the present appointment; the machine's door acts for them.

    Passes only if every item does. A pass lets the goods leave; a fail starts the supplier's rework clock.
    Raises NotFound for a link that is not or no longer valid, Invalid, WrongState. Publishes OrderAdvanced.
    """
    with transaction.atomic():
        require(policy.may_run_machinery(actor))
        seen = queries.inspection_by_link(secret)
        inputs = {"inspection": seen.id, "no": seen.appointment_no, "findings": [str(one) for one in findings]}
        attempt = idempotency.begin(actor=actor, service="agreements.submit_report", key=key, inputs=inputs)
        if attempt.done:
            return InspectionReport.objects.get(pk=attempt.result)
        schedule.ensure(seen.order_id)
        row = Inspection.objects.locked(pk=seen.pk).select_related("order").get()
        action = "pass" if is_passed else "fail"
        INSPECTION.advance(row.state, action)
        said = checked_findings(items_of(row.spec), findings)
        if is_passed and not all(finding.is_passed for finding in said):
            raise Invalid.field("verdict", "Not every item passed, so the whole cannot pass.")
        report = _write(row, inspector, company, said, summary, is_passed, attachments, at)
        signer = Actor.for_system("agreements.inspector")
        inspecting.take(signer, row, action, at)
        attempt.finish(report.id)
    return report


def _write(
    row: Inspection,
    inspector: str,
    company: str,
    findings: Sequence[Finding],
    summary: str,
    is_passed: bool,
    attachments: Sequence[Attachment],
    at: datetime,
) -> InspectionReport:
    items = [{"no": one.no, "measured": one.measured, "is_passed": one.is_passed, "note": one.note} for one in findings]
    files = [{"name": one.name, "sha256": one.sha256} for one in attachments]
    facts = {
        "order": row.order.number, "appointment": row.appointment_no, "spec_hash": row.spec_hash, "items": items,
        "is_passed": is_passed, "inspector": inspector, "company": company, "summary": summary,
        "files": files, "at": at,
    }  # fmt: skip
    report = InspectionReport.objects.create(
        inspection=row, no=row.appointment_no, inspector=inspector, company=company, is_passed=is_passed, items=items,
        files=files, summary=summary, spec_hash=row.spec_hash, hash=input_hash(facts), submitted_at=at,
    )  # fmt: skip
    ReportFile.objects.bulk_create(ReportFile(report=report, file_id=one.file_id) for one in attachments)
    return report
