"""Two administrators take each other's role at the same moment: one of them must stay administrator."""

from threading import Barrier

import pytest

from marketplace.identity import services
from marketplace.identity.models import Membership, Organization
from marketplace.identity.policy import grants_management
from marketplace.lib.actor import Actor
from tests import cast
from tests.cast import Person
from tests.concurrency.racing import race

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 5


def demote(actor: Actor, person: Person) -> Membership:
    """What each of the two does to the other."""
    membership = Membership.objects.get(user=person.user)
    return services.change_roles(actor=actor, membership_id=membership.id, roles=["buyer.viewer"])


def administrators_after_the_race() -> int:
    """Both are administrators; both act at once; how many are left?"""
    Membership.objects.update(roles=["buyer.admin"])
    first = cast.ada()
    second = cast.member(first.organization, ["buyer.admin"], name="Nils")
    race([lambda: demote(first.actor, second), lambda: demote(second.actor, first)])
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
