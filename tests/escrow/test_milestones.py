"""Work in stages: each is paid, submitted, inspected and released by itself."""

import pytest

from escrow import services
from escrow.models import PaymentLeg, ReleaseUnit
from marketplace.ledger.models import Order
from marketplace.ledger.plans import Milestone, Plan
from marketplace.ledger.queries import escrow_by_leg
from marketplace.lib.actor import Actor
from marketplace.lib.errors import Invalid, NotAllowed, NotFound
from marketplace.lib.state import WrongState
from marketplace.outbox.drain import drain_until_empty
from tests.cast import Person
from tests.escrow import steps

SYSTEM = Actor.for_system("tests")
PLAN = Plan(
    kind="milestones",
    milestones=(Milestone(title="Tooling", share_bp=4_000), Milestone(title="Series", share_bp=6_000)),
)


@pytest.fixture
def project(ada: Person, bruno: Person) -> Order:
    """The first milestone is paid."""
    order = steps.opened(ada, bruno, plan=PLAN)
    steps.funded(order, ada)
    order.refresh_from_db()
    return order


def submit(order: Order, vendor: Person, unit_no: int, *, day: int, key: str = "") -> ReleaseUnit:
    return services.submit_milestone(
        actor=vendor.actor, number=order.number, unit_no=unit_no, note="Tool made and measured.",
        key=key or f"submit-{unit_no}-{day}", at=steps.days(day),
    )  # fmt: skip


def states(order: Order) -> list[str]:
    return list(ReleaseUnit.objects.filter(order=order).values_list("state", flat=True))


def test_only_the_paid_stage_begins(project: Order, bruno: Person) -> None:
    assert project.state == "FUNDED"
    assert states(project) == ["IN_PROGRESS", "LOCKED"]
    with pytest.raises(WrongState):
        submit(project, bruno, 2, day=3)


def test_an_accepted_stage_is_released_and_asks_for_the_next_payment(
    project: Order, ada: Person, bruno: Person
) -> None:
    submit(project, bruno, 1, day=5)
    services.accept_order(actor=ada.actor, number=project.number, unit_no=1, key="a", at=steps.days(6))

    assert steps.state_of(project) == "FUNDED"
    assert states(project) == ["ACCEPTED", "LOCKED"]
    assert escrow_by_leg(project) == {1: 0}
    assert steps.trial_balance()["vendor_available"] == -970_000
    second = PaymentLeg.objects.get(order=project, no=2)
    assert (second.state, second.due_at) == ("AWAITING", steps.days(13))


def test_the_last_stage_ends_the_order(project: Order, ada: Person, bruno: Person, otto: Person) -> None:
    submit(project, bruno, 1, day=5)
    services.accept_order(actor=ada.actor, number=project.number, unit_no=1, key="a", at=steps.days(6))
    steps.funded(project, ada)
    submit(project, bruno, 2, day=8)
    services.fire_due_timers(actor=SYSTEM, at=steps.days(18))
    drain_until_empty()

    assert steps.state_of(project) == "ACCEPTED"
    assert states(project) == ["ACCEPTED", "ACCEPTED"]
    steps.paid_out(otto, day=19)
    assert steps.state_of(project) == "CLOSED"


def test_a_stage_is_sent_back_and_submitted_again(project: Order, ada: Person, bruno: Person) -> None:
    submit(project, bruno, 1, day=5)
    services.send_back_milestone(
        actor=ada.actor, number=project.number, unit_no=1, reason="The gate mark is visible.", key="b", at=steps.days(6)
    )
    assert states(project)[0] == "IN_PROGRESS"
    services.fire_due_timers(actor=SYSTEM, at=steps.days(15))
    assert states(project)[0] == "IN_PROGRESS"

    submit(project, bruno, 1, day=16)
    services.fire_due_timers(actor=SYSTEM, at=steps.days(26))
    assert states(project)[0] == "ACCEPTED"


def test_the_second_stage_may_be_paid_ahead(project: Order, ada: Person) -> None:
    steps.funded(project, ada)

    assert escrow_by_leg(project) == {1: 1_000_000, 2: 1_500_000}
    assert states(project) == ["IN_PROGRESS", "IN_PROGRESS"]


def test_the_same_key_twice_submits_once(project: Order, bruno: Person) -> None:
    submit(project, bruno, 1, day=5, key="once")
    submit(project, bruno, 1, day=5, key="once")

    assert list(project.events.values_list("kind", flat=True)).count("submit_milestone") == 1


def test_a_stage_is_described_by_the_vendor_alone(project: Order, ada: Person, bruno: Person, dora: Person) -> None:
    with pytest.raises(NotAllowed):
        submit(project, ada, 1, day=5)
    with pytest.raises(NotFound):
        submit(project, dora, 1, day=5)
    with pytest.raises(Invalid):
        services.submit_milestone(
            actor=bruno.actor, number=project.number, unit_no=1, note=" ", key="x", at=steps.days(5)
        )
    assert states(project) == ["IN_PROGRESS", "LOCKED"]
