"""The small parts: the budget of frames, the envelope on Redis, topics, hints when Redis is away."""

from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from marketplace.lib.actor import ANONYMOUS, Actor
from marketplace.realtime import hints, topics
from marketplace.realtime.budget import Budget
from marketplace.realtime.frames import Envelope, frame

SOMEBODY = Actor(user_id=UUID(int=1), organization_id=UUID(int=2))


def test_budget_allows_a_burst_then_ten_a_second() -> None:
    budget = Budget(0.0)
    assert [budget.spend(0.0) for _ in range(31)] == [True] * 30 + [False]
    assert [budget.spend(1.0) for _ in range(11)] == [True] * 10 + [False]


def test_budget_does_not_save_more_than_a_burst() -> None:
    budget = Budget(0.0)
    assert [budget.spend(3600.0) for _ in range(31)] == [True] * 30 + [False]


@given(
    topic=st.from_regex(r"[a-z]+:[A-Za-z0-9-]+", fullmatch=True),
    text=st.text(),
    passing=st.booleans(),
    not_to=st.sampled_from(["", "0190-user"]),
)
def test_envelope_comes_out_as_it_went_in(topic: str, text: str, passing: bool, not_to: str) -> None:
    envelope = Envelope(topic, frame("event", text=text), passing, not_to)
    assert Envelope.unpack(envelope.pack()) == envelope


def test_unknown_and_empty_topics_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topics, "_policies", {"open": lambda actor, ref: True})
    asked = ["open:1", "open:", "open", "other:1", "", "close:1"]
    assert [topics.allows(SOMEBODY, topic) for topic in asked] == [True, False, False, False, False, False]
    assert not topics.allows(ANONYMOUS, "open:1")


def test_a_kind_of_topic_has_one_owner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topics, "_policies", {})
    topics.register("thing", topics.own_organization)
    with pytest.raises(ValueError, match="already registered"):
        topics.register("thing", topics.own_organization)
    assert topics.allows(SOMEBODY, f"thing:{UUID(int=2)}")
    assert not topics.allows(SOMEBODY, f"thing:{UUID(int=3)}")


@pytest.mark.django_db(transaction=True)
def test_service_survives_without_redis(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    hints._connection.cache_clear()
    with transaction.atomic():
        hints.changed("thing:1", ["1"])
    assert "could not tell the sockets of thing:1" in caplog.text
    hints._connection.cache_clear()
