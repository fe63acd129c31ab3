"""The writers of identity: the only code that changes people, organisations, memberships and keys."""

from marketplace.identity.accounts import AccountExists
from marketplace.identity.services.accounts import create_account, update_profile
from marketplace.identity.services.invitations import (
    AlreadyMember,
    InvitationOver,
    accept_invitation,
    invite_member,
    join_by_invitation,
    revoke_invitation,
)
from marketplace.identity.services.keys import NewKey, create_api_key, note_key_use, revoke_api_key
from marketplace.identity.services.members import LastAdministrator, change_roles, remove_member
from marketplace.identity.services.organizations import register_organization, update_organization

__all__ = [
    "AccountExists",
    "AlreadyMember",
    "InvitationOver",
    "LastAdministrator",
    "NewKey",
    "accept_invitation",
    "change_roles",
    "create_account",
    "create_api_key",
    "invite_member",
    "join_by_invitation",
    "note_key_use",
    "register_organization",
    "remove_member",
    "revoke_api_key",
    "revoke_invitation",
    "update_organization",
    "update_profile",
]
