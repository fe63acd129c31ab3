"""Every refusal is problem+json, and nothing else tells callers apart what they may not see."""

from typing import Any

import pytest
from django.test import Client
from rest_framework import serializers

from marketplace.api.problems import flatten
from tests import cast
from tests.cast import Person
from tests.doors import Api, api_for, client_for, key_for


def problem(response: Any) -> dict[str, Any]:
    """The document, once its type is checked."""
    assert response.headers["Content-Type"] == "application/problem+json"
    document: dict[str, Any] = response.json()
    assert document["status"] == response.status_code
    assert document["request_id"] == response.headers["X-Request-ID"]
    return document


def test_without_a_key_one_is_asked_for(db: None) -> None:
    response = Api().get("me")
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="harborline"'
    assert problem(response)["title"] == "Unauthorized"


@pytest.mark.parametrize("secret", ["hl_unknown", "nonsense", "", "Basic YTpi", "hl_" + "a" * 4000])
def test_a_wrong_key_is_refused_not_ignored(db: None, secret: str) -> None:
    response = Client().get("/api/v1/schema", headers={"Authorization": f"Bearer {secret}"})
    assert response.status_code == 401


def test_a_key_lacks_what_its_scopes_do_not_say(ada: Person) -> None:
    response = Api(key_for(ada, ["rfq.view"])).get("organization")
    assert response.status_code == 403
    assert problem(response)["detail"] == "Your role or this API key's scopes do not allow this."


def test_fields_are_named(ada: Person) -> None:
    response = api_for(ada).post("organization/invitations", {"email": "nowhere", "roles": ["king"]})
    assert response.status_code == 422
    document = problem(response)
    assert document["type"] == "urn:harborline:problem:invalid"
    assert document["errors"] == {
        "email": ["Enter a valid email address."],
        "roles.0": ['"king" is not a valid choice.'],
    }


def test_a_services_refusal_keeps_its_words(ada: Person) -> None:
    own = ada.user.memberships.get()
    response = api_for(ada).delete(f"organization/members/{own.id}")
    assert response.status_code == 409
    assert problem(response)["type"] == "urn:harborline:problem:last_administrator"


def test_absent_foreign_and_unknown_addresses_look_alike(ada: Person, dora: Person) -> None:
    api = api_for(ada)
    foreign = dora.user.memberships.get().id
    answers = [
        api.delete(f"organization/members/{foreign}"),
        api.delete("organization/members/00000000-0000-7000-8000-000000000000"),
        api.get("no/such/address"),
    ]
    documents = [{**problem(answer), "request_id": ""} for answer in answers]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert documents[0] == documents[1] == documents[2]


def test_a_method_that_is_not_there(ada: Person) -> None:
    response = api_for(ada).put("me")
    assert response.status_code == 405
    assert problem(response)["type"] == "urn:harborline:problem:method_not_allowed"


@pytest.mark.parametrize(
    ("content_type", "body", "status"),
    [("application/json", "{", 400), ("text/csv", "a,b", 415), ("application/json", '["list"]', 422)],
)
def test_bodies_that_are_no_json_object(ada: Person, content_type: str, body: str, status: int) -> None:
    response = Client().post(
        "/api/v1/organization/invitations",
        body,
        content_type=content_type,
        headers={"Authorization": f"Bearer {key_for(ada)}", "Idempotency-Key": "one"},
    )
    assert response.status_code == status
    problem(response)


def test_a_browser_session_needs_its_csrf_token(ada: Person) -> None:
    trusting = client_for(ada)
    assert trusting.get("/api/v1/me").json()["name"] == "Ada Lindqvist"
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = trusting.cookies
    response = strict.post("/api/v1/organization/invitations", "{}", content_type="application/json")
    assert response.status_code == 403
    problem(response)


def test_post_needs_an_idempotency_key(ada: Person) -> None:
    response = Client().post(
        "/api/v1/organization/invitations",
        {"email": "nils@example.org", "roles": ["buyer.viewer"]},
        content_type="application/json",
        headers={"Authorization": f"Bearer {key_for(ada)}"},
    )
    assert response.status_code == 422
    assert set(problem(response)["errors"]) == {"Idempotency-Key"}


def test_the_same_key_gives_the_first_answer_and_other_input_a_conflict(ada: Person) -> None:
    api = api_for(ada)
    body = {"email": "nils@example.org", "roles": ["buyer.viewer"]}
    first = api.post("organization/invitations", body, key="one")
    assert first.status_code == 201
    assert api.post("organization/invitations", body, key="one").json() == first.json()
    other = api.post("organization/invitations", {**body, "email": "mira@example.org"}, key="one")
    assert other.status_code == 409
    assert problem(other)["type"] == "urn:harborline:problem:idempotency_key_reused"


def test_pages_continue_by_cursor(ada: Person) -> None:
    for number in range(5):
        cast.member(ada.organization, ["buyer.viewer"], name=f"N{number}", email=f"n{number}@delft.example")
    api = api_for(ada)
    first = api.get("organization/members", page_size=4).json()
    second = api.get(first["next"]).json()
    assert [len(first["results"]), len(second["results"])] == [4, 2]
    assert first["previous"] is None
    assert second["next"] is None
    names = [row["name"] for row in first["results"] + second["results"]]
    assert sorted(names) == ["Ada Lindqvist", "N0", "N1", "N2", "N3", "N4"]
    assert api.get(second["previous"]).json()["results"] == first["results"]


def test_a_made_up_cursor_is_named(ada: Person) -> None:
    response = api_for(ada).get("organization/members", cursor="nonsense")
    assert response.status_code == 422
    assert set(problem(response)["errors"]) == {"cursor"}


class Line(serializers.Serializer[Any]):
    """One line of the nested body below."""

    quantity = serializers.IntegerField(min_value=1)


class Body(serializers.Serializer[Any]):
    """A nested body."""

    lines = Line(many=True)


def test_nested_errors_become_paths() -> None:
    body = Body(data={"lines": [{"quantity": 2}, {"quantity": 0}]})
    assert not body.is_valid()
    assert flatten(body.errors) == {"lines.1.quantity": ["Ensure this value is greater than or equal to 1."]}
    assert flatten({"non_field_errors": ["All wrong."]}) == {"_": ["All wrong."]}
    assert flatten(["Alone."]) == {"_": ["Alone."]}
