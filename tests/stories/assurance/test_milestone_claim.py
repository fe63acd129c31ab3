"""Two milestones: the first is accepted, the second disputed, decided by an officer and split to the cent."""

from escrow import services
from escrow.disputes import services as disputes
from escrow.disputes.services import ClaimedPart
from escrow.disputes.states import CaseType
from marketplace.ledger.plans import Milestone, Plan
from marketplace.ledger.queries import order_funds
from tests.cast import Person
from tests.disputes import story
from tests.escrow import steps
from tests.escrow.steps import days

PLAN = Plan(
    kind="milestones",
    milestones=(Milestone(title="Tooling", share_bp=4_000), Milestone(title="Series", share_bp=6_000)),
)


def test_a_split_milestone(ada: Person, bruno: Person, otto: Person) -> None:
    order = steps.opened(ada, bruno, plan=PLAN)
    steps.funded(order, ada)
    _submit(order.number, bruno, 1, day=4)
    services.accept_order(actor=ada.actor, number=order.number, unit_no=1, key="a1", at=days(5))
    steps.funded(order, ada)
    _submit(order.number, bruno, 2, day=14)

    case = story.opened(order, ada, kind=CaseType.NOT_CONFORM, parts=[ClaimedPart(unit_no=2)])
    funds = order_funds(order)
    assert (funds.held, funds.frozen) == (0, 1_500_000)
    vera = story.officer()
    story.decided(story.in_review(case), vera, 3_333)
    if case.decisions.latest("no").needs_approval:
        disputes.approve_decision(
            actor=story.officer("Wim Bakker").actor, number=case.number, key="four-eyes", at=story.at(days=13)
        )
    case = story.executed(case)

    assert case.state == "EXECUTED"
    funds = order_funds(order)
    assert (funds.held, funds.frozen, funds.refunded) == (0, 0, 499_950)
    assert (funds.released, funds.commission) == (1_940_048, 60_002)
    steps.paid_out(otto, day=40)
    assert steps.state_of(order) == "CLOSED"


def _submit(number: str, vendor: Person, unit_no: int, *, day: int) -> None:
    services.submit_milestone(
        actor=vendor.actor, number=number, unit_no=unit_no, note="Done as drawn.", key=f"s{unit_no}", at=days(day)
    )
