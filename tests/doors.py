"""How tests knock: a signed-in browser without a browser, and a caller of the API with a key."""

import json
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client

from marketplace.identity.actors import KEY_PREFIX, ORGANIZATION_KEY
from marketplace.identity.models import ApiKey
from marketplace.lib import ids
from tests.cast import JOINED, Person


def client_for(person: Person | None) -> Client:
    """A client signed in as ``person``, acting for their company; None gives a stranger's client."""
    client = Client()
    if person is not None:
        client.force_login(person.user)
        session = client.session
        session[ORGANIZATION_KEY] = str(person.organization.id)
        session.save()
    return client


def key_for(person: Person, scopes: list[str] | None = None) -> str:
    """A fresh API key of ``person`` with ``scopes``, or with all they may do."""
    secret = KEY_PREFIX + ids.token(40)
    ApiKey.objects.create(
        organization=person.organization,
        created_by=person.user,
        name="test",
        prefix=secret[:11],
        secret_hash=ids.hash_secret(secret),
        scopes=sorted(person.actor.capabilities) if scopes is None else scopes,
        created_at=JOINED,
    )
    return secret


class Api:
    """Calls the API as a machine does. Paths are under /api/v1; each POST gets a key unless ``key`` is given."""

    def __init__(self, secret: str | None = None) -> None:
        self._client = Client()
        self._headers = {"Authorization": f"Bearer {secret}"} if secret else {}

    def get(self, path: str, **query: Any) -> Any:
        """GET with ``query`` as the query string."""
        return self._client.get(self._address(path), query, headers=self._headers)

    def post(self, path: str, data: Any = None, *, key: str | None = None) -> Any:
        """POST JSON. The same ``key`` twice is a retry."""
        return self._send("post", path, data, {"Idempotency-Key": key or str(uuid4())})

    def put(self, path: str, data: Any = None) -> Any:
        """PUT JSON."""
        return self._send("put", path, data, {})

    def patch(self, path: str, data: Any = None) -> Any:
        """PATCH JSON."""
        return self._send("patch", path, data, {})

    def delete(self, path: str) -> Any:
        """DELETE."""
        return self._send("delete", path, None, {})

    def _send(self, method: str, path: str, data: Any, headers: dict[str, str]) -> HttpResponse:
        response: HttpResponse = getattr(self._client, method)(
            self._address(path),
            json.dumps(data or {}, default=str),
            content_type="application/json",
            headers={**self._headers, **headers},
        )
        return response

    @staticmethod
    def _address(path: str) -> str:
        return path if path.startswith(("/api/", "http")) else f"/api/v1/{path.lstrip('/')}"


def api_for(person: Person | None) -> Api:
    """The API called with a key that may do all that ``person`` may; None calls without a key."""
    return Api(key_for(person) if person else None)
