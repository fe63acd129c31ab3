"""``verify_ledger`` finds a frozen cent without a case, and the evidence pack tells the case to each side."""

import pytest

from escrow.disputes import ledger_checks
from escrow.disputes.evidence_parts import disputes
from escrow.disputes.models import Case
from escrow.evidence.registry import Reader
from escrow.models import Freeze
from marketplace.ledger.models import Order
from marketplace.ledger.parties import Party
from tests.cast import Person
from tests.disputes import story

pytestmark = pytest.mark.django_db


def test_a_frozen_cent_belongs_to_an_open_case(case: Case) -> None:
    assert list(ledger_checks.cases_hold_what_is_frozen()) == []
    Freeze.objects.update(left_minor=249_999)
    [finding] = ledger_checks.cases_hold_what_is_frozen()
    assert (finding.subject, finding.detail) == (case.number, "249999 frozen, 250000 claimed by a case in OPENED")
    Freeze.objects.update(left_minor=250_000)


def test_the_pack_tells_the_case(case: Case, delivered_order: Order, ada: Person, bruno: Person, vera: Person) -> None:
    story.shown(case, ada, code="photos")
    story.decided(story.in_review(case), vera, 6_000)
    part = disputes(delivered_order, Reader(bruno.actor, Party.VENDOR))
    assert part is not None
    [told] = part.data
    assert (told["number"], told["parts"][0]["claimed_minor"]) == (case.number, 250_000)
    assert told["decisions"][0]["parts"] == [{"no": 1, "vendor_bp": 6_000, "to_buyer_minor": 150_000}]
    assert [event["kind"] for event in told["events"]][:2] == ["open", "evidence"]
    assert told["clocks"][0]["name"] == "CASE_REPLY"


def test_an_order_without_a_case_has_no_such_part(delivered_order: Order, ada: Person) -> None:
    assert disputes(delivered_order, Reader(ada.actor, Party.BUYER)) is None
