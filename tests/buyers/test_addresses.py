"""A buying company keeps its delivery addresses."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from buyers import queries, services
from buyers.models import DeliveryAddress
from buyers.services import NewAddress
from marketplace.lib.errors import Invalid, NotAllowed, NotFound
from tests.cast import Person, member
from tests.doors import api_for, client_for

AT = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
PLANT = NewAddress(
    label="Plant Delft", recipient="Delft Instruments BV", street="Mekelweg 5", postcode="2628 CD", city="Delft",
    country="NL",
)  # fmt: skip
DEPOT = replace(PLANT, label="Depot Breda", street="Haven 1", city="Breda")


def add(person: Person, address: NewAddress = PLANT, key: str = "key-1") -> DeliveryAddress:
    return services.add_address(actor=person.actor, address=address, key=key, at=AT)


def labels(person: Person) -> list[tuple[str, bool]]:
    return [(one.label, one.is_default) for one in queries.addresses(person.actor)]


def test_the_first_is_the_default_until_another_is_chosen(ada: Person) -> None:
    add(ada)
    second = add(ada, DEPOT, "key-2")
    assert labels(ada) == [("Plant Delft", True), ("Depot Breda", False)]
    services.set_default_address(actor=ada.actor, address_id=second.id)
    assert labels(ada) == [("Depot Breda", True), ("Plant Delft", False)]
    assert queries.address_lines(second)["place"] == "Breda, Netherlands"


def test_twice_with_one_key_is_once(ada: Person) -> None:
    assert add(ada).pk == add(ada).pk


def test_removing_the_default_names_an_heir(ada: Person) -> None:
    first, _ = add(ada), add(ada, DEPOT, "key-2")
    services.remove_address(actor=ada.actor, address_id=first.id, at=AT)
    assert labels(ada) == [("Depot Breda", True)]
    with pytest.raises(NotFound):
        services.remove_address(actor=ada.actor, address_id=first.id, at=AT)
    assert DeliveryAddress.objects.count() == 2


@pytest.mark.parametrize("change", [{"street": " "}, {"country": "XX"}])
def test_wrong_lines_are_named(ada: Person, change: dict[str, str]) -> None:
    with pytest.raises(Invalid) as refused:
        add(ada, replace(PLANT, **change))
    assert list(refused.value.fields) == list(change)


def test_names_are_unique_in_the_company(ada: Person, dora: Person) -> None:
    add(ada)
    add(dora)
    with pytest.raises(Invalid):
        add(ada, key="key-2")


def test_strangers_and_viewers_change_nothing(ada: Person, dora: Person, bruno: Person) -> None:
    mine = add(ada)
    viewer = member(ada.organization, ["buyer.viewer"])
    with pytest.raises(NotAllowed):
        services.remove_address(actor=viewer.actor, address_id=mine.id, at=AT)
    with pytest.raises(NotFound):
        services.remove_address(actor=dora.actor, address_id=mine.id, at=AT)
    with pytest.raises(NotAllowed):
        add(bruno)
    assert labels(ada) == [("Plant Delft", True)]


def test_by_form_and_by_api(ada: Person) -> None:
    form = {
        "key": "k" * 12, "label": "Plant", "recipient": "DI", "street": "A 1", "postcode": "1", "city": "Delft",
        "country": "NL",
    }  # fmt: skip
    assert client_for(ada).post("/addresses/", form).status_code == 303
    assert "A 1" in client_for(ada).get("/addresses/").content.decode()
    body = {name: value for name, value in form.items() if name != "key"} | {"label": "Depot"}
    made = api_for(ada).post("addresses", body)
    assert made.status_code == 201
    assert [one["label"] for one in api_for(ada).get("addresses").json()] == ["Plant", "Depot"]
    assert api_for(ada).delete(f"addresses/{made.json()['id']}").status_code == 204
