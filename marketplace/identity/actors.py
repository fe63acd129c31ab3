"""Builds the Actor: the one place where a person, a session or an API key becomes capabilities.

The doors (HTTP middleware, ASGI middleware, DRF authentication, tasks) call these functions; everything
below a door takes the Actor as an argument.
"""

from dataclasses import replace
from types import SimpleNamespace
from typing import cast
from uuid import UUID

from django.contrib.auth import get_user
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from marketplace.identity.models import ApiKey, Membership, MembershipState, Organization, User
from marketplace.identity.policy import capabilities_of
from marketplace.lib import ids
from marketplace.lib.actor import ANONYMOUS, Actor

ORGANIZATION_KEY = "organization_id"
KEY_PREFIX = "hl_"


def actor_for(user: User, organization: Organization | UUID | str | None = None, *, request_id: str = "") -> Actor:
    """``user`` acting for ``organization``, or for the one they joined first.

    Someone without an active membership acts for nobody: signed in, and without any capability.
    """
    wanted = str(organization.id if isinstance(organization, Organization) else organization or "")
    memberships = list(
        Membership.objects.select_related("organization")
        .filter(user=user, state=MembershipState.ACTIVE)
        .order_by("created_at", "id")
    )
    chosen = next((found for found in memberships if str(found.organization_id) == wanted), None)
    if chosen is None and memberships:
        chosen = memberships[0]
    if chosen is None:
        return Actor(user_id=user.id, user_name=str(user), request_id=request_id)
    return _member(user, chosen, request_id)


def _member(user: User, membership: Membership, request_id: str) -> Actor:
    company = membership.organization
    return Actor(
        user_id=user.id,
        user_name=str(user),
        organization_id=company.id,
        organization_name=company.name,
        sides=company.sides,
        capabilities=capabilities_of(membership.roles),
        request_id=request_id,
    )


def actor_of_session(session: SessionBase, *, request_id: str = "") -> Actor:
    """Whoever is signed in in ``session``. The password's session hash is checked, as Django does for pages."""
    user = get_user(cast(HttpRequest, SimpleNamespace(session=session)))
    if not isinstance(user, User):
        return ANONYMOUS
    return actor_for(user, session.get(ORGANIZATION_KEY), request_id=request_id)


def actor_of_key(secret: str, *, request_id: str = "") -> tuple[ApiKey, Actor] | None:
    """The key with this secret and the Actor it stands for, or None.

    A key can do what its scopes say, and never more than the person who made it may do today.
    """
    key = (
        ApiKey.objects.select_related("created_by", "organization")
        .filter(secret_hash=ids.hash_secret(secret), revoked_at=None, created_by__is_active=True)
        .first()
    )
    if key is None:
        return None
    membership = (
        Membership.objects.select_related("organization")
        .filter(user_id=key.created_by_id, organization_id=key.organization_id, state=MembershipState.ACTIVE)
        .first()
    )
    if membership is None:
        return None
    actor = _member(key.created_by, membership, request_id)
    return key, replace(actor, capabilities=actor.capabilities & frozenset(key.scopes))
