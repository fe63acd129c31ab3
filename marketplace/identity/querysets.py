"""Rows of one's own organisation: the filters that every read of identity starts with."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.db import models

from marketplace.lib.actor import Actor

if TYPE_CHECKING:
    from marketplace.identity.models import ApiKey, Invitation, Membership  # noqa: F401  # named in the bases below

Rows = TypeVar("Rows", bound=models.QuerySet[Any])


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Who belongs where."""

    def visible_to(self, actor: Actor) -> Self:
        """Colleagues of ``actor``; nobody for those who lack ``organization.view``."""
        return _own(self, actor, "organization.view")

    def active(self) -> Self:
        """Members of today."""
        return self.filter(state="ACTIVE")


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Who was asked to join."""

    def visible_to(self, actor: Actor) -> Self:
        """Invitations to the actor's organisation, for its administrators."""
        return _own(self, actor, "organization.manage")

    def unanswered(self) -> Self:
        """Neither accepted nor revoked; the time may still have run out."""
        return self.filter(accepted_at=None, revoked_at=None)

    def open(self, at: datetime) -> Self:
        """Those that can be accepted at ``at``."""
        return self.unanswered().filter(expires_at__gt=at)


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    """Keys to an organisation."""

    def visible_to(self, actor: Actor) -> Self:
        """Keys of the actor's organisation, for its administrators."""
        return _own(self, actor, "organization.manage")


def _own(rows: Rows, actor: Actor, capability: str) -> Rows:
    if actor.organization_id is None or not actor.can(capability):
        return rows.none()
    return rows.filter(organization_id=actor.organization_id)
