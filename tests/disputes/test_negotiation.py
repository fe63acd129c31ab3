"""Both sides talk: versions, acceptance by hash, escalation; what is agreed is executed at once."""

import pytest

from escrow.disputes import services
from escrow.disputes.models import Case
from marketplace.ledger.models import Order
from marketplace.ledger.queries import order_funds
from marketplace.lib import ids
from marketplace.lib.errors import Conflict, Invalid, NotAllowed, NotFound
from marketplace.lib.state import WrongState
from messaging.models import ThreadEvent
from tests.cast import Person
from tests.disputes import story
from tests.escrow import steps

pytestmark = pytest.mark.django_db


def test_an_accepted_proposal_is_executed_to_the_cent(
    case: Case, delivered_order: Order, ada: Person, bruno: Person
) -> None:
    proposal = story.proposed(case, bruno, 100_001)
    story.accepted(case, ada, proposal)
    case.refresh_from_db()
    line = case.lines.get()
    assert (case.state, line.awarded_minor, line.frozen_minor) == ("SETTLED", 100_001, 0)
    assert (line.unit.refunded_minor, line.unit.released_minor) == (100_001, 149_999)
    funds = order_funds(delivered_order)
    assert (funds.refunded, funds.released) == (100_001, 145_499)  # 149,999 less 4,500 commission


def test_the_vendor_grants_the_claim_as_it_was_made(case: Case, bruno: Person) -> None:
    settled = story.accepted(case, bruno, case.proposals.get())
    assert (settled.state, settled.lines.get().unit.refunded_minor) == ("SETTLED", 250_000)


def test_nobody_accepts_their_own_proposal(case: Case, ada: Person, bruno: Person) -> None:
    proposal = story.proposed(case, bruno, 100_000)
    with pytest.raises(Conflict, match="your own"):
        story.accepted(case, bruno, proposal)


def test_only_the_version_that_was_shown(case: Case, ada: Person, bruno: Person) -> None:
    first = story.proposed(case, bruno, 100_000)
    story.proposed(case, bruno, 50_000)
    with pytest.raises(Conflict, match="changed"):
        story.accepted(case, ada, first)
    states = list(case.proposals.values_list("no", "state"))
    assert states == [(1, "SUPERSEDED"), (2, "SUPERSEDED"), (3, "OPEN")]


def test_no_more_than_was_claimed(case: Case, bruno: Person) -> None:
    with pytest.raises(Invalid, match="€2,500"):
        story.proposed(case, bruno, 250_001)


def test_strangers_and_officers_do_not_propose(case: Case, carla: Person, otto: Person) -> None:
    for person, refusal in ((carla, NotFound), (otto, NotAllowed)):
        with pytest.raises(refusal):
            story.proposed(case, person, 1)


def test_declining_leaves_the_case_open(case: Case, bruno: Person) -> None:
    services.decline_proposal(
        actor=bruno.actor, number=case.number, shown_hash=case.proposals.get().hash, note="Not our fault",
        key=ids.token(12), at=story.at(1),
    )  # fmt: skip
    case.refresh_from_db()
    assert (case.state, case.proposals.get().state) == ("NEGOTIATING", "DECLINED")


def test_goods_first_then_money(case: Case, ada: Person, bruno: Person) -> None:
    proposal = story.proposed(case, bruno, 200_000, return_goods=True)
    assert story.accepted(case, ada, proposal).state == "GOODS"
    with pytest.raises(NotAllowed):
        services.confirm_goods(actor=ada.actor, number=case.number, key=ids.token(12), at=story.at(days=5))
    services.confirm_goods(actor=bruno.actor, number=case.number, key=ids.token(12), at=story.at(days=5))
    unit = case.lines.get().unit
    assert (unit.refunded_minor, unit.released_minor) == (200_000, 50_000)


def test_goods_that_never_arrive_bring_the_case_to_an_officer(case: Case, ada: Person, bruno: Person) -> None:
    story.accepted(case, ada, story.proposed(case, bruno, 0, replace_goods=True))
    story.rung(story.at(2, days=21))
    case.refresh_from_db()
    assert (case.state, case.lines.get().frozen_minor) == ("ESCALATED", 250_000)


def test_escalation_from_the_fourth_day(case: Case, ada: Person) -> None:
    with pytest.raises(WrongState, match="Try to agree first"):
        services.escalate_case(actor=ada.actor, number=case.number, key=ids.token(12), at=story.at(71))
    services.escalate_case(actor=ada.actor, number=case.number, key=ids.token(12), at=story.at(72))
    case.refresh_from_db()
    assert case.state == "ESCALATED"


def test_silence_escalates_on_the_fifth_day(case: Case) -> None:
    assert story.rung(story.at(119)) == 0
    assert story.rung(story.at(120)) == 1
    case.refresh_from_db()
    assert case.state == "ESCALATED"


def test_talks_escalate_on_the_seventh_day(case: Case, bruno: Person) -> None:
    services.reply_to_case(
        actor=bruno.actor, number=case.number, words="We look into it.", key=ids.token(12), at=story.at(100)
    )
    assert story.rung(story.at(167)) == 0
    story.rung(story.at(168))
    case.refresh_from_db()
    assert case.state == "ESCALATED"


def test_the_conversation_tells_what_happened(case: Case, bruno: Person) -> None:
    story.proposed(case, bruno, 100_000)
    words = [event.body["text"] for event in ThreadEvent.objects.filter(thread__code=case.thread_code)]
    assert words == [
        "Case opened by Ada Lindqvist: €2,500.00 claimed, Damaged",
        "Answered by Bruno Kowalski",
        "Settlement proposed by Bruno Kowalski: €1,000.00 to the buyer",
    ]


def test_the_order_tells_the_case(case: Case, delivered_order: Order) -> None:
    said = delivered_order.events.get(kind="case")
    assert (said.body["action"], said.body["claimed_minor"]) == ("open", 250_000)
    assert steps.state_of(delivered_order) == "DELIVERED"
