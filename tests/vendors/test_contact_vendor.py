"""A first word to a supplier: works, wrong state, wrong actor, twice."""

import pytest

from marketplace.lib.errors import NotAllowed, NotFound
from messaging.models import Thread
from tests import cast
from tests.cast import JOINED, Person
from tests.rfq.market import verify
from vendors.services import contact_vendor, suspend_vendor


@pytest.fixture(autouse=True)
def verified(bruno: Person) -> None:
    verify(bruno.organization)


def contact(person: Person) -> Thread:
    return contact_vendor(actor=person.actor, slug="nordmetal-zabrze", at=JOINED)


def test_opens_one_thread_of_the_two_companies(ada: Person, bruno: Person) -> None:
    thread = contact(ada)
    assert contact(ada).pk == thread.pk
    assert (thread.subject_kind, thread.title) == ("SUPPLIER", "Nordmetal Zabrze and Delft Instruments BV")
    parties = {seat.organization_id for seat in thread.participants.all()}
    assert parties == {ada.organization.id, bruno.organization.id}


def test_a_suspended_supplier_is_absent(ada: Person, otto: Person) -> None:
    suspend_vendor(actor=otto.actor, slug="nordmetal-zabrze", reason="Forged certificates.", at=JOINED)
    with pytest.raises(NotFound):
        contact(ada)
    assert not Thread.objects.exists()


def test_who_may_not(ada: Person, bruno: Person) -> None:
    for person in (bruno, cast.member(ada.organization, ["buyer.viewer"])):
        with pytest.raises(NotAllowed):
            contact(person)
    assert not Thread.objects.exists()
