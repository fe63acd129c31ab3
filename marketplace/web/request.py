"""The request as doors see it: what our middleware has put on Django's ``HttpRequest``, for the type checker."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from marketplace.lib.actor import ANONYMOUS, Actor


class MarketRequest(HttpRequest):
    """``actor`` comes from the identity middleware, ``htmx`` from django-htmx, ``request_id`` from ours."""

    actor: Actor
    htmx: HtmxDetails
    request_id: str


def actor_of(request: HttpRequest) -> Actor:
    """Who acts. Anonymous where the identity middleware has not run, as on a page for an early failure."""
    actor = getattr(request, "actor", ANONYMOUS)
    return actor if isinstance(actor, Actor) else ANONYMOUS


def wants_fragment(request: HttpRequest) -> bool:
    """htmx asked for a part of the page, not for a navigation."""
    htmx = getattr(request, "htmx", None)
    return htmx is not None and bool(htmx) and not htmx.boosted and not htmx.history_restore_request
