"""Officers decide part by part; four eyes above a limit; appeals to another; the money follows to the cent."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from escrow.disputes import queries, services
from escrow.disputes.models import Case, Precedent
from escrow.disputes.services import ClaimedPart
from escrow.disputes.states import CaseType, Reason
from escrow.models import Timer
from marketplace.ledger.models import JournalEntry, Order, Posting
from marketplace.ledger.queries import order_funds
from marketplace.lib import ids
from marketplace.lib.errors import Conflict, NotAllowed
from marketplace.lib.state import WrongState
from tests.cast import Person
from tests.disputes import story
from tests.escrow import steps
from vendors.models import VendorProfile, VerificationDecision

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def appealed(case: Case, by: Person) -> None:
    services.appeal_decision(
        actor=by.actor, number=case.number, grounds="The carrier’s tally, received today, shows dry pallets.",
        key=ids.token(12), at=story.at(days=16),
    )  # fmt: skip


def test_a_split_is_executed_after_comments_and_cool_off(case: Case, delivered_order: Order, vera: Person) -> None:
    story.decided(story.in_review(case), vera, 6_000)
    assert story.rung(story.at(days=15)) == 1
    case.refresh_from_db()
    assert case.state == "DECIDED"
    case = story.executed(case)
    line = case.lines.get()
    assert (case.state, line.awarded_minor) == ("EXECUTED", 150_000)
    assert (line.unit.refunded_minor, line.unit.released_minor) == (150_000, 100_000)
    assert order_funds(delivered_order).refunded == 150_000


def test_the_preview_is_what_is_booked(case: Case, vera: Person) -> None:
    case = story.in_review(case)
    before = JournalEntry.objects.count()
    preview = services.preview_decision(actor=vera.actor, number=case.number, shares={1: 6_000}, at=story.at(days=13))
    assert JournalEntry.objects.count() == before
    assert [entry.kind for entry in preview] == ["decided", "matured"]
    amounts = sorted(line.amount_minor for line in preview[0].lines)
    assert amounts == [-150_000, -97_000, -3_000, 250_000]
    story.decided(case, vera, 6_000)
    story.executed(case)
    booked = Posting.objects.filter(entry__kind="decided").order_by("line_no").values_list("amount_minor", flat=True)
    assert sorted(booked) == amounts


def test_after_release_the_vendor_gives_back(delivered_order: Order, ada: Person, vera: Person) -> None:
    steps.accepted(delivered_order, ada)
    parts = [ClaimedPart(unit_no=1, position=1, quantity=Decimal(1000))]
    case = story.opened(delivered_order, ada, kind=CaseType.HIDDEN_DEFECT, parts=parts)
    story.decided(story.in_review(case), vera, 10_000, reason=Reason.CLAIM_PROVEN)
    story.executed(case)
    assert order_funds(delivered_order).refunded == 500_000
    assert case.lines.get().awarded_minor == 500_000


def test_above_the_limit_a_second_officer_approves(case: Case, vera: Person, ada: Person, settings: Any) -> None:
    settings.DISPUTE_FOUR_EYES_MINOR = 200_000
    story.decided(story.in_review(case), vera, 5_000)
    case.refresh_from_db()
    assert case.state == "APPROVAL"
    assert queries.case_page(ada.actor, case.number, story.at(days=13)).decisions == []
    with pytest.raises(NotAllowed, match="Another officer"):
        services.approve_decision(actor=vera.actor, number=case.number, key=ids.token(12), at=story.at(days=13))
    second = story.officer("Iris Maat")
    services.approve_decision(actor=second.actor, number=case.number, key=ids.token(12), at=story.at(days=13))
    case.refresh_from_db()
    assert (case.state, case.decisions.get().approved_by_name) == ("PROPOSED", "Iris Maat")


def test_who_verified_the_vendor_does_not_judge(case: Case, vera: Person, bruno: Person) -> None:
    profile = VendorProfile.objects.create(organization=bruno.organization, applied_at=steps.AT)
    VerificationDecision.objects.create(
        vendor=profile, decision="APPROVE", decided_by=vera.user, decided_by_name="Vera Lind", at=steps.AT
    )
    with pytest.raises(NotAllowed, match="verification"):
        story.decided(story.in_review(case), vera, 5_000)


def test_officers_who_let_their_time_pass_are_told_so(case: Case, vera: Person) -> None:
    case = story.in_review(case)
    [row] = queries.queue(vera.actor)
    assert (row.is_overdue, row.due_at) == (False, story.at(days=15))
    story.rung(story.at(days=15))
    [row] = queries.queue(vera.actor)
    assert (row.is_overdue, row.due_at) == (True, story.at(days=60))
    assert case.events.filter(kind="overdue").count() == 1


def test_only_officers_decide(case: Case, ada: Person, bruno: Person) -> None:
    case = story.in_review(case)
    for person in (ada, bruno):
        with pytest.raises(NotAllowed):
            story.decided(case, person, 5_000)


def test_another_officer_decides_the_appeal_for_good(case: Case, vera: Person, bruno: Person, ada: Person) -> None:
    story.decided(story.in_review(case), vera, 10_000)
    story.rung(story.at(days=15))
    appealed(case, bruno)
    again: dict[str, Any] = {
        "actor": vera.actor,
        "number": case.number,
        "shares": {1: 2_000},
        "reason": Reason.CARRIER_AT_FAULT,
    }
    with pytest.raises(NotAllowed, match="first decision"):
        services.decide_appeal(**again, reasons="Dry pallets.", key=ids.token(12), at=story.at(days=17))
    again["actor"] = story.officer("Iris Maat").actor
    services.decide_appeal(**again, reasons="Dry pallets.", key=ids.token(12), at=story.at(days=17))
    with pytest.raises(Conflict, match="once"):
        appealed(case, ada)
    story.rung(story.at(days=17))
    assert case.lines.get().awarded_minor == 50_000


def test_an_appeal_nobody_decides_leaves_the_decision_standing(case: Case, vera: Person, bruno: Person) -> None:
    story.decided(story.in_review(case), vera, 10_000)
    story.rung(story.at(days=15))
    appealed(case, bruno)
    story.rung(story.at(days=21))
    story.rung(story.at(days=21))
    case.refresh_from_db()
    assert (case.state, case.lines.get().awarded_minor) == ("EXECUTED", 250_000)


def test_no_decision_in_sixty_days_gives_the_money_back(case: Case) -> None:
    case = story.in_review(case)
    story.rung(story.at(days=60))
    case.refresh_from_db()
    assert (case.state, case.lines.get().awarded_minor) == ("EXECUTED", 250_000)


def limit_of(order: Order) -> datetime:
    return Timer.objects.get(order=order, name="HOLD_LIMIT").due_at


def test_what_is_held_at_the_holding_limit_becomes_a_case(funded_order: Order, otto: Person) -> None:
    Timer.objects.filter(order=funded_order, name="SHIP_LAPSE").update(due_at=limit_of(funded_order) + DAY)
    story.rung(limit_of(funded_order))
    case = Case.objects.get(order=funded_order)
    assert (case.type, case.state, case.lines.get().frozen_minor) == ("HOLD_LIMIT", "REVIEW", 2_500_000)


def test_a_case_that_is_open_at_the_holding_limit_is_forced(shipped_order: Order, ada: Person) -> None:
    limit = limit_of(shipped_order)
    opened_day = (limit - steps.AT).days
    case = story.opened(shipped_order, ada, kind=CaseType.NOT_RECEIVED, parts=[ClaimedPart(unit_no=1)], day=opened_day)
    story.rung(limit)
    case.refresh_from_db()
    assert (case.state, case.forced_at) == ("REVIEW", limit)
    story.rung(limit + 8 * DAY)
    case.refresh_from_db()
    assert (case.state, case.lines.get().awarded_minor) == ("EXECUTED", 2_500_000)


def test_precedents_carry_no_names(case: Case, vera: Person) -> None:
    story.decided(story.in_review(case), vera, 6_000)
    story.executed(case)
    precedent = Precedent.objects.get()
    assert (precedent.type, precedent.claimed_minor, precedent.awarded_minor) == ("DAMAGED", 250_000, 150_000)
    assert precedent.account == "Two pallets of the buyer stood in the rain; the housings are corroded."
    assert precedent.reasons == "The packaging met the agreed class, but the supplier loaded it uncovered."
    assert list(queries.precedents(text="corrosion uncovered OR corroded", kind="DAMAGED")) == [precedent]
    assert not queries.precedents(text="counterfeit").exists()
    assert not queries.precedents(least_minor=250_001).exists()


def test_a_proposed_decision_is_taken_back_after_comments(case: Case, vera: Person, ada: Person) -> None:
    story.decided(story.in_review(case), vera, 1_000)
    services.comment_on_decision(
        actor=ada.actor, number=case.number, words="See photo 3.", key=ids.token(12), at=story.at(days=14)
    )
    services.revise_decision(actor=vera.actor, number=case.number, note="", key=ids.token(12), at=story.at(days=14))
    with pytest.raises(WrongState):
        appealed(case, ada)
    case.refresh_from_db()
    assert case.state == "REVIEW"
