"""Whose socket it is. Identity, a floor above, registers how a session becomes an actor."""

from collections.abc import Callable
from importlib import import_module

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase

from marketplace.lib.actor import ANONYMOUS, Actor

Resolver = Callable[[SessionBase], Actor]

_resolver: Resolver | None = None


def register(resolver: Resolver) -> None:
    """Set the one way from a session to an actor; anonymous for a session that no longer signs anybody in."""
    global _resolver  # noqa: PLW0603  # set once, at start
    _resolver = resolver


def actor_of(session_key: str | None) -> Actor:
    """Who acts, read from the stored session now: a copy taken when the socket opened would outlive a sign-out."""
    if _resolver is None or not session_key:
        return ANONYMOUS
    store = import_module(settings.SESSION_ENGINE).SessionStore
    return _resolver(store(session_key))
