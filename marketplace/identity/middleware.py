"""The HTTP door: puts the Actor on each request. A visitor without a session costs no query."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from marketplace.identity.actors import ORGANIZATION_KEY, actor_for
from marketplace.identity.models import User
from marketplace.lib.actor import ANONYMOUS, Actor


class ActorMiddleware:
    """``request.actor``: the person of the session, acting for the organisation they chose."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Build the Actor before the view runs."""
        request.actor = _actor_of(request)  # type: ignore[attr-defined]  # see web.request.MarketRequest
        return self.get_response(request)


def _actor_of(request: HttpRequest) -> Actor:
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return ANONYMOUS
    if not isinstance(request.user, User):
        return ANONYMOUS
    organization = request.session.get(ORGANIZATION_KEY)
    return actor_for(request.user, organization, request_id=getattr(request, "request_id", ""))
