"""The company's pages: what administrators can do there, what others see, and whose company it is."""

import re

from django.test import Client
from django.urls import reverse

from marketplace.identity import services
from marketplace.identity.links import invitation_token
from marketplace.identity.models import ApiKey, Invitation, Membership, Organization
from tests import cast
from tests.cast import Person
from tests.doors import client_for
from tests.identity.moments import AT


def test_company_data_is_changed(ada: Person) -> None:
    client = client_for(ada)
    assert "Delft Instruments BV" in client.get(reverse("organization")).content.decode()
    body = {"name": "Delft Instruments NV", "country": "NL", "city": "Delft", "vat_number": "", "currency": "EUR"}
    assert client.post(reverse("organization-edit"), body).headers["Location"] == reverse("organization")
    assert Organization.objects.get(slug="delft-instruments").name == "Delft Instruments NV"


def test_a_viewer_reads_and_is_refused_to_write(ada: Person) -> None:
    client = client_for(cast.member(ada.organization, ["buyer.viewer"]))
    assert client.get(reverse("organization")).status_code == 200
    page = client.get(reverse("members")).content.decode()
    assert "Ada Lindqvist" in page
    assert "Send invitation" not in page
    for name in ("organization-edit", "member-invite", "api-key-create"):
        assert client.post(reverse(name), {}).status_code == 403
    assert client.get(reverse("api-keys")).status_code == 403


def test_inviting_and_joining_with_a_new_account(ada: Person) -> None:
    client = client_for(ada)
    body = {"email": "nils@delft-instruments.example", "roles": ["buyer.purchaser"], "key": "0123456789"}
    assert client.post(reverse("member-invite"), body).headers["Location"] == reverse("members")
    assert "nils@delft-instruments.example" in client.get(reverse("members")).content.decode()

    stranger = Client()
    token = invitation_token(Invitation.objects.get().id)
    assert "Join Delft Instruments BV" in stranger.get(reverse("invitation", args=[token])).content.decode()
    weak = stranger.post(reverse("invitation-join", args=[token]), {"name": "Nils", "password": "short"})
    assert weak.status_code == 422
    answer = stranger.post(
        reverse("invitation-join", args=[token]), {"name": "Nils Berg", "password": "copper-lathe-42"}
    )
    assert answer.headers["Location"] == reverse("home")
    assert stranger.get(reverse("members")).status_code == 200
    assert "This invitation is over" in Client().get(reverse("invitation", args=[token])).content.decode()


def test_joining_with_the_account_one_has(ada: Person, dora: Person) -> None:
    invitation = services.invite_member(
        actor=ada.actor, email=dora.user.email, roles=["buyer.viewer"], key="0123456789", at=AT
    )
    page = reverse("invitation", args=[invitation_token(invitation.id)])
    Invitation.objects.update(expires_at=cast.JOINED.replace(year=2099))
    assert "Sign in to join" in Client().get(page).content.decode()
    assert "You are signed in as Ada" in client_for(ada).get(page).content.decode()
    client = client_for(dora)
    assert client.post(reverse("invitation-accept", args=[invitation_token(invitation.id)])).status_code == 303
    assert "Delft Instruments BV" in client.get(reverse("organization")).content.decode()


def test_switching_the_organisation(ada: Person, bruno: Person, carla: Person) -> None:
    cast.member(bruno.organization, ["vendor.viewer"], email=ada.user.email)
    client = client_for(ada)
    answer = client.post(reverse("organization-switch"), {"organization": bruno.organization.id})
    assert answer.headers["Location"] == reverse("home")
    assert "Nordmetal Zabrze" in client.get(reverse("organization")).content.decode()
    assert client.post(reverse("organization-switch"), {"organization": carla.organization.id}).status_code == 404


def test_roles_and_removal(ada: Person) -> None:
    nils = cast.member(ada.organization, ["buyer.viewer"])
    membership = Membership.objects.get(user=nils.user)
    client = client_for(ada)
    assert client.get(reverse("member-roles", args=[membership.id])).status_code == 200
    client.post(reverse("member-roles", args=[membership.id]), {"roles": ["buyer.finance"]})
    membership.refresh_from_db()
    assert membership.roles == ["buyer.finance"]
    client.post(reverse("member-remove", args=[membership.id]))
    membership.refresh_from_db()
    assert membership.state == "REMOVED"
    assert client_for(nils).get(reverse("members")).status_code == 403


def test_the_last_administrator_is_told_why_not(ada: Person) -> None:
    own = Membership.objects.get(user=ada.user)
    answer = client_for(ada).post(reverse("member-remove", args=[own.id]))
    assert answer.status_code == 409
    assert "last administrator" in answer.content.decode()


def test_a_key_is_shown_once(ada: Person) -> None:
    client = client_for(ada)
    answer = client.post(reverse("api-key-create"), {"name": "ERP", "scopes": ["rfq.view"], "key": "0123456789"})
    assert answer.headers["Cache-Control"] == "no-store"
    found = re.search(r"hl_[a-z0-9]{40}", answer.content.decode())
    assert found
    assert found[0] not in client.get(reverse("api-keys")).content.decode()
    client.post(reverse("api-key-revoke", args=[ApiKey.objects.get().id]))
    assert ApiKey.objects.get().revoked_at is not None


def test_a_profile_is_ones_own(ada: Person) -> None:
    client = client_for(ada)
    client.post(reverse("profile"), {"name": "Ada L."})
    assert "Ada L." in client.get(reverse("profile")).content.decode()
    assert client.post(reverse("profile"), {"name": " "}).status_code == 422
