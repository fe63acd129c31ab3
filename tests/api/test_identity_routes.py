"""The API of one's own account and organisation: every step of the screens, by the same services."""

from marketplace.identity.models import ApiKey, Membership
from tests import cast
from tests.cast import Person
from tests.doors import Api, api_for, key_for


def test_me_says_who_calls_and_what_they_may_do(bruno: Person) -> None:
    me = Api(key_for(bruno, ["quote.submit", "request.view"])).get("me").json()
    assert me == {
        "id": str(bruno.user.id),
        "name": "Bruno Kowalski",
        "organization_id": str(bruno.organization.id),
        "organization_name": "Nordmetal Zabrze",
        "sides": ["sell"],
        "capabilities": ["quote.submit", "request.view"],
    }


def test_company_data(ada: Person) -> None:
    api = api_for(ada)
    company = api.get("organization").json()
    assert company["slug"] == "delft-instruments"
    changed = api.put("organization", {**company, "city": "Delft", "vat_number": "NL001", "currency": "USD"})
    assert changed.status_code == 200
    assert (changed.json()["city"], changed.json()["currency"]) == ("Delft", "USD")


def test_members_roles_and_removal(ada: Person) -> None:
    nils = Membership.objects.get(user=cast.member(ada.organization, ["buyer.viewer"]).user)
    api = api_for(ada)
    assert len(api.get("organization/members").json()["results"]) == 2
    changed = api.patch(f"organization/members/{nils.id}", {"roles": ["buyer.finance"]})
    assert changed.json()["roles"] == ["buyer.finance"]
    assert api.delete(f"organization/members/{nils.id}").status_code == 204
    assert len(api.get("organization/members").json()["results"]) == 1


def test_invitations(ada: Person) -> None:
    api = api_for(ada)
    made = api.post("organization/invitations", {"email": "nils@example.org", "roles": ["buyer.viewer"]})
    assert made.status_code == 201
    assert made.json()["invited_by"] == "Ada Lindqvist"
    assert api.delete(f"organization/invitations/{made.json()['id']}").status_code == 204
    assert api.get("organization/invitations").json()["results"] == []


def test_keys_are_shown_once(ada: Person) -> None:
    api = api_for(ada)
    made = api.post("organization/api-keys", {"name": "ERP", "scopes": ["rfq.view"]}, key="one")
    assert made.headers["Cache-Control"] == "no-store"
    assert Api(made.json()["secret"]).get("me").json()["capabilities"] == ["rfq.view"]
    again = api.post("organization/api-keys", {"name": "ERP", "scopes": ["rfq.view"]}, key="one")
    assert again.json() == {**made.json(), "secret": "", "last_used_at": again.json()["last_used_at"]}
    assert "secret" not in api.get("organization/api-keys").json()["results"][0]
    assert api.delete(f"organization/api-keys/{made.json()['id']}").status_code == 204
    assert Api(made.json()["secret"]).get("me").status_code == 401


def test_a_key_cannot_make_a_stronger_key(ada: Person) -> None:
    weak = Api(key_for(ada, ["organization.manage", "rfq.view"]))
    response = weak.post("organization/api-keys", {"name": "ERP", "scopes": ["rfq.award"]})
    assert response.status_code == 422
    assert ApiKey.objects.count() == 1


def test_the_use_of_a_key_is_remembered(ada: Person) -> None:
    secret = key_for(ada)
    Api(secret).get("me")
    assert ApiKey.objects.get().last_used_at is not None
