"""A company applies to sell."""

from dataclasses import replace
from typing import Any

import pytest

from marketplace.lib.errors import Invalid, NotAllowed
from marketplace.outbox.idempotency import KeyReused
from marketplace.outbox.models import OutboxEvent
from tests.cast import Person, member
from tests.vendors.moments import APPLIED, CONTENT, apply
from vendors import services
from vendors.models import VendorProfile


def test_it_drafts_a_storefront_that_nobody_else_sees(bruno: Person, carla: Person) -> None:
    profile = apply(bruno)
    assert (profile.state, profile.headline, profile.offers) == (
        "APPLIED", "Die-cast enclosures", ["Enclosures", "Heat sinks"],
    )  # fmt: skip
    assert profile.applied_at == APPLIED
    assert list(VendorProfile.objects.public()) == []
    assert list(VendorProfile.objects.visible_to(carla.actor)) == []
    assert list(VendorProfile.objects.visible_to(bruno.actor)) == [profile]
    assert OutboxEvent.objects.get().kind == "vendors.VendorApplied"


def test_the_same_key_answers_with_the_same_storefront(bruno: Person) -> None:
    assert apply(bruno).pk == apply(bruno).pk
    assert OutboxEvent.objects.count() == 1


def test_the_same_key_with_other_words_is_refused(bruno: Person) -> None:
    apply(bruno)
    with pytest.raises(KeyReused):
        services.apply_as_vendor(
            actor=bruno.actor, content=replace(CONTENT, headline="Other"), key="apply-key", at=APPLIED
        )


def test_a_second_application_is_refused(bruno: Person) -> None:
    apply(bruno)
    with pytest.raises(services.AlreadyApplied):
        services.apply_as_vendor(actor=bruno.actor, content=CONTENT, key="another-key", at=APPLIED)


@pytest.mark.parametrize("change", [{"headline": " "}, {"kind": "BROKER"}, {"founded_year": 2027}])
def test_wrong_facts_are_named(bruno: Person, change: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        services.apply_as_vendor(actor=bruno.actor, content=replace(CONTENT, **change), key="k", at=APPLIED)
    assert list(refused.value.fields) == list(change)
    assert not VendorProfile.objects.exists()


def test_buyers_and_viewers_may_not(ada: Person, bruno: Person) -> None:
    viewer = member(bruno.organization, ["vendor.viewer"])
    for person in (ada, viewer):
        with pytest.raises(NotAllowed):
            apply(person)
    assert not VendorProfile.objects.exists()
