"""What an officer does before a decision: calls for evidence, sends an inspector, closes the file."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from escrow.disputes.machinery import clocks, narrowing, office, steps
from escrow.disputes.models import Case, Inspection
from marketplace.lib.actor import Actor
from marketplace.lib.errors import Invalid
from marketplace.outbox import idempotency
from marketplace.storage import files


def call_evidence(*, actor: Actor, number: str, key: str, at: datetime) -> Case:
    """Take up an escalated case: both sides have five days to bring what their checklists ask for.

    An officer who did not verify the vendor. Raises NotFound, NotAllowed, WrongState. Publishes CaseAdvanced.
    """
    with transaction.atomic():
        case = office.enter(actor, number)
        attempt = idempotency.begin(actor=actor, service="disputes.call_evidence", key=key, inputs={"number": number})
        if attempt.done:
            return case
        case = steps.begin(actor=actor, number=number, action="call_evidence", at=at)
        case = steps.take(actor=actor, case=case, action="call_evidence", at=at)
        attempt.finish(case.id)
    return case


def close_evidence(*, actor: Actor, number: str, key: str, at: datetime) -> Case:
    """Both sides have said enough: close the file before its time, and drop what nobody proved.

    As ``call_evidence``.
    """
    with transaction.atomic():
        case = office.enter(actor, number)
        attempt = idempotency.begin(actor=actor, service="disputes.close_evidence", key=key, inputs={"number": number})
        if attempt.done:
            return case
        case = steps.begin(actor=actor, number=number, action="close_evidence", at=at)
        case = narrowing.close(actor, case, at)
        attempt.finish(case.id)
    return case


def order_inspection(
    *, actor: Actor, number: str, inspector: str, questions: str, days: int, fee_minor: int = 0, key: str, at: datetime
) -> Inspection:
    """Let somebody look at the goods within ``days``. The claimant advances ``fee_minor``.

    As ``call_evidence``. Raises Invalid.
    """
    with transaction.atomic():
        case = office.enter(actor, number)
        inputs = {"number": number, "inspector": inspector, "questions": questions, "days": days, "fee": fee_minor}
        attempt = idempotency.begin(actor=actor, service="disputes.order_inspection", key=key, inputs=inputs)
        if attempt.done:
            return Inspection.objects.get(pk=attempt.result)
        if not inspector.strip() or not questions.strip():
            raise Invalid.field("questions", "Name the inspector and what is to be found out.")
        if not 1 <= days <= 21:
            raise Invalid.field("days", "An inspection takes 1 to 21 days.")
        case = steps.begin(actor=actor, number=number, action="inspect", at=at)
        made = Inspection.objects.create(
            case=case, inspector=inspector.strip(), questions=questions.strip(), fee_minor=fee_minor,
            ordered_by_name=actor.user_name, ordered_at=at, due_at=at + timedelta(days=days),
        )  # fmt: skip
        steps.take(actor=actor, case=case, action="inspect", at=at, body={"words": made.inspector})
        clocks.inspect_until(case, made.due_at)
        attempt.finish(made.id)
    return made


def report_inspection(
    *, actor: Actor, number: str, finding: str, file_id: UUID | None = None, key: str, at: datetime
) -> Inspection:
    """Put the inspector's finding, and the signed report, on file; an officer decides next.

    As ``call_evidence``. Raises Invalid.
    """
    with transaction.atomic():
        case = office.enter(actor, number)
        inputs = {"number": number, "finding": finding, "file": file_id}
        attempt = idempotency.begin(actor=actor, service="disputes.report_inspection", key=key, inputs=inputs)
        if attempt.done:
            return Inspection.objects.get(pk=attempt.result)
        if not finding.strip():
            raise Invalid.field("finding", "Write down what the inspector found.")
        case = steps.begin(actor=actor, number=number, action="report", at=at)
        made = case.inspections.latest("ordered_at")
        made.finding, made.reported_at = finding.strip(), at
        made.report = files.get_file(actor, file_id) if file_id else None
        made.save(update_fields=["finding", "report", "reported_at"])
        steps.take(actor=actor, case=case, action="report", at=at, body={"words": made.inspector})
        attempt.finish(made.id)
    return made
