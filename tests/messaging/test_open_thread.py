"""Opening a thread: one per subject and group of organisations, only by somebody in it."""

import pytest

from marketplace.lib.actor import Actor
from marketplace.lib.errors import NotFound
from messaging import services
from messaging.models import Participant, Thread
from tests.cast import Person
from tests.messaging.threads import AT


def _open(actor: Actor, *people: Person, ref: str = "RFQ-2481") -> Thread:
    return services.open_thread(
        actor=actor,
        subject_kind="RFQ",
        subject_ref=ref,
        title="Enclosures",
        organization_ids=[person.organization.id for person in people],
        at=AT,
    )


def test_opens_with_its_participants(ada: Person, bruno: Person) -> None:
    thread = _open(ada.actor, ada, bruno)
    assert thread.last_seq == 0
    assert set(Participant.objects.filter(thread=thread).values_list("organization_id", flat=True)) == {
        ada.organization.id,
        bruno.organization.id,
    }


def test_code_is_short_and_speakable(ada: Person, bruno: Person) -> None:
    code = _open(ada.actor, ada, bruno).code
    assert code.startswith("T-")
    assert len(code) == 10
    assert not set(code[2:]) & set("01loi")


def test_twice_is_one_thread_whoever_asks(ada: Person, bruno: Person) -> None:
    first, second = _open(ada.actor, ada, bruno), _open(bruno.actor, bruno, ada)
    assert first == second
    assert Participant.objects.count() == 2


def test_each_vendor_has_a_thread_of_their_own(ada: Person, bruno: Person, carla: Person) -> None:
    assert _open(ada.actor, ada, bruno) != _open(ada.actor, ada, carla)


def test_system_may_open(ada: Person, bruno: Person) -> None:
    assert _open(Actor.for_system("rfq"), ada, bruno).title == "Enclosures"


def test_stranger_may_not(ada: Person, bruno: Person, dora: Person) -> None:
    with pytest.raises(NotFound):
        _open(dora.actor, ada, bruno)
    assert not Thread.objects.exists()
