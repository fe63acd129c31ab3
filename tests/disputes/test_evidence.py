"""Evidence is kept with its hash; what nobody proves in time is dropped, and the rest is judged."""

from decimal import Decimal
from typing import Any

import pytest

from escrow.disputes import queries, services
from escrow.disputes.models import Case
from escrow.disputes.services import ClaimedPart
from escrow.disputes.states import CaseType, EvidenceKind
from marketplace.ledger.models import Order
from marketplace.lib import ids
from marketplace.lib.errors import Conflict, Invalid, NotAllowed, NotFound
from marketplace.storage import files
from tests.cast import Person
from tests.disputes import story

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 measured 0.4 mm off"


def test_a_file_is_kept_with_its_hash(case: Case, ada: Person) -> None:
    stored = files.store(
        organization_id=ada.organization.id, purpose="evidence", name="report.pdf", content=PDF, at=story.at()
    )
    made = services.add_evidence(
        actor=ada.actor, number=case.number, kind=EvidenceKind.REPORT, code="photos", file_id=stored.id,
        key=ids.token(12), at=story.at(1),
    )  # fmt: skip
    assert (made.no, made.side, made.kind, made.is_late) == (1, "buyer", "PHOTO", False)
    assert made.sha256 == stored.sha256


def test_nobody_uses_the_other_sides_file_or_checklist(case: Case, ada: Person, bruno: Person) -> None:
    stored = files.store(
        organization_id=ada.organization.id, purpose="evidence", name="report.pdf", content=PDF, at=story.at()
    )
    with pytest.raises(NotFound):
        services.add_evidence(
            actor=bruno.actor, number=case.number, kind=EvidenceKind.REPORT, file_id=stored.id, key=ids.token(12),
            at=story.at(1),
        )  # fmt: skip
    with pytest.raises(Invalid, match="your own checklist"):
        story.shown(case, bruno, code="photos")


def test_the_checklist_counts_what_is_there(case: Case, ada: Person) -> None:
    story.shown(case, ada, code="photos")
    page = queries.case_page(ada.actor, case.number, story.at(4))
    assert page.progress == (1, 1)
    assert [line.wanted.code for line in page.checklist if line.is_there] == ["photos"]


def test_parts_without_evidence_are_dropped(delivered_order: Order, ada: Person, otto: Person) -> None:
    parts = [
        ClaimedPart(unit_no=1, position=1, quantity=Decimal(100), amount_minor=10_000),
        ClaimedPart(unit_no=1, amount_minor=5_000),
    ]
    case = story.opened(delivered_order, ada, kind=CaseType.NOT_CONFORM, parts=parts)
    story.shown(case, ada, part=1)
    case = story.in_review(case)
    lines = list(case.lines.values_list("no", "frozen_minor", "awarded_minor"))
    assert (case.state, case.narrowed_at is not None) == ("REVIEW", True)
    assert lines == [(1, 10_000, None), (2, 0, 0)]


def test_without_any_evidence_an_officer_judges_all(case: Case) -> None:
    case = story.in_review(case)
    assert (case.narrowed_at, case.lines.get().frozen_minor) == (None, 250_000)


def test_late_evidence_counts_and_is_marked(case: Case, ada: Person) -> None:
    case = story.in_review(case)
    story.shown(case, ada)
    assert case.evidence.get().is_late


def test_the_time_for_evidence_is_extended_once(case: Case, ada: Person, bruno: Person) -> None:
    story.rung(story.at(days=5))
    story.rung(story.at(days=7))
    services.extend_evidence(actor=bruno.actor, number=case.number, key=ids.token(12), at=story.at(days=8))
    with pytest.raises(Conflict, match="already"):
        services.extend_evidence(actor=ada.actor, number=case.number, key=ids.token(12), at=story.at(days=8))
    story.rung(story.at(days=12))
    case.refresh_from_db()
    assert case.state == "EVIDENCE"


def test_an_inspection_that_does_not_report_delays_nobody(case: Case, vera: Person, ada: Person) -> None:
    case = story.in_review(case)
    order: dict[str, Any] = {
        "inspector": "SGS Katowice",
        "questions": "Corrosion before loading?",
        "days": 10,
        "fee_minor": 48_000,
    }
    with pytest.raises(NotAllowed):
        services.order_inspection(actor=ada.actor, number=case.number, **order, key="a" * 12, at=story.at(days=13))
    services.order_inspection(actor=vera.actor, number=case.number, **order, key="b" * 12, at=story.at(days=13))
    story.rung(story.at(days=23))
    case.refresh_from_db()
    assert case.state == "REVIEW"
