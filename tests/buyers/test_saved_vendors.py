"""A buying company keeps suppliers at hand."""

from datetime import UTC, datetime

import pytest

from buyers import queries, services
from buyers.models import SavedVendor
from marketplace.lib.errors import NotAllowed, NotFound
from marketplace.outbox.models import OutboxEvent
from tests.cast import Person
from tests.doors import api_for, client_for
from tests.listings.conftest import verify
from vendors import services as vendors

AT = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
SLUG = "nordmetal-zabrze"


def test_saving_twice_is_saving_once(ada: Person, bruno: Person) -> None:
    verify(bruno)
    first = services.save_vendor(actor=ada.actor, slug=SLUG, at=AT)
    again = services.save_vendor(actor=ada.actor, slug=SLUG, at=AT)
    assert first.pk == again.pk
    assert OutboxEvent.objects.get().kind == "buyers.VendorSaved"
    assert queries.has_saved(ada.actor, SLUG)
    services.unsave_vendor(actor=ada.actor, slug=SLUG)
    services.unsave_vendor(actor=ada.actor, slug=SLUG)
    assert not queries.has_saved(ada.actor, SLUG)


def test_each_company_has_its_own_list_and_suspended_suppliers_leave_it(
    ada: Person, dora: Person, bruno: Person, otto: Person
) -> None:
    verify(bruno)
    services.save_vendor(actor=ada.actor, slug=SLUG, at=AT)
    assert queries.saved_vendors(dora.actor) == []
    vendors.suspend_vendor(actor=otto.actor, slug=SLUG, reason="why", at=AT)
    assert queries.saved_vendors(ada.actor) == []
    assert SavedVendor.objects.count() == 1


def test_only_buyers_save_and_only_what_is_on_the_market(ada: Person, bruno: Person, carla: Person) -> None:
    verify(bruno)
    with pytest.raises(NotAllowed):
        services.save_vendor(actor=carla.actor, slug=SLUG, at=AT)
    with pytest.raises(NotFound):
        services.save_vendor(actor=ada.actor, slug="shenzhen-hanwei", at=AT)
    assert not SavedVendor.objects.exists()


def test_by_form_and_by_api(ada: Person, bruno: Person) -> None:
    verify(bruno)
    assert client_for(ada).post(f"/saved-suppliers/{SLUG}/save/").status_code == 303
    assert "Nordmetal" in client_for(ada).get("/saved-suppliers/").content.decode()
    assert [one["slug"] for one in api_for(ada).get("saved-suppliers").json()] == [SLUG]
    assert api_for(ada).delete(f"saved-suppliers/{SLUG}").status_code == 204
    assert api_for(ada).post("saved-suppliers", {"slug": SLUG}).status_code == 201
