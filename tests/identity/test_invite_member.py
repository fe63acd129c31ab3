"""An administrator asks a colleague to join."""

import pytest

from marketplace.identity import services
from marketplace.identity.links import invitation_url
from marketplace.identity.models import Invitation
from marketplace.lib.actor import Actor
from marketplace.lib.errors import Invalid, NotAllowed, NotFound
from tests import cast
from tests.cast import Person
from tests.identity.moments import AT, published


def invite(actor: Actor, email: str = "Nils@Delft-Instruments.example", *, key: str = "key-00001") -> Invitation:
    return services.invite_member(actor=actor, email=email, roles=["buyer.purchaser"], key=key, at=AT)


def test_the_mail_carries_the_link(ada: Person) -> None:
    invitation = invite(ada.actor)
    assert invitation.email == "nils@delft-instruments.example"
    assert invitation.expires_at.isoformat() == "2026-12-04T10:00:00+00:00"
    (mail,) = published("MailQueued")
    assert mail["to"] == "nils@delft-instruments.example"
    assert mail["subject"] == "Ada Lindqvist invites you to Delft Instruments BV on Harborline"
    assert invitation_url(invitation.id) in mail["body"]
    assert "as Purchaser." in mail["body"]
    assert published("MemberInvited") == [
        {"organization_id": str(ada.organization.id), "invitation_id": str(invitation.id)}
    ]


def test_twice_with_one_key_is_once(ada: Person) -> None:
    assert invite(ada.actor).id == invite(ada.actor).id
    assert len(published("MailQueued")) == 1


def test_a_new_invitation_replaces_the_open_one(ada: Person) -> None:
    first = invite(ada.actor)
    second = invite(ada.actor, key="key-00002")
    first.refresh_from_db()
    assert first.revoked_at == AT
    assert second.revoked_at is None


def test_a_member_is_not_invited_again(ada: Person) -> None:
    with pytest.raises(services.AlreadyMember):
        invite(ada.actor, ada.user.email.upper())


def test_only_roles_of_the_companys_side(ada: Person) -> None:
    with pytest.raises(Invalid) as refused:
        services.invite_member(actor=ada.actor, email="x@example.org", roles=["vendor.sales"], key="key-00001", at=AT)
    assert set(refused.value.fields) == {"roles"}


def test_only_administrators_invite(ada: Person) -> None:
    purchaser = cast.member(ada.organization, ["buyer.purchaser"])
    with pytest.raises(NotAllowed):
        invite(purchaser.actor)
    assert not Invitation.objects.exists()
    assert published("MailQueued") == []


def test_revoking_closes_it_once(ada: Person, dora: Person) -> None:
    invitation = invite(ada.actor)
    with pytest.raises(NotFound):
        services.revoke_invitation(actor=dora.actor, invitation_id=invitation.id, at=AT)
    services.revoke_invitation(actor=ada.actor, invitation_id=invitation.id, at=AT)
    services.revoke_invitation(actor=ada.actor, invitation_id=invitation.id, at=AT)
    assert len(published("InvitationRevoked")) == 1
