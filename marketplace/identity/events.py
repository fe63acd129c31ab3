"""What identity tells the floors above and its own mail."""

from dataclasses import dataclass
from uuid import UUID

from marketplace.outbox.registry import Event


@dataclass(frozen=True, kw_only=True)
class _OfOrganization(Event):
    """A fact about one organisation; its facts are delivered in order."""

    organization_id: UUID

    @property
    def shard(self) -> str:
        """One organisation after the other."""
        return f"organization:{self.organization_id}"


@dataclass(frozen=True, kw_only=True)
class OrganizationRegistered(_OfOrganization):
    """A company came to the market."""

    user_id: UUID
    sides: list[str]


@dataclass(frozen=True, kw_only=True)
class OrganizationUpdated(_OfOrganization):
    """Company data changed."""


@dataclass(frozen=True, kw_only=True)
class MemberInvited(_OfOrganization):
    """Somebody was asked to join, by e-mail."""

    invitation_id: UUID


@dataclass(frozen=True, kw_only=True)
class InvitationRevoked(_OfOrganization):
    """An invitation was taken back."""

    invitation_id: UUID


@dataclass(frozen=True, kw_only=True)
class MemberJoined(_OfOrganization):
    """An invitation was accepted."""

    user_id: UUID
    invitation_id: UUID


@dataclass(frozen=True, kw_only=True)
class RolesChanged(_OfOrganization):
    """A member has other roles."""

    user_id: UUID
    roles: list[str]


@dataclass(frozen=True, kw_only=True)
class MemberRemoved(_OfOrganization):
    """A member left or was removed."""

    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class ApiKeyCreated(_OfOrganization):
    """A machine may act for the organisation."""

    key_id: UUID


@dataclass(frozen=True, kw_only=True)
class ApiKeyRevoked(_OfOrganization):
    """A key stopped working."""

    key_id: UUID


@dataclass(frozen=True, kw_only=True)
class MailQueued(Event):
    """A mail is to be sent."""

    to: str
    subject: str
    body: str

    @property
    def shard(self) -> str:
        """One mailbox after the other, so that a dead one delays nobody else."""
        return f"mail:{self.to}"[:80]
