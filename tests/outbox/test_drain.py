"""Delivery: once inside our database, at least once outside, in order per shard, nothing lost."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import connection, transaction

from marketplace.lib import clock
from marketplace.outbox import drain, publishing, registry
from marketplace.outbox.models import Delivery, EventState, IdempotencyKey, OutboxEvent


@dataclass(frozen=True, kw_only=True)
class LampLit(registry.Event):
    """A fact of this test only."""

    lamp: str
    number: int = 0

    @property
    def shard(self) -> str:
        return f"lamp:{self.lamp}"


class Killed(BaseException):
    """What a process feels when it is killed: nothing catches it."""


@pytest.fixture
def reactions() -> Iterator[list[registry.Handler]]:
    """The handlers of LampLit, for this test only."""
    handlers: list[registry.Handler] = []
    registry._handlers[LampLit.kind()] = handlers
    yield handlers
    del registry._handlers[LampLit.kind()]


def light(lamp: str, number: int = 0) -> None:
    with transaction.atomic():
        publishing.publish(LampLit(lamp=lamp, number=number))


def effect(event: LampLit) -> None:
    """An effect in our database: one row per delivery."""
    IdempotencyKey.objects.create(scope="test", key=f"{event.event_id}", input_hash="", created_at=clock.now())


def inside(run: Callable[[LampLit], None], name: str = "inside") -> registry.Handler:
    return registry.Handler(name, run, transactional=True)


def outside(run: Callable[[LampLit], None]) -> registry.Handler:
    return registry.Handler("outside", run, transactional=False)


@pytest.mark.django_db(transaction=True)
def test_publishing_needs_the_services_transaction() -> None:
    with pytest.raises(RuntimeError, match="inside the transaction"):
        publishing.publish(LampLit(lamp="a"))


@pytest.mark.django_db
def test_a_rolled_back_service_announces_nothing(reactions: list[registry.Handler]) -> None:
    with transaction.atomic():
        publishing.publish(LampLit(lamp="a"))
        transaction.set_rollback(True)
    assert OutboxEvent.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_handlers_see_the_event_with_its_number_and_in_order(reactions: list[registry.Handler]) -> None:
    seen: list[tuple[str, int, bool]] = []
    reactions.append(inside(lambda event: seen.append((event.lamp, event.number, event.event_id > 0))))
    light("a", 1)
    light("a", 2)
    light("b", 3)
    assert drain.drain_until_empty() == 3
    assert seen == [("a", 1, True), ("a", 2, True), ("b", 3, True)]
    assert set(OutboxEvent.objects.values_list("state", flat=True)) == {EventState.DONE}


@pytest.mark.django_db(transaction=True)
def test_killed_between_effect_and_mark_the_effect_happens_once(
    reactions: list[registry.Handler], monkeypatch: pytest.MonkeyPatch
) -> None:
    reactions.append(inside(effect))
    light("a")

    def die(*args: object, **kwargs: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(Delivery.objects, "create", die)
        with pytest.raises(Killed):
            drain.drain_once(clock.now())
    assert IdempotencyKey.objects.count() == 0
    assert drain.drain_until_empty() == 1
    assert IdempotencyKey.objects.count() == 1
    assert Delivery.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_killed_during_an_outside_effect_it_is_tried_again_after_the_lease(reactions: list[registry.Handler]) -> None:
    calls: list[int] = []

    def call(event: LampLit) -> None:
        calls.append(event.event_id)
        if len(calls) == 1:
            raise Killed

    reactions.append(outside(call))
    light("a")
    at = clock.now()
    with pytest.raises(Killed):
        drain.drain_once(at)
    assert not drain.drain_once(at + timedelta(seconds=59))
    assert drain.drain_once(at + timedelta(seconds=61))
    assert len(calls) == 2
    assert len(set(calls)) == 1
    assert OutboxEvent.objects.get().state == EventState.DONE


@pytest.mark.django_db(transaction=True)
def test_outside_effects_run_outside_any_transaction(reactions: list[registry.Handler]) -> None:
    inside_a_block: list[bool] = []
    reactions.append(outside(lambda event: inside_a_block.append(connection.in_atomic_block)))
    light("a")
    drain.drain_until_empty()
    assert inside_a_block == [False]


@pytest.mark.django_db(transaction=True)
def test_a_failing_handler_backs_off_doubles_and_is_parked_without_blocking_others(
    reactions: list[registry.Handler],
) -> None:
    done: list[str] = []

    def fail(event: LampLit) -> None:
        if event.lamp == "broken":
            raise ValueError("no bulb")
        done.append(event.lamp)

    reactions.append(inside(fail, "fails"))
    reactions.append(inside(effect, "works"))
    light("broken", 1)
    light("broken", 2)
    light("whole")
    at = clock.now()
    pauses = []
    for _ in range(drain.MAX_ATTEMPTS):
        while drain.drain_once(at):
            pass
        row = OutboxEvent.objects.order_by("id").first()
        assert row is not None
        pauses.append((row.next_attempt_at - at).total_seconds())
        at = row.next_attempt_at
    assert done == ["whole"]
    assert pauses == [1, 2, 4, 8, 16, 32, 64, 128]
    first, second, _ = OutboxEvent.objects.order_by("id")
    assert (first.state, first.attempts) == (EventState.PARKED, 8)
    assert "no bulb" in first.last_error
    assert second.state == EventState.PENDING
    assert Delivery.objects.filter(event=first).count() == 1


@pytest.mark.django_db(transaction=True)
def test_every_delivery_once_even_if_the_event_is_drained_again(reactions: list[registry.Handler]) -> None:
    reactions.append(inside(effect))
    light("a")
    drain.drain_until_empty()
    OutboxEvent.objects.update(state=EventState.PENDING)
    drain.drain_until_empty()
    assert IdempotencyKey.objects.count() == 1
