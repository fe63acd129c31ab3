"""Signing up, confirming, signing in, resetting and changing the password, as a browser without scripts does it."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from marketplace.identity.actors import actor_for
from marketplace.identity.models import Organization, User
from marketplace.lib import ids
from tests.cast import PASSWORD, Person
from tests.doors import client_for
from tests.identity.moments import published

SIGN_UP = {
    "name": "Eva Novak",
    "email": "eva@brno-pumps.example",
    "password1": "copper-lathe-42",
    "company": "Brno Pumps s.r.o.",
    "country": "CZ",
    "sides": ["sell"],
}


@pytest.fixture(autouse=True)
def _fresh_limits(settings: Any) -> None:
    """allauth counts attempts in the cache, which outlives a test: each test counts under a name of its own."""
    settings.CACHES = {"default": {**settings.CACHES["default"], "KEY_PREFIX": ids.token(12)}}


def path_in_last_mail() -> str:
    found = re.search(r"https?://[^/\s]+(/\S+)", published("MailQueued")[-1]["body"])
    assert found
    return found[1]


def sign_up(client: Client, **changes: Any) -> Any:
    return client.post(reverse("account_signup"), {**SIGN_UP, **changes})


def test_a_company_signs_up_confirms_and_arrives(db: None) -> None:
    client = Client()
    assert client.get(reverse("account_signup")).status_code == 200
    assert sign_up(client).headers["Location"] == reverse("account_email_verification_sent")
    assert client.get(reverse("account_email_verification_sent")).status_code == 200
    user = User.objects.get(email="eva@brno-pumps.example")
    actor = actor_for(user)
    assert (actor.user_name, actor.organization_name, actor.sides) == (
        "Eva Novak",
        "Brno Pumps s.r.o.",
        frozenset({"sell"}),
    )
    assert actor.can("organization.manage")

    address = path_in_last_mail()
    assert "Confirm this address" in client.get(address).content.decode()
    assert client.post(address).status_code == 302
    assert client.get(reverse("home")).status_code == 200
    assert "does not work any more" in client.get(address).content.decode()


def test_nobody_signs_in_before_confirming(db: None) -> None:
    sign_up(Client())
    client = Client()
    answer = client.post(reverse("account_login"), {"login": SIGN_UP["email"], "password": SIGN_UP["password1"]})
    assert answer.headers["Location"] == reverse("account_email_verification_sent")
    assert client.get(reverse("home")).status_code == 302


def test_signing_up_with_a_known_address_looks_the_same_and_tells_the_owner(ada: Person) -> None:
    answer = sign_up(Client(), email=ada.user.email)
    assert answer.headers["Location"] == reverse("account_email_verification_sent")
    assert published("MailQueued")[-1]["subject"] == "You have an account already"
    assert not Organization.objects.filter(name="Brno Pumps s.r.o.").exists()


@pytest.mark.parametrize("field", ["name", "email", "password1", "company", "country", "sides"])
def test_each_field_is_asked_for(db: None, field: str) -> None:
    answer = sign_up(Client(), **{field: ""})
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {field}
    assert not User.objects.exists()


def test_signing_in_and_out(ada: Person) -> None:
    client = Client()
    answer = client.post(reverse("account_login"), {"login": ada.user.email.upper(), "password": PASSWORD})
    assert answer.headers["Location"] == reverse("home")
    assert "Sign out" in client.get(reverse("account_logout")).content.decode()
    assert client.post(reverse("account_logout")).headers["Location"] == "/"
    assert client.get(reverse("home")).status_code == 302


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(ada: Person) -> None:
    def refused(address: str) -> Any:
        return Client().post(reverse("account_login"), {"login": address, "password": "wrong-wrong"})

    known, unknown = refused(ada.user.email), refused("nobody@example.org")
    assert known.status_code == unknown.status_code == 200
    assert known.context["form"].errors == unknown.context["form"].errors


def test_signing_in_never_leads_off_the_market(ada: Person) -> None:
    for target in ("//evil.example", "https://evil.example/", "javascript:alert(1)", "/\\evil.example"):
        answer = Client().post(
            reverse("account_login"), {"login": ada.user.email, "password": PASSWORD, "next": target}
        )
        assert answer.headers["Location"] == reverse("home")


def test_people_without_a_company_are_asked_for_it(db: None, ada: Person) -> None:
    ada.user.memberships.update(state="REMOVED")
    client = Client()
    answer = client.post(reverse("account_login"), {"login": ada.user.email, "password": PASSWORD})
    assert answer.headers["Location"] == reverse("organization-new")
    assert client.get(reverse("organization-new")).status_code == 200
    body = {"company": "Ada Solo", "country": "NL", "sides": ["buy"], "key": "0123456789"}
    assert client.post(reverse("organization-new"), body).headers["Location"] == reverse("home")
    assert actor_for(ada.user).organization_name == "Ada Solo"


def test_a_forgotten_password_is_set_by_mail(ada: Person) -> None:
    other_device = client_for(ada)
    client = Client()
    answer = client.post(reverse("account_reset_password"), {"email": ada.user.email})
    assert answer.headers["Location"] == reverse("account_reset_password_done")
    assert client.get(reverse("account_reset_password_done")).status_code == 200
    answer = client.get(path_in_last_mail(), follow=True)
    form_address = answer.redirect_chain[-1][0]
    passwords = {"password1": "granite-otter-77", "password2": "granite-otter-77"}
    assert client.post(form_address, passwords).headers["Location"] == reverse("account_reset_password_from_key_done")
    assert client.get(reverse("account_reset_password_from_key_done")).status_code == 200
    ada.user.refresh_from_db()
    assert ada.user.check_password("granite-otter-77")
    assert other_device.get(reverse("home")).status_code == 302
    assert "does not work any more" in client.get(path_in_last_mail(), follow=True).content.decode()


def test_asking_for_an_unknown_address_looks_the_same(db: None) -> None:
    answer = Client().post(reverse("account_reset_password"), {"email": "nobody@example.org"})
    assert answer.headers["Location"] == reverse("account_reset_password_done")


def test_links_in_mails_ignore_the_host_that_the_request_claims(ada: Person, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    settings.PUBLIC_URL = "https://market.example"
    Client().post(reverse("account_reset_password"), {"email": ada.user.email}, headers={"Host": "evil.example"})
    body = published("MailQueued")[-1]["body"]
    assert "https://market.example/account/password/reset/" in body
    assert "evil" not in body


def test_a_person_changes_their_password_and_stays_signed_in(ada: Person) -> None:
    client = client_for(ada)
    assert client.get(reverse("account_change_password")).status_code == 200
    body = {"oldpassword": PASSWORD, "password1": "granite-otter-77", "password2": "granite-otter-77"}
    assert client.post(reverse("account_change_password"), body).headers["Location"] == reverse("profile")
    assert "Your password is changed" in client.get(reverse("profile")).content.decode()


def test_the_demonstration_offers_its_people_only_where_it_is_switched_on(db: None, settings: Any) -> None:
    settings.DEMO_LOGINS = False
    assert "Ada Lindqvist" not in Client().get(reverse("account_login")).content.decode()
    settings.DEMO_LOGINS = True
    assert "Ada Lindqvist" in Client().get(reverse("account_login")).content.decode()


def test_nothing_is_mailed_from_inside_a_request(db: None) -> None:
    sign_up(Client())
    assert mail.outbox == []


def test_guessing_passwords_is_slowed_down(ada: Person) -> None:
    client = Client()
    for _ in range(10):
        client.post(reverse("account_login"), {"login": ada.user.email, "password": "wrong-wrong"})
    answer = client.post(reverse("account_login"), {"login": ada.user.email, "password": PASSWORD})
    assert answer.status_code in {200, 429}
    assert client.get(reverse("home")).status_code == 302


def test_too_many_requests_get_a_page_of_ours(ada: Person) -> None:
    client = Client()
    answers = [client.post(reverse("account_reset_password"), {"email": ada.user.email}) for _ in range(7)]
    assert answers[-1].status_code == 429
    assert "Harborline" in answers[-1].content.decode()


@pytest.mark.parametrize("name", ["account_email", "account_set_password", "account_reauthenticate"])
def test_what_we_do_not_offer_is_not_routed(name: str) -> None:
    with pytest.raises(Exception, match="not a valid view"):
        reverse(name)
