"""Roles change and members leave, and somebody always stays to manage the company."""

import pytest

from marketplace.identity import services
from marketplace.identity.models import Membership
from marketplace.lib.errors import Invalid, NotAllowed, NotFound
from tests import cast
from tests.cast import Person
from tests.identity.moments import published


def membership_of(person: Person) -> Membership:
    return Membership.objects.get(user=person.user, organization=person.organization)


def test_an_administrator_changes_roles(ada: Person) -> None:
    nils = cast.member(ada.organization, ["buyer.viewer"])
    services.change_roles(actor=ada.actor, membership_id=membership_of(nils).id, roles=["buyer.finance"])
    assert membership_of(nils).roles == ["buyer.finance"]
    assert published("RolesChanged") == [
        {"organization_id": str(ada.organization.id), "user_id": str(nils.user.id), "roles": ["buyer.finance"]}
    ]


def test_the_same_roles_again_are_no_news(ada: Person) -> None:
    nils = cast.member(ada.organization, ["buyer.viewer"])
    services.change_roles(actor=ada.actor, membership_id=membership_of(nils).id, roles=["buyer.viewer"])
    assert published("RolesChanged") == []


def test_nobody_raises_themselves(ada: Person) -> None:
    nils = cast.member(ada.organization, ["buyer.viewer"])
    with pytest.raises(NotAllowed):
        services.change_roles(actor=nils.actor, membership_id=membership_of(nils).id, roles=["buyer.admin"])
    assert membership_of(nils).roles == ["buyer.viewer"]


def test_roles_of_another_side_are_refused(ada: Person) -> None:
    nils = cast.member(ada.organization, ["buyer.viewer"])
    with pytest.raises(Invalid):
        services.change_roles(actor=ada.actor, membership_id=membership_of(nils).id, roles=["operator.admin"])


def test_another_companys_members_do_not_exist(ada: Person, dora: Person) -> None:
    with pytest.raises(NotFound):
        services.change_roles(actor=dora.actor, membership_id=membership_of(ada).id, roles=["buyer.viewer"])
    with pytest.raises(NotFound):
        services.remove_member(actor=dora.actor, membership_id=membership_of(ada).id)
    assert membership_of(ada).roles == ["buyer.admin"]


def test_the_last_administrator_keeps_the_role_and_the_membership(ada: Person) -> None:
    cast.member(ada.organization, ["buyer.purchaser"])
    own = membership_of(ada).id
    with pytest.raises(services.LastAdministrator):
        services.change_roles(actor=ada.actor, membership_id=own, roles=["buyer.viewer"])
    with pytest.raises(services.LastAdministrator):
        services.remove_member(actor=ada.actor, membership_id=own)
    assert membership_of(ada).state == "ACTIVE"


def test_with_a_second_administrator_the_first_may_go(ada: Person) -> None:
    cast.member(ada.organization, ["buyer.admin"])
    services.remove_member(actor=ada.actor, membership_id=membership_of(ada).id)
    assert membership_of(ada).state == "REMOVED"
    assert published("MemberRemoved") == [{"organization_id": str(ada.organization.id), "user_id": str(ada.user.id)}]


def test_a_member_may_leave_but_not_remove_others(ada: Person) -> None:
    nils = cast.member(ada.organization, ["buyer.viewer"])
    other = cast.member(ada.organization, ["buyer.finance"])
    with pytest.raises(NotAllowed):
        services.remove_member(actor=nils.actor, membership_id=membership_of(other).id)
    services.remove_member(actor=nils.actor, membership_id=membership_of(nils).id)
    assert membership_of(nils).state == "REMOVED"


def test_removed_is_removed_once(ada: Person) -> None:
    nils = membership_of(cast.member(ada.organization, ["buyer.viewer"]))
    services.remove_member(actor=ada.actor, membership_id=nils.id)
    with pytest.raises(NotFound):
        services.remove_member(actor=ada.actor, membership_id=nils.id)
    assert len(published("MemberRemoved")) == 1
