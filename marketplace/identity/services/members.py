"""Members: their roles, and how they leave."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from marketplace.identity.events import MemberRemoved, RolesChanged
from marketplace.identity.models import Membership, MembershipState, Organization
from marketplace.identity.policy import check_roles, company, grants_management, may_leave, may_manage
from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import Conflict, NotFound
from marketplace.outbox.publishing import publish


class LastAdministrator(Conflict):
    """Nobody would be left to manage the organisation."""

    code = "last_administrator"


def change_roles(*, actor: Actor, membership_id: UUID, roles: Sequence[str]) -> Membership:
    """Give a member exactly ``roles``. Administrators of the same organisation.

    Raises NotFound, NotAllowed, Invalid (roles), LastAdministrator. Publishes RolesChanged.
    """
    with transaction.atomic():
        organization, membership = _locked(actor, membership_id)
        require(may_manage(actor))
        check_roles(roles, organization.sides)
        if not grants_management(roles):
            _keep_an_administrator(membership)
        if set(membership.roles) != set(roles):
            membership.roles = list(roles)
            membership.save(update_fields=["roles"])
            publish(RolesChanged(organization_id=organization.id, user_id=membership.user_id, roles=list(roles)))
        return membership


def remove_member(*, actor: Actor, membership_id: UUID) -> Membership:
    """End a membership; its keys and sockets end with it. Administrators, or the member themselves.

    Raises NotFound, NotAllowed, LastAdministrator. Publishes MemberRemoved.
    """
    with transaction.atomic():
        organization, membership = _locked(actor, membership_id)
        require(may_leave(actor, membership))
        _keep_an_administrator(membership)
        membership.state = MembershipState.REMOVED
        membership.save(update_fields=["state"])
        publish(MemberRemoved(organization_id=organization.id, user_id=membership.user_id))
        return membership


def _locked(actor: Actor, membership_id: UUID) -> tuple[Organization, Membership]:
    """The lock on the organisation makes "who else is administrator" a question with one answer."""
    organization = Organization.objects.select_for_update().filter(pk=company(actor)).first()
    membership = Membership.objects.visible_to(actor).active().filter(pk=membership_id).first()
    if organization is None or membership is None:
        raise NotFound
    return organization, membership


def _keep_an_administrator(leaving: Membership) -> None:
    others = Membership.objects.active().filter(organization_id=leaving.organization_id).exclude(pk=leaving.pk)
    if grants_management(leaving.roles) and not any(grants_management(other.roles) for other in others):
        raise LastAdministrator("This is the last administrator. Make somebody else administrator first.")
