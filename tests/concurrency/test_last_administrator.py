"""Two administrators take each other's role at the same moment: one of them must stay administrator."""

from collections.abc import Callable
from threading import Barrier, Thread
from uuid import UUID

import pytest
from django.db import connection

from marketplace.identity import services
from marketplace.identity.models import Membership, Organization
from marketplace.identity.policy import grants_management
from marketplace.lib.errors import HarborlineError
from tests import cast
from tests.cast import Person

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 5


def at_once(*steps: Callable[[], object]) -> None:
    """Run each step in a thread of its own, all released together; refusals are what the race is about."""
    barrier = Barrier(len(steps))

    def run(step: Callable[[], object]) -> None:
        try:
            barrier.wait()
            step()
        except HarborlineError:
            pass
        finally:
            connection.close()

    threads = [Thread(target=run, args=(step,)) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def membership_of(person: Person) -> UUID:
    return Membership.objects.get(user=person.user).id


def administrators_after_the_race() -> int:
    first = cast.ada()
    second = cast.member(first.organization, ["buyer.admin"], name="Nils")
    Membership.objects.update(roles=["buyer.admin"])
    at_once(
        lambda: services.change_roles(actor=first.actor, membership_id=membership_of(second), roles=["buyer.viewer"]),
        lambda: services.change_roles(actor=second.actor, membership_id=membership_of(first), roles=["buyer.viewer"]),
    )
    return sum(grants_management(row.roles) for row in Membership.objects.all())


def test_one_administrator_stays() -> None:
    assert [administrators_after_the_race() for _ in range(ROUNDS)] == [1] * ROUNDS


def test_control_without_the_lock_both_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """The lock on the organisation is what decides; both threads meet right after reading who else there is."""
    meeting = Barrier(2)
    keep = services.members._keep_an_administrator

    def meet_after_reading(leaving: Membership) -> None:
        keep(leaving)
        meeting.wait(timeout=10)

    monkeypatch.setattr(services.members, "_keep_an_administrator", meet_after_reading)
    monkeypatch.setattr(type(Organization.objects.all()), "select_for_update", lambda self, **_: self)
    assert administrators_after_the_race() == 0
