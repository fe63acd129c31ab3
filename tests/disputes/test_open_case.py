"""Opening a case freezes exactly what is claimed; the rest of the order goes on."""

from decimal import Decimal

import pytest

from escrow import services as escrow
from escrow.disputes import services
from escrow.disputes.models import Case
from escrow.disputes.services import ClaimedPart
from escrow.disputes.states import CaseType, Remedy
from escrow.models import ReleaseUnit
from marketplace.ledger.models import Order
from marketplace.ledger.queries import order_funds
from marketplace.lib import ids
from marketplace.lib.errors import Invalid, NotAllowed, NotFound
from tests.cast import Person
from tests.disputes import story
from tests.escrow import steps

pytestmark = pytest.mark.django_db


def test_freezes_what_the_pieces_are_worth(case: Case, delivered_order: Order) -> None:
    line = case.lines.get()
    assert (case.number[:5], case.state) == ("CASE-", "OPENED")
    assert (line.claimed_minor, line.frozen_minor, line.quantity) == (250_000, 250_000, Decimal(500))
    units = list(ReleaseUnit.objects.filter(order=delivered_order).values_list("no", "amount_minor", "frozen_minor"))
    assert units == [(1, 2_250_000, 0), (2, 250_000, 250_000)]


def test_the_buyers_wish_is_the_first_proposal(case: Case) -> None:
    proposal = case.proposals.get()
    assert (proposal.no, proposal.side, proposal.refund_minor, proposal.amounts) == (
        1,
        "buyer",
        250_000,
        {"1": 250_000},
    )


def test_the_rest_is_accepted_and_released(case: Case, delivered_order: Order, ada: Person) -> None:
    escrow.accept_order(actor=ada.actor, number=delivered_order.number, key=ids.token(12), at=story.at(2))
    assert order_funds(delivered_order).released == 2_182_500  # 22,500.00 less 3 %
    assert ReleaseUnit.objects.get(order=delivered_order, no=2).frozen_minor == 250_000


def test_the_inspection_clock_releases_only_the_rest(case: Case, delivered_order: Order) -> None:
    story.rung(steps.days(24))
    units = list(ReleaseUnit.objects.filter(order=delivered_order).values_list("no", "released_minor", "frozen_minor"))
    assert units == [(1, 2_250_000, 0), (2, 0, 250_000)]


def test_a_smaller_amount_than_the_pieces_are_worth(delivered_order: Order, ada: Person) -> None:
    part = ClaimedPart(unit_no=1, position=1, quantity=Decimal(500), amount_minor=100_000)
    case = story.opened(delivered_order, ada, parts=[part])
    assert case.lines.get().frozen_minor == 100_000


def test_no_more_than_the_pieces_are_worth(delivered_order: Order, ada: Person) -> None:
    part = ClaimedPart(unit_no=1, position=1, quantity=Decimal(500), amount_minor=250_001)
    with pytest.raises(Invalid, match="at most €2,500"):
        story.opened(delivered_order, ada, parts=[part])
    assert not Case.objects.exists()


def test_a_type_that_does_not_fit(delivered_order: Order, ada: Person) -> None:
    with pytest.raises(Invalid, match="does not fit"):
        story.opened(delivered_order, ada, kind=CaseType.NOT_SHIPPED)


def test_lateness_is_not_claimed_before_the_date(funded_order: Order, ada: Person) -> None:
    with pytest.raises(Invalid, match="has not passed"):
        story.opened(funded_order, ada, kind=CaseType.LATE, parts=[ClaimedPart(unit_no=1, amount_minor=10_000)], day=3)


def test_only_the_buyer(delivered_order: Order, bruno: Person, dora: Person, otto: Person) -> None:
    for person, refusal in ((bruno, NotAllowed), (dora, NotFound), (otto, NotAllowed)):
        with pytest.raises(refusal):
            story.opened(delivered_order, person)
    assert not Case.objects.exists()


def test_twice_is_once(delivered_order: Order, ada: Person) -> None:
    first = story.opened(delivered_order, ada, key="the-same-key")
    assert story.opened(delivered_order, ada, key="the-same-key") == first
    assert Case.objects.count() == 1


def test_what_was_released_is_not_frozen(delivered_order: Order, ada: Person, otto: Person) -> None:
    steps.accepted(delivered_order, ada)
    part = ClaimedPart(unit_no=1, position=1, quantity=Decimal(1000))
    case = story.opened(delivered_order, ada, kind=CaseType.HIDDEN_DEFECT, parts=[part], day=60)
    line = case.lines.get()
    assert (line.claimed_minor, line.frozen_minor, line.released_minor) == (500_000, 0, 500_000)


def test_hidden_defects_are_claimed_within_the_warranty(delivered_order: Order, ada: Person) -> None:
    steps.accepted(delivered_order, ada)
    with pytest.raises(Invalid, match="180 days"):
        story.opened(delivered_order, ada, kind=CaseType.HIDDEN_DEFECT, day=200)


def test_withdrawing_gives_the_money_back_to_its_unit(case: Case, ada: Person) -> None:
    services.withdraw_case(actor=ada.actor, number=case.number, key=ids.token(12), at=story.at(4))
    case.refresh_from_db()
    unit = case.lines.get().unit
    assert (case.state, unit.frozen_minor, unit.open_minor) == ("WITHDRAWN", 0, 250_000)
    story.rung(steps.days(24))
    unit.refresh_from_db()
    assert unit.released_minor == 250_000


def test_a_withdrawn_case_after_the_clock_has_rung_is_accepted_later(case: Case, ada: Person) -> None:
    story.rung(steps.days(24))
    services.withdraw_case(actor=ada.actor, number=case.number, key=ids.token(12), at=steps.days(26))
    story.rung(steps.days(29))
    assert case.lines.get().unit.released_minor == 250_000


def test_the_remedy_is_one_of_ours(delivered_order: Order, ada: Person) -> None:
    assert story.opened(delivered_order, ada, remedy=Remedy.REPLACE).proposals.get().replace_goods
