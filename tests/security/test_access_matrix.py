"""The matrix: every route, method and kind of visitor. Walks the real resolver, so nothing is forgotten."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from marketplace.outbox.models import OutboxEvent
from tests import cast
from tests.security import objects
from tests.security.access import ARGUMENTS, DOORS, NOTHING_THERE, PUBLIC, SIGNED, SIGNED_IN
from tests.security.principals import KINDS, Principal, of, principal
from tests.security.routes import Route, walk

pytestmark = pytest.mark.django_db
ROUTES = {route.name: route for route in walk()}


def address_of(route: Route, arguments: dict[str, Any] | None = None) -> str:
    """The path to an object, or to none."""
    given = {**ARGUMENTS.get(route.name, {}), **(arguments or {})}
    return route.address({name: value for name, value in given.items() if name in route.absent})


def knock(who: Principal, route: Route, method: str, address: str, body: dict[str, Any] | None = None) -> HttpResponse:
    """One request whose effects are undone. A bare savepoint: durable transactions refuse to run inside atomic()."""
    before = transaction.savepoint()
    response: HttpResponse = who.knock(route, method, address, body)
    transaction.savepoint_rollback(before)
    return response


def outcome(response: HttpResponse) -> str:
    """``sign in``, ``refused``, ``broken`` or ``in``."""
    if response.status_code == 401 or response.headers.get("Location", "").startswith("/account/login/"):
        return "sign in"
    if response.status_code == 403:
        return "refused"
    return "broken" if response.status_code >= 500 else "in"


def expected(who: Principal, needs: str) -> str:
    """What the table says."""
    if who.may(needs):
        return "in"
    return "sign in" if who.is_anonymous else "refused"


def deviations(who: Principal, routes: dict[str, Route]) -> Iterator[str]:
    """Each cell of the row of ``who`` that is not as the table says."""
    for name, door in DOORS.items():
        if (route := routes.get(name)) is None:
            continue  # reported by test_every_route_has_a_name_and_a_row
        for method, needs in door.needs.items():
            response = knock(who, route, method, address_of(route))
            found, wanted = outcome(response), expected(who, needs)
            signature_missing = needs == SIGNED and found in {"refused", "in"}
            if found != wanted and not signature_missing:
                yield f"{method} {name}: {response.status_code} means {found!r}, the table says {wanted!r}"


def test_every_route_has_a_name_and_a_row() -> None:
    unnamed = [route.pattern for route in walk() if not route.name]
    missing = sorted(set(ROUTES) - set(DOORS) - NOTHING_THERE)
    gone = sorted(set(DOORS) - set(ROUTES))
    assert (unnamed, missing, gone) == ([], [], [])
    assert len(list(walk())) == len(ROUTES), "two routes have one name"


def test_every_method_has_a_cell() -> None:
    wrong = {
        name: (sorted(found), sorted(DOORS[name].needs))
        for name, route in ROUTES.items()
        if name in DOORS and (found := route.methods(ARGUMENTS.get(name))) != set(DOORS[name].needs)
    }
    assert wrong == {}, "route: (methods that it answers, methods in the table)"


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "one scope"])
def test_row(kind: str) -> None:
    assert list(deviations(principal(kind), ROUTES)) == []


def test_a_key_gets_no_further_than_its_scope() -> None:
    who = principal("one scope")
    api = {name: route for name, route in ROUTES.items() if route.is_api and name in DOORS}
    wrong = [
        f"{method} {name}: {response.status_code}"
        for name, route in api.items()
        for method, needs in DOORS[name].needs.items()
        if needs not in {PUBLIC, SIGNED, SIGNED_IN, "order.view"}
        and (response := knock(who, route, method, address_of(route))).status_code != 403
    ]
    assert wrong == []


def comparable(response: HttpResponse, *words: str) -> tuple[int, str]:
    """Status and body without what differs by chance or repeats the address asked for."""
    body = response.content.decode(errors="replace")
    body = re.sub(r'name="(csrfmiddlewaretoken|key)" value="[^"]*"', "", body)
    body = re.sub(r'"request_id":\s*"[^"]*"|Request [a-z0-9]{20}', "", body)
    for word in {response.headers.get("X-Request-ID", ""), *words} - {""}:
        body = body.replace(word, "")
    return response.status_code, body


@pytest.mark.parametrize("kind", sorted(objects.makers))
@pytest.mark.parametrize("stranger", ["dora", "carla"])
def test_a_strangers_object_looks_like_none(kind: str, stranger: str) -> None:
    who = of(getattr(cast, stranger)())
    arguments = objects.makers[kind]()
    before = OutboxEvent.objects.count()
    for name, door in DOORS.items():
        if door.of != kind:
            continue
        route = ROUTES[name]
        there, nowhere = address_of(route, arguments), address_of(route)
        for method in door.needs:
            body = objects.BODIES.get(name)
            foreign, absent = knock(who, route, method, there, body), knock(who, route, method, nowhere, body)
            words = (there, nowhere)
            assert comparable(foreign, *words) == comparable(absent, *words), f"{method} {name}"
            assert foreign.status_code in {403, 404, 422}, f"{method} {name}: {foreign.status_code}"
    assert OutboxEvent.objects.count() == before


@pytest.mark.parametrize("kind", sorted(objects.makers))
def test_its_owner_finds_it(kind: str) -> None:
    who = of(objects.OWNERS.get(kind, cast.ada)())
    arguments = objects.makers[kind]()
    for name, door in DOORS.items():
        if name in objects.WITHOUT_PART:
            continue
        if door.of == kind and "GET" in door.needs and who.may(door.needs["GET"]):
            response = knock(who, ROUTES[name], "GET", address_of(ROUTES[name], arguments))
            assert response.status_code == 200, f"GET {name}: {response.status_code}"


def test_every_form_is_guarded_against_forgery() -> None:
    ada = of(cast.ada())
    wrong = []
    for name, door in DOORS.items():
        if "POST" not in door.needs or ROUTES[name].is_api:
            continue
        client = Client(enforce_csrf_checks=True, raise_request_exception=False)
        client.cookies["sessionid"] = ada.session
        before = transaction.savepoint()
        status = client.post(address_of(ROUTES[name]), {}).status_code
        transaction.savepoint_rollback(before)
        if (status == 403) != door.csrf and not (status == 403 and door.needs["POST"] == SIGNED):
            wrong.append(f"{name}: {status}")
    assert wrong == []


def test_a_door_without_its_lock_turns_the_matrix_red(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: with the capability of one page taken out, the same walk must find that page."""
    viewer = of(cast.member(cast.ada().organization, ["buyer.viewer"]))
    monkeypatch.setattr(ROUTES["api-keys"].callback.view_class, "capability", None)
    assert list(deviations(viewer, ROUTES)) == ["GET api-keys: 200 means 'in', the table says 'refused'"]
