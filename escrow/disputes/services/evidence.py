"""Both sides show what they have. Late evidence counts; what nobody proves in time is dropped from the claim."""

import hashlib
from datetime import datetime
from uuid import UUID

from django.db import transaction

from escrow.disputes import claims, policy
from escrow.disputes.machinery import clocks, steps
from escrow.disputes.models import Case, Evidence
from escrow.disputes.states import WITHDRAWABLE, CaseState, EvidenceKind
from escrow.machinery import timers
from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import Conflict, Invalid
from marketplace.lib.state import WrongState
from marketplace.outbox import idempotency
from marketplace.storage import files

LATE_STATES = frozenset({CaseState.REVIEW, CaseState.INSPECTION})


def add_evidence(
    *,
    actor: Actor,
    number: str,
    kind: EvidenceKind,
    code: str = "",
    part: int | None = None,
    words: str = "",
    file_id: UUID | None = None,
    key: str,
    at: datetime,
) -> Evidence:
    """Add a file of the actor's organisation, or a statement; for one line of the checklist, of one part or of all.

    Either side, until a decision is proposed. Raises NotFound, NotAllowed, Invalid, WrongState.
    Publishes CaseAdvanced.
    """
    words = words.strip()
    with transaction.atomic():
        case = steps.find(actor, number)
        require(policy.may_take_part(actor, case.order))
        inputs = {"number": number, "kind": kind, "code": code, "part": part, "words": words, "file": file_id}
        attempt = idempotency.begin(actor=actor, service="disputes.add_evidence", key=key, inputs=inputs)
        if attempt.done:
            return Evidence.objects.get(pk=attempt.result)
        case = steps.locked(case)
        if case.state not in WITHDRAWABLE:
            raise WrongState("Evidence can be added until a decision is proposed.")
        side = policy.side_of(actor, case.order) or ""
        item = claims.find_wanted(case.type, code)
        if code and (item is None or item.side != side):
            raise Invalid.field("code", "Choose a line of your own checklist.")
        line = case.lines.filter(no=part).first() if part else None
        if part and line is None:
            raise Invalid.field("part", "Choose a part of the claim.")
        stored = files.get_file(actor, file_id) if file_id else None
        if stored is None and not words:
            raise Invalid.field("words", "Attach a file or write a statement.")
        evidence = Evidence.objects.create(
            case=case, no=case.evidence.count() + 1, side=side, kind=item.kind if item else kind, code=code, line=line,
            words=words, file=stored,
            sha256=stored.sha256 if stored else hashlib.sha256(words.encode()).hexdigest(),
            is_late=case.state in LATE_STATES, added_by_name=actor.user_name, added_at=at,
        )  # fmt: skip
        body = {"evidence": evidence.no, "words": item.words if item else evidence.get_kind_display()}
        steps.tell(actor=actor, case=case, action="evidence", at=at, body=body)
        attempt.finish(evidence.id)
    return evidence


def extend_evidence(*, actor: Actor, number: str, key: str, at: datetime) -> Case:
    """Five more days for evidence, once in a case, for whichever side asks first.

    Raises NotFound, NotAllowed, WrongState, Conflict the second time. Publishes CaseAdvanced.
    """
    with transaction.atomic():
        case = steps.find(actor, number)
        require(policy.may_take_part(actor, case.order))
        attempt = idempotency.begin(actor=actor, service="disputes.extend_evidence", key=key, inputs={"number": number})
        if attempt.done:
            return case
        case = steps.begin(actor=actor, number=number, action="extend", at=at)
        if case.extended_at:
            raise Conflict("The time for evidence was extended already.")
        until = clocks.longer_evidence(case, at)
        timers.move(order_id=case.order_id, name="CASE_EVIDENCE", due_at=until, subject=str(case.id))
        case.extended_at = at
        body = {"until": until.isoformat()}
        case = steps.take(actor=actor, case=case, action="extend", at=at, body=body, changed=("extended_at",))
        attempt.finish(case.id)
    return case
