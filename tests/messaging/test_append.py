"""Offers and answers in a thread: each refers to the offer it is about, and that is the offer's state."""

from typing import Any
from uuid import uuid4

import pytest

from marketplace.lib.actor import Actor
from marketplace.lib.errors import NotFound
from messaging import queries, services
from messaging.models import Thread, ThreadEvent
from tests.cast import Person
from tests.messaging.threads import AT, offer_body


def _append(actor: Actor, thread: Thread, kind: str, body: dict[str, Any], ref_seq: int | None = None) -> ThreadEvent:
    return services.append(
        actor=actor, thread_id=thread.id, kind=kind, body=body, client_id=uuid4(), at=AT, ref_seq=ref_seq
    )


def test_counter_offer_supersedes_and_answer_ends(thread: Thread, ada: Person, bruno: Person) -> None:
    made = _append(bruno.actor, thread, "offer.made", offer_body(1, "4.98"))
    countered = _append(ada.actor, thread, "offer.countered", offer_body(2, "4.70", "4.98"))
    accepted = _append(bruno.actor, thread, "offer.accepted", {"version_id": countered.body["version_id"]})
    assert [made.ref_seq, countered.ref_seq, accepted.ref_seq] == [None, 1, 2]
    assert queries.outcomes(thread, [made, countered]) == {1: "superseded", 2: "accepted"}


def test_first_end_of_an_offer_counts(thread: Thread, bruno: Person) -> None:
    made = _append(bruno.actor, thread, "offer.made", offer_body(1, "4.98"))
    _append(bruno.actor, thread, "offer.withdrawn", {"version_id": made.body["version_id"]})
    again = _append(bruno.actor, thread, "offer.made", offer_body(2, "4.90"))
    assert again.ref_seq == 1
    assert queries.outcomes(thread, [made, again]) == {1: "withdrawn"}


def test_answer_finds_its_offer_among_later_ones(thread: Thread, bruno: Person) -> None:
    first = _append(bruno.actor, thread, "offer.made", offer_body(1, "4.98"))
    _append(bruno.actor, thread, "offer.made", offer_body(2, "4.90"))
    expired = _append(Actor.for_system("rfq"), thread, "offer.expired", {"version_id": first.body["version_id"]})
    assert expired.ref_seq == 1


def test_given_reference_wins(thread: Thread, bruno: Person) -> None:
    _append(bruno.actor, thread, "offer.made", offer_body(1, "4.98"))
    _append(bruno.actor, thread, "offer.made", offer_body(2, "4.90"))
    assert _append(bruno.actor, thread, "offer.withdrawn", {}, ref_seq=1).ref_seq == 1


def test_system_has_neither_user_nor_organisation(thread: Thread) -> None:
    event = _append(Actor.for_system("rfq.close"), thread, "notice", {"text": "The request is closed."})
    assert (event.user_id, event.organization_id, event.actor_name) == (None, None, "Harborline")


def test_system_event_is_also_once_per_client_id(thread: Thread) -> None:
    system, client_id = Actor.for_system("rfq.close"), uuid4()
    for _ in range(2):
        services.append(
            actor=system, thread_id=thread.id, kind="notice", body={"text": "Closed."}, client_id=client_id, at=AT
        )
    assert ThreadEvent.objects.count() == 1


def test_rival_appends_nothing(thread: Thread, carla: Person) -> None:
    with pytest.raises(NotFound):
        _append(carla.actor, thread, "offer.made", offer_body(1, "4.10"))
    assert not ThreadEvent.objects.exists()


def test_unknown_kind_is_a_mistake_of_ours(thread: Thread, ada: Person) -> None:
    with pytest.raises(ValueError, match="unknown kind"):
        _append(ada.actor, thread, "edited", {})
