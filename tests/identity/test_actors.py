"""How a person, a session and a key become an Actor."""

import pytest
from django.test import Client, RequestFactory

from marketplace.identity.actors import ORGANIZATION_KEY, actor_for, actor_of_key, actor_of_session
from marketplace.identity.middleware import ActorMiddleware
from marketplace.identity.models import ApiKey, Membership, MembershipState
from marketplace.lib.actor import ANONYMOUS
from tests import cast
from tests.cast import Person
from tests.doors import client_for, key_for


def test_a_person_acts_with_the_capabilities_of_their_roles(ada: Person) -> None:
    viewer = cast.member(ada.organization, ["buyer.viewer"])
    actor = actor_for(viewer.user)
    assert actor.organization_name == "Delft Instruments BV"
    assert actor.sides == {"buy"}
    assert actor.capabilities == {"organization.view", "rfq.view", "order.view", "message.view"}


def test_a_person_of_two_companies_acts_for_the_one_they_chose(ada: Person, bruno: Person) -> None:
    cast.member(bruno.organization, ["vendor.viewer"], name="Ada Lindqvist", email=ada.user.email)
    assert actor_for(ada.user).belongs_to(ada.organization.id)
    chosen = actor_for(ada.user, bruno.organization)
    assert chosen.belongs_to(bruno.organization.id)
    assert not chosen.can("rfq.post")
    assert chosen.can("request.view")


def test_choosing_a_company_that_one_does_not_belong_to_changes_nothing(ada: Person, bruno: Person) -> None:
    assert actor_for(ada.user, bruno.organization).belongs_to(ada.organization.id)


def test_without_a_membership_nobody_is_acted_for(ada: Person) -> None:
    Membership.objects.filter(user=ada.user).update(state=MembershipState.REMOVED)
    actor = actor_for(ada.user)
    assert actor.user_id == ada.user.id
    assert actor.organization_id is None
    assert actor.capabilities == frozenset()


def test_a_session_gives_the_actor_of_its_person_and_company(ada: Person, bruno: Person) -> None:
    cast.member(bruno.organization, ["vendor.viewer"], email=ada.user.email)
    session = client_for(Person(ada.user, bruno.organization, ada.actor)).session
    assert session[ORGANIZATION_KEY] == str(bruno.organization.id)
    assert actor_of_session(session).belongs_to(bruno.organization.id)


def test_a_session_dies_with_a_new_password(ada: Person) -> None:
    session = client_for(ada).session
    ada.user.set_password("another long one")
    ada.user.save(update_fields=["password"])
    assert actor_of_session(session) == ANONYMOUS


def test_a_session_dies_with_the_account(ada: Person) -> None:
    session = client_for(ada).session
    ada.user.is_active = False
    ada.user.save(update_fields=["is_active"])
    assert actor_of_session(session) == ANONYMOUS


def test_an_empty_session_is_anonymous(db: None) -> None:
    assert actor_of_session(Client().session) == ANONYMOUS


def test_a_visitor_without_a_session_costs_no_query(
    db: None, rf: RequestFactory, django_assert_num_queries: object
) -> None:
    request = rf.get("/")
    with django_assert_num_queries(0):  # type: ignore[operator]  # pytest-django's fixture
        ActorMiddleware(lambda _: None)(request)  # type: ignore[arg-type,return-value]  # the answer does not matter
    assert request.actor == ANONYMOUS  # type: ignore[attr-defined]  # set by the middleware


def test_a_key_can_do_what_its_scopes_say(ada: Person) -> None:
    found = actor_of_key(key_for(ada, ["rfq.view", "rfq.post"]))
    assert found is not None
    assert found[1].capabilities == {"rfq.view", "rfq.post"}
    assert found[1].belongs_to(ada.organization.id)


def test_a_key_never_does_more_than_its_maker_may_today(ada: Person) -> None:
    secret = key_for(ada, ["rfq.view", "rfq.post"])
    Membership.objects.filter(user=ada.user).update(roles=["buyer.viewer"])
    found = actor_of_key(secret)
    assert found is not None
    assert found[1].capabilities == {"rfq.view"}


@pytest.mark.parametrize("end", ["revoked", "maker removed", "maker closed"])
def test_a_key_ends_with_its_maker(ada: Person, end: str) -> None:
    secret = key_for(ada)
    assert actor_of_key(secret) is not None
    if end == "revoked":
        ApiKey.objects.update(revoked_at=cast.JOINED)
    elif end == "maker removed":
        Membership.objects.filter(user=ada.user).update(state=MembershipState.REMOVED)
    else:
        type(ada.user).objects.filter(pk=ada.user.pk).update(is_active=False)
    assert actor_of_key(secret) is None


def test_an_unknown_key_is_nobody(db: None) -> None:
    assert actor_of_key("hl_unknown") is None
