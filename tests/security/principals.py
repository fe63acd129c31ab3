"""Everybody who may stand at a door: strangers, one person per role, people without a company, keys of machines."""

from dataclasses import dataclass
from typing import Any

from django.test import Client

from marketplace.identity.actors import actor_for
from marketplace.identity.models import User
from marketplace.identity.policy import ROLE_CAPABILITIES
from tests import cast
from tests.cast import JOINED, Person
from tests.doors import client_for, key_for
from tests.security.access import PUBLIC, SIGNED, SIGNED_IN
from tests.security.routes import Route

ROLES = sorted(ROLE_CAPABILITIES)
KINDS = ["anonymous", "no company", "one scope", *ROLES]
_COMPANY = {"buyer": cast.ada, "vendor": cast.bruno, "operator": cast.otto}


@dataclass(frozen=True)
class Principal:
    """Somebody with what they hold: a session cookie for pages, a key for the API."""

    kind: str
    capabilities: frozenset[str]
    session: str
    secret: str

    @property
    def is_anonymous(self) -> bool:
        """Holds nothing."""
        return not (self.session or self.secret)

    def may(self, needs: str) -> bool:
        """Whether a door that asks for ``needs`` opens."""
        if needs in {PUBLIC, SIGNED}:
            return True
        return not self.is_anonymous and (needs == SIGNED_IN or needs in self.capabilities)

    def knock(self, route: Route, method: str, address: str, body: dict[str, Any] | None = None) -> Any:
        """Send one request; exceptions become the 500 that a visitor would see."""
        client = Client(raise_request_exception=False)
        headers = {"Idempotency-Key": "0123456789"}
        if route.is_api and self.secret:
            headers["Authorization"] = f"Bearer {self.secret}"
        elif self.session:
            client.cookies["sessionid"] = self.session
        if route.is_api:
            data: Any = None if method == "GET" else body or {}
            return getattr(client, method.lower())(address, data, content_type="application/json", headers=headers)
        if method == "POST":
            return client.post(address, {"key": "0123456789", **(body or {})})
        return client.generic(method, address)


def principal(kind: str) -> Principal:
    """Build one of ``KINDS``."""
    if kind == "anonymous":
        return Principal(kind, frozenset(), "", "")
    if kind == "no company":
        user = User.objects.create_user("alone@example.org", cast.PASSWORD, name="Alone", joined_at=JOINED)
        client = Client()
        client.force_login(user)
        return Principal(kind, actor_for(user).capabilities, client.session.session_key or "", "")
    if kind == "one scope":
        ada = cast.ada()
        return Principal(kind, frozenset({"order.view"}), "", key_for(ada, ["order.view"]))
    company = _COMPANY[kind.split(".", maxsplit=1)[0]]().organization
    return of(cast.member(company, [kind]))


def of(person: Person) -> Principal:
    """A person with a session and a key that may do all they may."""
    session = client_for(person).session.session_key or ""
    return Principal(str(person.user), person.actor.capabilities, session, key_for(person))
