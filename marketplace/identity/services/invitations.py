"""Invitations: how colleagues come in, with or without an account of their own."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from marketplace.identity.accounts import check_password, make_account
from marketplace.identity.events import InvitationRevoked, MemberInvited, MemberJoined
from marketplace.identity.links import invitation_url, read_invitation_token
from marketplace.identity.models import Invitation, Membership, MembershipState, Organization, User
from marketplace.identity.outgoing_mail import queue_mail
from marketplace.identity.policy import ROLE_LABELS, check_roles, company, may_manage, person
from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import Conflict, NotFound
from marketplace.outbox import idempotency
from marketplace.outbox.publishing import publish

INVITATION_DAYS = 14


class AlreadyMember(Conflict):
    """The person belongs to the organisation."""

    code = "already_member"


class InvitationOver(Conflict):
    """Accepted by somebody, taken back, or too old."""

    code = "invitation_over"


def invite_member(*, actor: Actor, email: str, roles: Sequence[str], key: str, at: datetime) -> Invitation:
    """Ask ``email`` by mail to join the actor's organisation with ``roles``; a former open invitation is replaced.

    Administrators. Raises NotAllowed, Invalid (roles), AlreadyMember. Publishes MemberInvited, queues the mail.
    """
    with transaction.atomic():
        require(may_manage(actor))
        organization = Organization.objects.select_for_update().get(pk=company(actor))
        email = email.strip().lower()
        inputs = {"email": email, "roles": sorted(roles)}
        replay = idempotency.begin(actor=actor, service="identity.invite_member", key=key, inputs=inputs)
        if replay.done:
            return Invitation.objects.get(pk=replay.result)
        check_roles(roles, organization.sides)
        if Membership.objects.active().filter(organization=organization, user__email__iexact=email).exists():
            raise AlreadyMember(f"{email} is already a member of {organization.name}. Change their roles instead.")
        Invitation.objects.unanswered().filter(organization=organization, email__iexact=email).update(revoked_at=at)
        invitation = Invitation.objects.create(
            organization=organization,
            email=email,
            roles=list(roles),
            invited_by_id=person(actor),
            created_at=at,
            expires_at=at + timedelta(days=INVITATION_DAYS),
        )
        publish(MemberInvited(organization_id=organization.id, invitation_id=invitation.id))
        context = {
            "inviter": actor.user_name,
            "organization": organization.name,
            "roles": [ROLE_LABELS[role] for role in roles],
            "url": invitation_url(invitation.id),
            "days": INVITATION_DAYS,
        }
        queue_mail(to=email, template="identity/mail/invitation.txt", context=context)
        replay.finish(invitation.id)
        return invitation


def revoke_invitation(*, actor: Actor, invitation_id: UUID, at: datetime) -> Invitation:
    """Take an open invitation back; doing it twice changes nothing more. Administrators.

    Raises NotFound, InvitationOver if it was accepted. Publishes InvitationRevoked.
    """
    with transaction.atomic():
        found = Invitation.objects.visible_to(actor).select_for_update().filter(pk=invitation_id).first()
        if found is None:
            raise NotFound
        if found.accepted_at is not None:
            raise InvitationOver("This invitation was accepted. Remove the member instead.")
        if found.revoked_at is None:
            found.revoked_at = at
            found.save(update_fields=["revoked_at"])
            publish(InvitationRevoked(organization_id=found.organization_id, invitation_id=found.id))
        return found


def accept_invitation(*, actor: Actor, token: str, at: datetime) -> Membership:
    """Join with one's own account, which must have the invited e-mail address. Twice is the same as once.

    Raises NotFound, NotAllowed, InvitationOver. Publishes MemberJoined.
    """
    with transaction.atomic():
        invitation = _locked(token)
        user = User.objects.get(pk=person(actor))
        require(
            user.email.lower() == invitation.email.lower(),
            f"This invitation is for {invitation.email}. Sign in with that address to accept it.",
        )
        accepted = invitation.accepted_at is not None
        if accepted:
            membership = Membership.objects.active().filter(organization=invitation.organization, user=user).first()
            if membership is not None:
                return membership
        return _join(invitation, user, at)


def join_by_invitation(*, actor: Actor, token: str, name: str, password: str, at: datetime) -> Membership:
    """Make an account for the invited e-mail address, which the link has proved, and join with it.

    Anybody who holds the link: ``actor`` is usually a stranger. Raises NotFound, InvitationOver,
    Invalid (a weak password), AccountExists. Publishes MemberJoined.
    """
    with transaction.atomic():
        invitation = _locked(token)
        check_password(password, email=invitation.email, name=name)
        return _join(invitation, make_account(email=invitation.email, name=name, password=password, at=at), at)


def _locked(token: str) -> Invitation:
    invitation_id = read_invitation_token(token)
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("organization")
        .filter(pk=invitation_id)
        .first()
    )
    if invitation is None:
        raise NotFound
    return invitation


def _join(invitation: Invitation, user: User, at: datetime) -> Membership:
    if invitation.accepted_at or invitation.revoked_at or invitation.expires_at <= at:
        raise InvitationOver("This invitation is no longer open. Ask for a new one.")
    membership, _ = Membership.objects.update_or_create(
        user=user,
        organization_id=invitation.organization_id,
        defaults={"roles": invitation.roles, "state": MembershipState.ACTIVE},
        create_defaults={"roles": invitation.roles, "created_at": at},
    )
    invitation.accepted_at = at
    invitation.save(update_fields=["accepted_at"])
    publish(MemberJoined(organization_id=invitation.organization_id, user_id=user.id, invitation_id=invitation.id))
    return membership
