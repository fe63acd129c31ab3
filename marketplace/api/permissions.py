"""Who may call which action: each viewset lists its capabilities, and what is not listed is refused."""

from typing import TYPE_CHECKING

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from marketplace.lib.actor import ANONYMOUS, Actor

if TYPE_CHECKING:
    from rest_framework.views import APIView  # it imports its default permission, this module, itself

SIGNED_IN = "*"


def actor_of_call(request: Request) -> Actor:
    """The Actor that authentication found, or nobody."""
    return request.auth if isinstance(request.auth, Actor) else ANONYMOUS


class HasActor(BasePermission):
    """Reads ``capabilities`` of the view: None is public, ``SIGNED_IN`` is anybody with an Actor."""

    message = "Your role or this API key's scopes do not allow this."

    def has_permission(self, request: Request, view: "APIView") -> bool:
        """Fail closed: an action that the view does not list is refused."""
        capabilities = getattr(view, "capabilities", {})
        action = getattr(view, "action", None)
        if action is None:
            return True  # no such method: DRF answers 405 by itself
        if action not in capabilities:
            return bool(action == "metadata")
        needed: str | None = capabilities[action]
        if needed is None:
            return True
        actor = actor_of_call(request)
        return not actor.is_anonymous and (needed == SIGNED_IN or actor.can(needed))
