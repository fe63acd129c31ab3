"""A vendor edits its storefront and its certificates."""

from dataclasses import replace
from datetime import date

import pytest

from marketplace.lib.errors import Invalid, NotAllowed, NotFound
from marketplace.lib.ids import uuid7
from marketplace.lib.state import WrongState
from tests.cast import Person, member
from tests.vendors.moments import APPLIED, CONTENT, DECIDED, ISO, apply, submit
from vendors import queries, services
from vendors.models import Certificate, VendorProfile


def test_changes_count_as_a_new_version(bruno: Person) -> None:
    apply(bruno)
    changed = services.update_storefront(actor=bruno.actor, content=replace(CONTENT, staff=250), at=DECIDED)
    assert (changed.staff, changed.version) == (250, 2)
    same = services.update_storefront(actor=bruno.actor, content=replace(CONTENT, staff=250), at=DECIDED)
    assert same.version == 2


def test_nobody_edits_for_others(bruno: Person, carla: Person) -> None:
    apply(bruno)
    with pytest.raises(NotFound):
        services.update_storefront(actor=carla.actor, content=CONTENT, at=DECIDED)
    viewer = member(bruno.organization, ["vendor.viewer"])
    with pytest.raises(NotAllowed):
        services.update_storefront(actor=viewer.actor, content=replace(CONTENT, staff=1), at=DECIDED)
    assert VendorProfile.objects.get().staff == 240


def test_certificates_come_and_go(bruno: Person, carla: Person) -> None:
    apply(bruno)
    made = services.add_certificate(actor=bruno.actor, certificate=ISO, key="iso", at=APPLIED)
    again = services.add_certificate(actor=bruno.actor, certificate=ISO, key="iso", at=APPLIED)
    assert made.pk == again.pk
    assert queries.certificate_names([bruno.organization.id, carla.organization.id]) == {
        bruno.organization.id: ("ISO 9001:2015",),
        carla.organization.id: (),
    }
    with pytest.raises(Invalid):
        services.add_certificate(actor=bruno.actor, certificate=ISO, key="iso-2", at=APPLIED)
    with pytest.raises(NotFound):
        services.remove_certificate(actor=carla.actor, certificate_id=made.pk)
    services.remove_certificate(actor=bruno.actor, certificate_id=made.pk)
    services.remove_certificate(actor=bruno.actor, certificate_id=made.pk)
    assert not Certificate.objects.exists()


def test_expired_certificates_and_strange_files_are_refused(bruno: Person) -> None:
    apply(bruno)
    with pytest.raises(Invalid):
        services.add_certificate(
            actor=bruno.actor, certificate=replace(ISO, valid_until=date(2026, 2, 1)), key="a", at=APPLIED
        )
    with pytest.raises(NotFound):
        services.add_certificate(actor=bruno.actor, certificate=replace(ISO, file_id=uuid7()), key="b", at=APPLIED)
    assert not Certificate.objects.exists()


def test_an_empty_storefront_is_not_submitted(bruno: Person) -> None:
    services.apply_as_vendor(actor=bruno.actor, content=replace(CONTENT, about="", offers=()), key="k", at=APPLIED)
    with pytest.raises(Invalid):
        services.submit_for_verification(actor=bruno.actor, at=APPLIED)
    assert VendorProfile.objects.get().state == "APPLIED"


def test_submitting_twice_is_refused(bruno: Person) -> None:
    submit(bruno)
    with pytest.raises(WrongState):
        services.submit_for_verification(actor=bruno.actor, at=DECIDED)
