"""The invited person joins, with the account they have or with a new one."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress

from marketplace.identity import services
from marketplace.identity.actors import actor_for
from marketplace.identity.links import invitation_token
from marketplace.identity.models import Invitation, Membership, User
from marketplace.lib.actor import ANONYMOUS
from marketplace.lib.errors import Invalid, NotAllowed, NotFound
from tests.cast import Person
from tests.identity.moments import AT, published


def invite(inviter: Person, email: str) -> Invitation:
    return services.invite_member(actor=inviter.actor, email=email, roles=["buyer.approver"], key="key-00001", at=AT)


def test_with_the_account_one_has(ada: Person, dora: Person) -> None:
    invitation = invite(ada, dora.user.email)
    membership = services.accept_invitation(actor=dora.actor, token=invitation_token(invitation.id), at=AT)
    assert membership.organization_id == ada.organization.id
    assert actor_for(dora.user, ada.organization).can("rfq.award")
    assert published("MemberJoined") == [
        {
            "organization_id": str(ada.organization.id),
            "user_id": str(dora.user.id),
            "invitation_id": str(invitation.id),
        }
    ]


def test_twice_is_once(ada: Person, dora: Person) -> None:
    token = invitation_token(invite(ada, dora.user.email).id)
    first = services.accept_invitation(actor=dora.actor, token=token, at=AT)
    assert services.accept_invitation(actor=dora.actor, token=token, at=AT).id == first.id
    assert len(published("MemberJoined")) == 1


def test_not_with_somebody_elses_account(ada: Person, dora: Person, carla: Person) -> None:
    token = invitation_token(invite(ada, dora.user.email).id)
    with pytest.raises(NotAllowed):
        services.accept_invitation(actor=carla.actor, token=token, at=AT)
    assert not Membership.objects.filter(user=carla.user, organization=ada.organization).exists()


def test_with_a_new_account_whose_address_the_mail_has_proved(ada: Person) -> None:
    invitation = invite(ada, "nils@delft-instruments.example")
    membership = services.join_by_invitation(
        actor=ANONYMOUS, token=invitation_token(invitation.id), name="Nils Berg", password="copper-lathe-42", at=AT
    )
    assert membership.roles == ["buyer.approver"]
    assert membership.user.name == "Nils Berg"
    assert membership.user.check_password("copper-lathe-42")
    assert EmailAddress.objects.get(user=membership.user).verified


def test_a_weak_password_is_refused_and_nothing_made(ada: Person) -> None:
    invitation = invite(ada, "nils@delft-instruments.example")
    with pytest.raises(Invalid) as refused:
        services.join_by_invitation(
            actor=ANONYMOUS, token=invitation_token(invitation.id), name="Nils", password="short", at=AT
        )
    assert set(refused.value.fields) == {"password"}
    assert not User.objects.filter(email="nils@delft-instruments.example").exists()


def test_an_existing_account_is_not_overwritten(ada: Person, dora: Person) -> None:
    token = invitation_token(invite(ada, dora.user.email).id)
    with pytest.raises(services.AccountExists):
        services.join_by_invitation(actor=ANONYMOUS, token=token, name="Not Dora", password="copper-lathe-42", at=AT)
    dora.user.refresh_from_db()
    assert dora.user.name == "Dora Haas"


@pytest.mark.parametrize("end", ["revoked", "expired", "used"])
def test_a_closed_invitation_lets_nobody_in(ada: Person, dora: Person, end: str) -> None:
    invitation = invite(ada, dora.user.email)
    at = AT
    if end == "revoked":
        services.revoke_invitation(actor=ada.actor, invitation_id=invitation.id, at=AT)
    elif end == "expired":
        at = AT + timedelta(days=14)
    else:
        token = invitation_token(invitation.id)
        joined = services.accept_invitation(actor=dora.actor, token=token, at=AT)
        services.remove_member(actor=ada.actor, membership_id=joined.id)
    with pytest.raises(services.InvitationOver):
        services.accept_invitation(actor=dora.actor, token=invitation_token(invitation.id), at=at)
    assert not Membership.objects.active().filter(user=dora.user, organization=ada.organization).exists()


def test_a_forged_link_is_no_link(ada: Person, dora: Person) -> None:
    invitation = invite(ada, dora.user.email)
    for token in (invitation.id.hex, f"{invitation.id.hex}:forged", "nonsense", ""):
        with pytest.raises(NotFound):
            services.accept_invitation(actor=dora.actor, token=token, at=AT)
