"""Reads of identity for screens and API, each with a fixed number of SQL queries."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from marketplace.identity.links import read_invitation_token
from marketplace.identity.models import ApiKey, Invitation, Membership, Organization, SentMail, User
from marketplace.identity.policy import company, person
from marketplace.lib.actor import Actor
from marketplace.lib.errors import NotFound
from marketplace.web.shell import OrganizationChoice

_MAILS_SHOWN = 100


def get_organization(actor: Actor) -> Organization:
    """The organisation that ``actor`` acts for. Raises NotFound for those who act for none."""
    organization = Organization.objects.filter(pk=company(actor)).first()
    if organization is None:
        raise NotFound
    return organization


def members(actor: Actor) -> QuerySet[Membership]:
    """Active colleagues with their accounts, by name."""
    return Membership.objects.visible_to(actor).active().select_related("user").order_by("user__name", "id")


def open_invitations(actor: Actor, at: datetime) -> QuerySet[Invitation]:
    """Invitations of the actor's organisation that wait for an answer, newest first."""
    return Invitation.objects.visible_to(actor).open(at).select_related("invited_by").order_by("-id")


def api_keys(actor: Actor) -> QuerySet[ApiKey]:
    """Working keys of the actor's organisation, newest first."""
    return ApiKey.objects.visible_to(actor).filter(revoked_at=None).select_related("created_by").order_by("-id")


def organizations_of(actor: Actor) -> Iterable[OrganizationChoice]:
    """Every organisation that the actor's person may act for, by name."""
    found = Membership.objects.active().filter(user_id=person(actor)).order_by("organization__name")
    return [
        OrganizationChoice(id=key, name=name)
        for key, name in found.values_list("organization_id", "organization__name")
    ]


def get_own_organization(actor: Actor, organization_id: UUID) -> Organization:
    """An organisation that the actor's person belongs to. Raises NotFound."""
    membership = (
        Membership.objects.active()
        .select_related("organization")
        .filter(user_id=person(actor), organization_id=organization_id)
        .first()
    )
    if membership is None:
        raise NotFound
    return membership.organization


def get_invitation(token: str) -> Invitation:
    """The invitation of a link from a mail, in any state. Raises NotFound for a link that we did not make."""
    found = (
        Invitation.objects.select_related("organization", "invited_by").filter(pk=read_invitation_token(token)).first()
    )
    if found is None:
        raise NotFound
    return found


def find_account(email: str) -> User | None:
    """The account of an e-mail address in any case."""
    return User.objects.filter(email__iexact=email).first()


def get_account(actor: Actor) -> User:
    """The actor's own account. Raises NotAllowed for strangers."""
    user = User.objects.filter(pk=person(actor)).first()
    if user is None:
        raise NotFound
    return user


def sent_mails(to: str = "") -> list[SentMail]:
    """What the sandbox mailbox holds, newest first; only mails to ``to`` when given."""
    mails = SentMail.objects.order_by("-id")
    return list((mails.filter(to__icontains=to) if to else mails)[:_MAILS_SHOWN])
