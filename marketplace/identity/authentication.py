"""The JSON door: an API key in the ``Authorization`` header, or the browser's session with its CSRF token.

Both give ``request.auth`` the Actor, which ``ServiceViewSet.actor`` reads.
"""

from rest_framework.authentication import BaseAuthentication, SessionAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from marketplace.identity import services
from marketplace.identity.actors import KEY_PREFIX, actor_of_key
from marketplace.identity.models import User
from marketplace.lib import clock
from marketplace.lib.actor import Actor
from marketplace.web.request import actor_of

_REFUSED = "This API key is unknown or revoked. Make a new one under Organisation, API keys."


class ApiKeyAuthentication(BaseAuthentication):
    """``Authorization: Bearer hl_…``. A header that is there and wrong is refused, never ignored."""

    def authenticate(self, request: Request) -> tuple[User, Actor] | None:
        """The person who made the key, and the key's Actor."""
        scheme, _, secret = get_authorization_header(request).decode("latin-1").strip().partition(" ")
        if not scheme:
            return None
        if scheme.lower() != "bearer" or not secret.startswith(KEY_PREFIX):
            raise AuthenticationFailed(_REFUSED)
        found = actor_of_key(secret.strip(), request_id=getattr(request, "request_id", ""))
        if found is None:
            raise AuthenticationFailed(_REFUSED)
        key, actor = found
        services.note_key_use(actor=actor, key_id=key.id, at=clock.now())
        return key.created_by, actor

    def authenticate_header(self, request: Request) -> str:
        """What a 401 asks for."""
        return 'Bearer realm="harborline"'


class ActorSessionAuthentication(SessionAuthentication):
    """The signed-in browser, for pages that call the API; unsafe methods need the CSRF token."""

    def authenticate(self, request: Request) -> tuple[User, Actor] | None:
        """The person of the session and the Actor that the middleware built."""
        actor = actor_of(request._request)
        user = getattr(request._request, "user", None)
        if actor.is_anonymous or not isinstance(user, User):
            return None
        self.enforce_csrf(request)
        return user, actor
