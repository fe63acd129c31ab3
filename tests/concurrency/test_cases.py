"""A settlement is accepted, the case withdrawn and escalated at the same moment: its money moves once."""

from collections.abc import Callable
from functools import partial

import pytest

from escrow.disputes import services
from escrow.disputes.models import Case, CaseLine, Proposal
from escrow.models import Refund
from marketplace.ledger.models import Order
from marketplace.ledger.querysets import OrderQuerySet
from marketplace.lib.errors import Invalid
from marketplace.lib.state import WrongState
from tests.cast import Person
from tests.concurrency.racing import race, won
from tests.disputes import story
from tests.escrow import steps

pytestmark = pytest.mark.django_db(transaction=True)
CROWD = 6
WHOLE = services.ClaimedPart(unit_no=1)


@pytest.fixture
def order(ada: Person, bruno: Person) -> Order:
    """Delivered."""
    order = steps.opened(ada, bruno)
    steps.funded(order, ada)
    steps.shipped(order, bruno)
    steps.delivered(order, bruno)
    return order


def accept(case: Case, buyer: Person, proposal: Proposal, key: str) -> Case:
    return services.accept_proposal(
        actor=buyer.actor, number=case.number, shown_hash=proposal.hash, key=key, at=story.at(80)
    )


def withdraw(case: Case, buyer: Person, key: str) -> Case:
    return services.withdraw_case(actor=buyer.actor, number=case.number, key=key, at=story.at(80))


def test_accepting_and_withdrawing_at_once_moves_the_money_once(order: Order, ada: Person, bruno: Person) -> None:
    case = story.opened(order, ada)
    proposal = story.proposed(case, bruno, 100_000)
    attempts: list[Callable[[], object]] = [partial(accept, case, ada, proposal, f"accept-{n}") for n in range(CROWD)]
    attempts += [partial(withdraw, case, ada, f"withdraw-{n}") for n in range(CROWD)]
    outcomes = race(attempts)

    assert len(won(outcomes)) == 1
    assert {type(outcome) for outcome in outcomes if isinstance(outcome, Exception)} == {WrongState}
    case.refresh_from_db()
    refunded = sum(refund.amount_minor for refund in Refund.objects.filter(order=order))
    assert (case.state, refunded) in {("SETTLED", 100_000), ("WITHDRAWN", 0)}
    steps.assert_books_agree()


def test_claims_at_once_freeze_no_more_than_there_is(order: Order, ada: Person) -> None:
    outcomes = race([partial(story.opened, order, ada, parts=[WHOLE], key=f"claim-{n}") for n in range(CROWD)])

    assert len(won(outcomes)) == 1
    assert {type(outcome) for outcome in outcomes if isinstance(outcome, Exception)} == {Invalid}
    assert [line.frozen_minor for line in won(outcomes)[0].lines.all()] == [2_500_000]
    steps.assert_books_agree()


def test_control_without_the_lock_the_losers_run_into_the_last_line(
    order: Order, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(OrderQuerySet, "locked", lambda self, **which: self.filter(**which))
    outcomes = race([partial(story.opened, order, ada, parts=[WHOLE], key=f"claim-{n}") for n in range(2 * CROWD)])

    assert {type(outcome) for outcome in outcomes if isinstance(outcome, Exception)} != {Invalid}
    assert sum(line.frozen_minor for line in CaseLine.objects.all()) == 2_500_000
