"""A company comes to the market."""

from typing import Any

import pytest

from marketplace.identity import services
from marketplace.identity.actors import actor_for
from marketplace.identity.models import Membership, Organization, User
from marketplace.lib.actor import Actor
from marketplace.lib.errors import Conflict, Invalid, NotAllowed
from tests.cast import Person
from tests.identity.moments import AT, published


@pytest.fixture
def founder(db: None) -> Actor:
    """Somebody with an account and no company."""
    return actor_for(User.objects.create_user("eva@example.org", "a long password", name="Eva", joined_at=AT))


def register(actor: Actor, *, key: str = "key-00001", **changes: Any) -> Organization:
    values: dict[str, Any] = {"name": "Müller & Söhne GmbH", "sides": ["buy", "sell"], "country": "de"}
    values |= {"vat_number": "de 123 456 789", **changes}
    return services.register_organization(actor=actor, key=key, at=AT, **values)


def test_the_founder_administers_it(founder: Actor) -> None:
    company = register(founder)
    assert (company.slug, company.country, company.vat_number) == ("muller-sohne-gmbh", "DE", "DE123456789")
    assert company.sides == {"buy", "sell"}
    membership = Membership.objects.get(organization=company)
    assert membership.user_id == founder.user_id
    assert membership.roles == ["buyer.admin", "vendor.admin"]
    assert published("OrganizationRegistered") == [
        {"organization_id": str(company.id), "user_id": str(founder.user_id), "sides": ["buy", "sell"]}
    ]


def test_the_same_key_gives_the_same_company(founder: Actor) -> None:
    assert register(founder).id == register(founder).id
    assert Organization.objects.count() == 1
    with pytest.raises(Conflict):
        register(founder, name="Another")


def test_equal_names_get_their_own_addresses(founder: Actor, ada: Person) -> None:
    assert register(founder).slug == "muller-sohne-gmbh"
    assert register(ada.actor).slug == "muller-sohne-gmbh-2"


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", " "), ("country", "Germany"), ("country", ""), ("sides", []), ("currency", "XXX"), ("sides", ["fly"])],
)
def test_wrong_data_is_named(founder: Actor, field: str, value: Any) -> None:
    with pytest.raises(Invalid) as refused:
        register(founder, **{field: value})
    assert set(refused.value.fields) == {field}
    assert Organization.objects.count() == 0


def test_nobody_makes_themselves_operator(founder: Actor) -> None:
    with pytest.raises(Invalid):
        register(founder, sides=["operate"])


def test_a_market_has_one_operator(founder: Actor, ada: Person) -> None:
    assert register(founder, sides=[], operator=True).sides == {"operate"}
    with pytest.raises(NotAllowed):
        register(ada.actor, sides=[], operator=True)


def test_machines_and_strangers_found_no_companies(db: None) -> None:
    for actor in (Actor(), Actor.for_system("test")):
        with pytest.raises(NotAllowed):
            register(actor)
